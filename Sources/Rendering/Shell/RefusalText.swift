internal import ClaudeClient

/// What stops both `eval "$(…)" && claude` and `eval "$(…)"; claude`.
///
/// Host-managed and without a credential the client says "Not logged in" at once and sends nothing,
/// whatever is saved or written in settings files (measured with client 2.1.330).
package struct RefusalText: Hashable, Sendable {
  /// Ends with `false` and a newline.
  package let text: String

  /// The closed list: the variables that choose endpoint, credential or model.
  package init(dialect: ShellDialect, state: ShellState, closedList: [String]) {
    let known = Set(closedList)
    let others = state.setNames.filter { RoutingVariables.contains($0) && !known.contains($0) }
    let removed = (closedList + others.sorted()).filter { $0 != ShellVariable.hostManaged }
    let syntax = dialect.syntax
    let plan = ShellPlan(
      removed.map { .unset($0) } + [.set(ShellVariable.hostManaged, "1")],
      state: state
    )
    let comment = "claude-route: refused, claude cannot start here; back with: "
    var lines = [syntax.comment(comment + dialect.wayBack)]
    lines += ShellText.preparation(plan, syntax, state)
    for change in plan.ordered(state) {
      lines +=
        change.value == nil
        ? syntax.removing(change.name, isVisible: state.setNames.contains(change.name))
        : syntax.exporting(change.name, "1")
    }
    lines.append("false")
    text = lines.map { $0 + "\n" }.joined()
  }
}
