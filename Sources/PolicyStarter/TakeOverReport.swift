/// What `init --from` says: every set-up with what became of it, the keys, what is still in the way.
package struct TakeOverReport: Sendable {
  /// Several lines, each ended by a line break; not yet fit for a terminal.
  package let lines: [String]

  /// The sources that were asked for, as the user may have to hear that nothing was there.
  ///
  /// `obstacles` are sentences about what a launch has to cancel each time.
  package init(_ takeOver: TakeOver, empty: [String], obstacles: [String]) {
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
    if !obstacles.isEmpty {
      rows.append(("still in the way", obstacles))
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

extension TakeOver {
  /// What still beats or shadows the policy after it is written, one sentence each.
  ///
  /// The set-ups are those that were read.
  package func obstacles(of setups: [EarlierSetup]) -> [String] {
    var sentences: [String] = []
    for setup in setups {
      switch setup.source {
      case .settings:
        sentences.append(
          "\(setup.place) beats your shell: a launch cancels it, plain `claude` obeys it; delete it"
        )
      case .shell:
        sentences.append(
          "variables of this shell: a launch removes them, plain `claude` obeys them; "
            + "do not export them any more"
        )
      case .alias(let name):
        sentences.append("\(setup.place) hides what `shell-init` makes; delete `\(name)` there")
      }
      if literalPlaces.contains(setup.place), setup.source != .shell {
        sentences.append("\(setup.place) holds a key itself; make a new one, this one was written down")
      }
    }
    return sentences
  }
}
