internal import ClaudeClient

/// What must be true when the text of a route has run.
///
/// A shell goes on after a credential command
/// that failed, after a reference to a variable that is gone, and (bash, ksh93, mksh) after an
/// `unset` of a read-only variable; a client started then could send the wrong credential.
struct ShellGuard: Hashable, Sendable {
  /// Variables that must have a value.
  let filled: [String]
  /// The user's variables that must be gone.
  let gone: [String]
  /// The user's variables that must have got this value.
  let texts: [Text]
  /// For standard error; it has no character that a shell would take for its own.
  static let complaint =
    "claude-route: a credential is missing or a variable is read-only: nothing is routed here"

  /// What is removed when it is not true: all of the route that the client reads.
  ///
  /// The rest may be of use to other programs, and `off` gives it back.
  let cleared: [String]
  /// What `CLAUDE_ROUTE_SET` then becomes.
  let routeSet: String

  struct Text: Hashable, Sendable {
    let name: String
    let text: String
  }

  /// The pieces are those of each change that sets a variable, by its name.
  init(_ plan: ShellPlan, pieces: [String: [ShellPiece]]) {
    var filled: [String] = []
    var gone: [String] = []
    var texts: [Text] = []
    for change in plan.changes {
      let isUsers = plan.newlySaved.contains(change.name)
      if change.value == nil {
        gone += isUsers ? [change.name] : []
        continue
      }
      if let text = change.value?.plainText {
        texts += isUsers ? [Text(name: change.name, text: text)] : []
        continue
      }
      for piece in pieces[change.name] ?? [] {
        switch piece {
        case .text: break
        case .variable(let source, _): filled.append(source)
        case .output: filled.append(change.name)
        }
      }
    }
    self.filled = filled
    self.gone = gone
    self.texts = texts
    cleared = plan.changes.compactMap { change in
      change.value != nil && Self.isClients(change.name) ? change.name : nil
    }
    routeSet = Set(plan.routeSet)
      .union(plan.saved.contains(ShellVariable.hostManaged) ? [] : [ShellVariable.hostManaged])
      .sorted().joined(separator: " ")
  }

  /// Asks for nothing.
  static let none = ShellGuard(
    ShellPlan([], state: ShellState(environmentNames: [], saved: nil, routeSet: nil)),
    pieces: [:]
  )

  /// Whether nothing can go wrong.
  var isEmpty: Bool { filled.isEmpty && gone.isEmpty && texts.isEmpty }

  private static func isClients(_ name: String) -> Bool {
    (RoutingVariables.contains(name) || ShellVariable.marks.contains(name))
      && name != ShellVariable.hostManaged
  }
}
