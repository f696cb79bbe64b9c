internal import JSONTree
package import PolicyCheck
internal import RouteEngine

/// What a repository's policy changes, as a table: class, was, would be, consent.
package struct MoveTable: Sendable {
  /// Lines ended by a line break; empty when nothing moves.
  package let text: String

  /// In the order of the moves.
  package init(_ moves: RepositoryMoves) {
    guard !moves.moves.isEmpty else {
      text = ""
      return
    }
    let head = ["class", "was", "would be", "consent"]
    let rows =
      [head]
      + moves.moves.map { move in
        [
          move.stateLabel, move.was?.routeWords ?? "denied", move.wouldBe.routeWords,
          move.consent.rawValue,
        ]
      }
    let widths = head.indices.map { column in rows.map(\.[column].count).max() ?? 0 }
    var lines = rows.map { row in
      let cells = zip(row, widths).map { $0.printable.padded(to: $1) }
      return cells.joined(separator: "   ").withoutTrailingBlanks
    }
    if !moves.isComplete {
      lines.append("more states than can be looked at: only single classes are shown")
    }
    text = lines.map { $0 + "\n" }.joined()
  }
}

extension RepositoryMoves.Move {
  /// "bulk"; "no class"; "class `bulk`, label `release`" where more than classes matters.
  var stateLabel: String {
    let plain = HermeticTask(classes: task.facts.namedClasses, unavailable: task.unavailable)
    guard task == plain else { return String(task.stateWords.dropFirst("with ".count)) }
    let names = task.facts.namedClasses
    return names.isEmpty ? "no class" : names.joined(separator: ", ")
  }
}

extension String {
  fileprivate var withoutTrailingBlanks: String {
    var rest = self[...]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}

/// The same for programs.
package struct MoveTableJSON: Sendable {
  /// One document and a line break.
  package let text: String

  /// `files` are the repository's policy files with their digests.
  package init(
    _ moves: RepositoryMoves,
    repository: String,
    files: [(path: String, digest: String)]
  ) {
    let root: JSONNode = [
      "repository": .string(repository),
      "files": .array(files.map { ["path": .string($0.path), "digest": .string($0.digest)] }),
      "complete": .truth(moves.isComplete),
      "moves": .array(
        moves.moves.map { move in
          [
            "classes": .array(move.task.facts.namedClasses.map(JSONNode.string)),
            "state": .string(move.task.stateWords),
            "was": move.was.map { .string($0.text) } ?? .null,
            "would-be": .string(move.wouldBe.text),
            "from": move.backends.from.map(JSONNode.string) ?? .null,
            "to": .string(move.backends.to),
            "consent": .string(move.consent.rawValue),
          ]
        }
      ),
    ]
    text = root.prettyText + "\n"
  }
}
