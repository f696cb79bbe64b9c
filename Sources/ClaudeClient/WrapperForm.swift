/// A word list that starts with the client itself: editors and the client's own
/// `CLAUDE_CODE_PROCESS_WRAPPER` call a wrapper like that.
package struct WrapperForm: Hashable, Sendable {
  /// One word, or `node` and the path of `cli.js`.
  package let client: [[UInt8]]
  /// The client's own.
  package let arguments: [[UInt8]]

  /// Absent when the words do not start with the client.
  ///
  /// The client is `claude`, an absolute path whose last part is `claude`, or `node` (by name or
  /// absolute path) before an absolute path whose last part is `cli.js`. A relative path is never the
  /// client: it would be the repository's file.
  package init?(_ words: [[UInt8]]) {
    guard let first = words.first else { return nil }
    let count: Int
    if first == Array("claude".utf8) || Self.isPath(first, to: "claude") {
      count = 1
    } else if first == Array("node".utf8) || Self.isPath(first, to: "node"), words.count > 1,
      Self.isPath(words[1], to: "cli.js")
    {
      count = 2
    } else {
      return nil
    }
    client = Array(words.prefix(count))
    arguments = Array(words.dropFirst(count))
  }

  private static func isPath(_ word: [UInt8], to name: String) -> Bool {
    guard word.first == UInt8(ascii: "/"), let slash = word.lastIndex(of: UInt8(ascii: "/")) else {
      return false
    }
    return word[(slash + 1)...].elementsEqual(name.utf8)
  }
}
