internal import ClaudeClient

/// What a route does in a shell that may be routed already, before it is put into a shell's words.
///
/// The outcome is that of the same route in the shell as it was before the first one: what an
/// earlier route changed and this one leaves alone is given back.
struct ShellPlan: Hashable, Sendable {
  /// The user's variables that an earlier route changed and this one does not.
  let restored: [String]
  /// What an earlier route added and this one does not set.
  let dropped: [String]
  /// The user's variables that this route is the first to change.
  let newlySaved: [String]
  /// With names that a shell can have only.
  let changes: [EnvironmentChange]
  /// What `CLAUDE_ROUTE_SAVED` becomes.
  let saved: [String]
  /// What `CLAUDE_ROUTE_SET` becomes.
  let routeSet: [String]

  private let state: ShellState

  init(_ wanted: [EnvironmentChange], state: ShellState) {
    let named = wanted.filter { ShellVariable.isName($0.name) && !ShellVariable.isRecord($0.name) }
    let hidden = Self.hidden(by: named, state: state)
    changes = named + hidden.map { .unset($0) }
    let changed = Set(changes.map(\.name))
    let previous = Set(state.savedNames ?? [])
    let users = state.userNames
    restored = previous.subtracting(changed).sorted()
    newlySaved = changed.intersection(users).subtracting(previous).sorted()
    saved = changed.intersection(users).sorted()
    let set = Set(changes.filter { $0.value != nil }.map(\.name))
    routeSet = set.subtracting(users).sorted()
    dropped = Set(state.routeSetNames).subtracting(changed).subtracting(previous).sorted()
    self.state = state
  }

  /// Routing variables that the new route would remove if it saw them, but an earlier one did.
  ///
  /// They are names of the closed list's pattern. A login it does know, and leaves on purpose.
  private static func hidden(by changes: [EnvironmentChange], state: ShellState) -> [String] {
    let changed = Set(changes.map(\.name))
    return (state.savedNames ?? []).filter { name in
      RoutingVariables.contains(name) && !RoutingVariables.logins.contains(name)
        && !changed.contains(name)
    }
  }

  /// The changes in an order that is safe to stop at: some shells end a text at a read-only variable.
  ///
  /// First the client is held, then what the shell has goes, then comes the route, its credentials
  /// last; what is not there is removed at the end. References read copies where it matters.
  func ordered(_ state: ShellState) -> [EnvironmentChange] {
    changes.enumerated().sorted { left, right in
      (rank(left.element, state), left.offset) < (rank(right.element, state), right.offset)
    }
    .map(\.element)
  }

  private func rank(_ change: EnvironmentChange, _ state: ShellState) -> Int {
    guard let value = change.value else { return state.setNames.contains(change.name) ? 1 : 4 }
    if change.name == ShellVariable.hostManaged { return 0 }
    return value.plainText == nil ? 3 : 2
  }

  func pieces(_ value: EnvironmentValue, credentialCommand: (String) -> [String]) -> [ShellPiece] {
    var pieces: [ShellPiece] = []
    for part in value.parts {
      switch part {
      case .text(let text):
        // Two quoted texts side by side would be one with a quote in it for zsh's `rcquotes`.
        if case .text(let before) = pieces.last {
          pieces[pieces.count - 1] = .text(before + text)
        } else if !text.isEmpty {
          pieces.append(.text(text))
        }
      case .variable(let name): pieces.append(source(name))
      case .credential(let backend): pieces.append(.output(of: credentialCommand(backend)))
      }
    }
    return pieces.isEmpty ? [.text("")] : pieces
  }

  /// Where the user's value of a variable is while the text runs.
  private func source(_ name: String) -> ShellPiece {
    guard ShellVariable.isName(name) else {
      return .variable(ShellVariable.savedCopy(of: ""), mayBeMissing: true)
    }
    if newlySaved.contains(name) {
      return .variable(ShellVariable.savedCopy(of: name), mayBeMissing: false)
    }
    if restored.contains(name) {
      return .variable(name, mayBeMissing: true)
    }
    // What only an earlier route put there may be another backend's credential: then there is no
    // copy, and the guard fails.
    if saved.contains(name) || state.routeSetNames.contains(name) {
      return .variable(ShellVariable.savedCopy(of: name), mayBeMissing: true)
    }
    return .variable(name, mayBeMissing: !state.setNames.contains(name))
  }
}
