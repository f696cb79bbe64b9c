internal import ClaudeClient

/// The way back to the shell as it was before the first route.
package struct OffText: Hashable, Sendable {
  /// Ends with a newline; only a comment when nothing is routed here.
  package let text: String

  /// The closed list: the variables that choose endpoint, credential or model.
  package init(dialect: ShellDialect, state: ShellState, closedList: [String]) {
    let syntax = dialect.syntax
    guard let saved = state.savedNames else {
      text = syntax.comment("claude-route: nothing is routed in this shell") + "\n"
      return
    }
    var lines = [syntax.comment("claude-route: this shell as it was before the first route")]
    lines += saved.flatMap { Self.restoring($0, syntax, state) }
    var done = Set(saved)
    let added =
      closedList + state.setNames.filter(RoutingVariables.contains).sorted()
      + state.routeSetNames + ShellVariable.marks
    for name in added where ShellVariable.isName(name) && done.insert(name).inserted {
      // A native login route keeps a login that the user exported, and saves no copy of it.
      if RoutingVariables.logins.contains(name), state.userNames.contains(name) { continue }
      lines += syntax.removing(name, isVisible: false)
    }
    let records = state.setNames.filter { ShellVariable.isRecord($0) && ShellVariable.isName($0) }
    for name in records.union([ShellVariable.saved, ShellVariable.routeSet]).sorted() {
      lines += syntax.removing(name, isVisible: false)
    }
    lines += syntax.ending(.none)
    text = lines.map { $0 + "\n" }.joined()
  }

  /// Gives a saved variable back, from its exported copy when it has one: that one also reaches the
  /// shells that were started from the routed one.
  static func restoring(_ name: String, _ syntax: any ShellSyntax, _ state: ShellState) -> [String]
  {
    let copy = ShellVariable.exportedCopy(of: name)
    return state.setNames.contains(copy)
      ? syntax.restoring(name, fromExported: copy) : syntax.restoring(name)
  }
}
