package import ClaudeClient
internal import JSONTree
package import RouteEngine

/// Every variable of a route over all layers, for people and for programs.
package struct VariableReport: Sendable {
  let table: VariableTable
  let hold: RouteHold
  let candidate: Candidate
  let policy: Policy
  let move: String?

  /// `move` is what the repository's policy changes without consent, absent when nothing.
  package init(
    table: VariableTable,
    hold: RouteHold,
    candidate: Candidate,
    policy: Policy,
    move: String? = nil
  ) {
    self.table = table
    self.hold = hold
    self.candidate = candidate
    self.policy = policy
    self.move = move
  }

  // MARK: For people

  /// A table and two lines, each ended by a line break.
  package var text: String {
    let source = candidate.placedSourceWords(in: policy)
    let end = ["target: \(candidate.routeWords); \(source)", "holds: \(holdWords)"]
    return (tableLines + end.map(\.printable)).map { $0 + "\n" }.joined()
  }

  private var tableLines: [String] {
    guard !table.rows.isEmpty else {
      return ["no variable is set, neither by the route nor by anybody else"]
    }
    let header = ["variable", "goes to the client as", "from", "others"]
    let lines = [header] + table.rows.map(\.cells)
    let widths = header.indices.dropLast().map { column in
      lines.map(\.[column].count).max() ?? 0
    }
    return lines.map { cells in
      zip(cells, widths).map { $0.padded(to: $1 + 2) }.joined() + (cells.last ?? "")
    }
  }

  private var holdWords: String {
    move.map { "no: the repository's policy moves \($0), and you have not allowed it" }
      ?? hold.wordsBelowTable
  }

  // MARK: For programs

  /// One document, ended by a line break; `schema` counts up when a key changes its meaning.
  package var json: String {
    let document: JSONNode = [
      "schema": 1,
      "target": .string(candidate.target.target.text),
      "route": candidate.routeName.map(JSONNode.string) ?? .null,
      "origin": candidate.origin(in: policy).map { .string($0.label) } ?? .null,
      "variables": .array(table.rows.map(\.json)),
      "holds": .string(move == nil ? hold.name : "no"),
      "reason": .string(holdWords),
    ]
    return document.prettyText + "\n"
  }
}

extension VariableTable.Row {
  /// The four columns, fit for a terminal.
  fileprivate var cells: [String] {
    let sent = value.map(\.words) ?? "(cancelled)"
    let from = winners.map(\.authorWords).joined(separator: ", ")
    let others = losers.map(words).joined(separator: ", ")
    return [name, sent, from, others.isEmpty ? "–" : others].map(\.printable)
  }

  /// "project .claude/settings.json:6 https://x.example.net", "shell: us-east-1 (kept …)".
  private func words(_ loser: VariableClaim) -> String {
    var words: String
    switch loser.source {
    case .shell: words = "shell: "
    case .route: words = "\(loser.authorWords) wanted "
    case .commandLine: words = (loser.place ?? "--settings") + " "
    case .managed, .local, .project, .user: words = loser.authorWords + " "
    }
    words += loser.value.map(\.words) ?? ""
    let isRoutes = winners.contains { $0.source == .route }
    if loser.source == .shell, isRoutes, !RoutingVariables.contains(name) {
      return words + " (kept for your tools outside)"
    }
    return !isRoutes && isCancelled(loser) ? words + " (cancelled)" : words
  }

  fileprivate var json: JSONNode {
    [
      "name": .string(name),
      "value": value.map(\.json) ?? .null,
      "secret": .truth(value?.isSecret ?? false),
      "from": .array(winners.map { $0.json(isCancelled: nil) }),
      "others": .array(losers.map { $0.json(isCancelled: isCancelled($0)) }),
    ]
  }
}

extension VariableClaim {
  /// "route (team.yaml:8)", "managed /etc/claude-code/managed-settings.json:3", "shell".
  fileprivate var authorWords: String {
    switch source {
    case .route: place.map { "route (\($0))" } ?? "route"
    case .commandLine: place ?? "--settings"
    case .managed, .local, .project, .user:
      place.map { "\(source.rawValue) \($0)" } ?? source.rawValue
    case .shell: "shell"
    }
  }

  fileprivate func json(isCancelled: Bool?) -> JSONNode {
    var members = [
      JSONMember(key: "by", value: .string(source.rawValue)),
      JSONMember(key: "place", value: place.map(JSONNode.string) ?? .null),
      JSONMember(key: "value", value: value.map(\.json) ?? .null),
      JSONMember(key: "secret", value: .truth(value?.isSecret ?? false)),
    ]
    if let isCancelled {
      members.append(JSONMember(key: "cancelled", value: .truth(isCancelled)))
    }
    return .object(members)
  }
}

extension VariableValue {
  fileprivate var words: String {
    switch self {
    case .text(let text): text.isEmpty ? "empty" : text
    case .reference(let text): text
    case .secret: "set"
    }
  }

  fileprivate var isSecret: Bool {
    switch self {
    case .text: false
    case .reference, .secret: true
    }
  }

  /// Null for a secret that nothing refers to.
  fileprivate var json: JSONNode {
    switch self {
    case .text(let text), .reference(let text): .string(text)
    case .secret: .null
    }
  }
}
