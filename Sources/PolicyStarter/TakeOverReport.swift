/// What `init --from` says: every set-up with what became of it, the keys, what is still in the way.
package struct TakeOverReport: Sendable {
  /// Several lines, each ended by a line break; not yet fit for a terminal.
  package let lines: [String]

  /// `empty` are the sources that were asked for and had nothing.
  package init(_ takeOver: TakeOver, empty: [String]) {
    var rows: [(String, [String])] = takeOver.entries.map { ($0.place, $0.lines) }
    rows += empty.map { ($0, ["nothing about a route there"]) }
    if !takeOver.keyVariables.isEmpty {
      let names = takeOver.keyVariables.map { "`env:\($0)`" }.joined(separator: ", ")
      let words =
        takeOver.keyVariables.count == 1
        ? "put the key there or in your keychain, it was not copied"
        : "put the keys there or in your keychain, they were not copied"
      rows.append(("keys", ["\(names); \(words)"]))
    }
    if !takeOver.obstacles.isEmpty {
      rows.append(("still in the way", takeOver.obstacles))
    }
    // As wide as the usual places need, so that the column stays where it was.
    let width = max(36, (rows.map(\.0.count).max() ?? 0) + 1)
    lines = rows.flatMap { place, texts in
      texts.enumerated().map { index, text in
        let left = index == 0 ? place : ""
        let padding = String(repeating: " ", count: width - left.count)
        return left + padding + (index == 0 ? "→ " : "  ") + text
      }
    }
  }
}
