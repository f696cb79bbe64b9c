package import ClaudeClient

/// A route as text for a shell to evaluate: no secret is in it, only where the shell finds one.
package struct ShellText: Hashable, Sendable {
  /// Ends with a newline; its status is 0 when the shell is routed.
  package let text: String

  /// The comment is the first line, without `#`; each word of a credential's command is taken
  /// literally.
  package init(
    _ changes: [EnvironmentChange],
    dialect: ShellDialect,
    state: ShellState,
    comment: String,
    credentialCommand: (String) -> [String]
  ) {
    let syntax = dialect.syntax
    let plan = ShellPlan(changes, state: state)
    var lines = [syntax.comment(comment)] + Self.preparation(plan, syntax, state)
    var pieces: [String: [ShellPiece]] = [:]
    for change in plan.ordered(state) {
      guard let value = change.value else {
        lines += syntax.removing(change.name, isVisible: state.setNames.contains(change.name))
        continue
      }
      let parts = plan.pieces(value, credentialCommand: credentialCommand)
      pieces[change.name] = parts
      lines += syntax.exporting(change.name, parts)
    }
    lines += syntax.ending(ShellGuard(plan, pieces: pieces))
    text = lines.map { $0 + "\n" }.joined()
  }

  /// Everything that must have happened before the first variable changes: a text that is cut short
  /// by an error can then still be undone.
  static func preparation(
    _ plan: ShellPlan,
    _ syntax: any ShellSyntax,
    _ state: ShellState
  ) -> [String] {
    var lines = plan.restored.flatMap { OffText.restoring($0, syntax, state) }
    lines += plan.dropped.flatMap { syntax.removing($0, isVisible: false) }
    lines += syntax.saving(plan.newlySaved)
    for name in plan.newlySaved where ShellState.placeNames.contains(name) {
      let copy = ShellVariable.exportedCopy(of: name)
      lines += syntax.exporting(copy, [.variable(name, mayBeMissing: false)])
    }
    lines += syntax.exporting(ShellVariable.saved, plan.saved.joined(separator: " "))
    lines += syntax.exporting(ShellVariable.routeSet, plan.routeSet.joined(separator: " "))
    return lines
  }
}
