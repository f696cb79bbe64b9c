/// The words of a help line for a name that is not known.
package struct Suggestion: Hashable, Sendable {
  /// At most eight names, the most similar first, then in alphabetical order.
  package let names: [String]
  /// Whether the first name is so close that it was probably meant.
  package let isLikely: Bool

  private static let maximumShown = 8

  /// - Complexity: proportional to the sum of the names' lengths times the length of `name`; names that
  ///   are far from it cost little.
  package init(for name: String, among known: some Sequence<String>) {
    let typed = Array(name.unicodeScalars)
    // A third of the letters may differ: `prodution`, `opsu`, but not `docs` for `bulk`.
    let limit = min(max(2, typed.count / 3), typed.count - 1)
    var nearest: (distance: Int, name: String)?
    var first: [String] = []
    for candidate in known {
      Self.insert(candidate, into: &first)
      let distance = Self.distance(typed, candidate, atMost: nearest?.distance ?? limit)
      guard let distance else { continue }
      if let known = nearest, (known.distance, known.name) <= (distance, candidate) { continue }
      nearest = (distance, candidate)
    }
    isLikely = nearest != nil
    if let nearest {
      let others = first.filter { $0 != nearest.name }
      names = [nearest.name] + others.prefix(Self.maximumShown - 1)
    } else {
      names = first
    }
  }

  /// Keeps the first names of the alphabet, each once.
  private static func insert(_ name: String, into first: inout [String]) {
    if first.count == maximumShown, let last = first.last, last <= name { return }
    let index = first.firstIndex { $0 >= name } ?? first.endIndex
    if index < first.endIndex, first[index] == name { return }
    first.insert(name, at: index)
    if first.count > maximumShown {
      first.removeLast()
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
  ///
  /// Absent when it is above the limit.
  private static func distance(
    _ left: [Unicode.Scalar],
    _ name: String,
    atMost limit: Int
  ) -> Int? {
    // In UTF-8 a scalar takes one byte to four.
    let length = name.utf8.count
    guard length >= left.count - limit, length <= 4 * (left.count + limit) else { return nil }
    let right = Array(name.unicodeScalars)
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforePrevious = Array(repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = beforePrevious
    var lowestOfPrevious = 0
    for row in 0..<left.count {
      current[0] = row + 1
      var lowest = row + 1
      for column in 0..<right.count {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current[column + 1] = best
        lowest = min(lowest, best)
      }
      // No later row goes below both.
      guard min(lowest, lowestOfPrevious) <= limit else { return nil }
      lowestOfPrevious = lowest
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[right.count] <= limit ? previous[right.count] : nil
  }
}
