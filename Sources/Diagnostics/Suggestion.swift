/// The words of a help line for a name that is not known.
package struct Suggestion: Hashable, Sendable {
  /// At most eight names, the most similar first, then in alphabetical order.
  package let names: [String]
  /// Whether the first name is so close that it was probably meant.
  package let isLikely: Bool

  private static let maximumShown = 8

  /// - Complexity: proportional to the sum of the names' lengths times the length of `name`.
  package init(for name: String, among known: some Sequence<String>) {
    let typed = Array(name.unicodeScalars)
    let ranked = Set(known)
      .map { (name: $0, distance: Self.distance(typed, Array($0.unicodeScalars))) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    // A third of the letters may differ: `prodution`, `opsu`, but not `docs` for `bulk`.
    let limit = max(1, typed.count / 3)
    let nearest = ranked.first?.distance ?? Int.max
    isLikely = nearest <= max(limit, 2) && nearest < typed.count
    if isLikely, let nearest = ranked.first {
      names =
        [nearest.name]
        + ranked.dropFirst().map(\.name).sorted().prefix(Self.maximumShown - 1)
    } else {
      names = Array(ranked.map(\.name).sorted().prefix(Self.maximumShown))
    }
  }

  /// "did you mean `x`?" when one is close, else what is allowed; absent when nothing is known.
  package var sentence: String? {
    guard let first = names.first else { return nil }
    if isLikely {
      return "did you mean `\(first)`?"
    }
    return "known here: " + names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// The optimal string alignment distance: insertions, deletions, replacements, neighbours swapped.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
