internal import Diagnostics

/// What became of the lines of a file, as a unified diff with one hunk.
package struct LineChange: Hashable, Sendable {
  /// Lines in front of and behind the changed ones.
  private static let context = 2

  /// `@@ -4,2 +4,3 @@` and the lines, each ended by a line break; empty when nothing changed.
  package let text: String

  /// Line breaks do not count.
  package init(from old: [UInt8], to new: [UInt8]) {
    let old = SourceFile(name: "", bytes: old).lines
    let new = SourceFile(name: "", bytes: new).lines
    let shared = min(old.count, new.count)
    let start = (0..<shared).first { old[$0] != new[$0] } ?? shared
    let end =
      (0..<shared - start).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] }
      ?? shared - start
    guard start < max(old.count, new.count) - end else {
      text = ""
      return
    }
    let first = max(0, start - Self.context)
    let behind = min(end, Self.context)
    let before = first..<old.count - end + behind
    let after = first..<new.count - end + behind
    let head = "@@ -\(Self.place(before)) +\(Self.place(after)) @@"
    let lines =
      [head] + old[first..<start].map { " \($0)" }
      + old[start..<old.count - end].map { "-\($0)" }
      + new[start..<new.count - end].map { "+\($0)" }
      + new[(new.count - end)..<after.upperBound].map { " \($0)" }
    text = lines.map { $0.printable + "\n" }.joined()
  }

  /// The first line, counted from 1, and how many; an empty range names the line in front of it.
  private static func place(_ range: Range<Int>) -> String {
    "\(range.isEmpty ? range.lowerBound : range.lowerBound + 1),\(range.count)"
  }
}
