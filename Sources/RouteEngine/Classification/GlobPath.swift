/// A path made ready for globs: no empty parts, no `.`, and `..` only at the front.
package struct GlobPath: Hashable, Sendable {
  let bytes: [UInt8]
  /// Written with a slash at the end.
  let isFolder: Bool

  /// Lexical only: symbolic links are not followed, and `..` above the root is dropped.
  package init(_ text: String) {
    let given = Array(text.utf8)
    isFolder = given.last == UInt8(ascii: "/")
    guard !Self.isPlain(given) else {
      bytes = given
      return
    }
    let isAbsolute = given.first == UInt8(ascii: "/")
    var parts: [ArraySlice<UInt8>] = []
    for part in given.split(separator: UInt8(ascii: "/")) where part != [UInt8(ascii: ".")] {
      if part != Self.parent {
        parts.append(part)
      } else if let last = parts.last, last != Self.parent {
        parts.removeLast()
      } else if !isAbsolute {
        parts.append(part)
      }
    }
    bytes = Array(parts.joined(separator: [UInt8(ascii: "/")]))
  }

  private static let parent: ArraySlice<UInt8> = [UInt8(ascii: "."), UInt8(ascii: ".")]

  /// Whether nothing needs doing, as for nearly every path: no `//`, no part that starts with a dot.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    var isStart = true
    for byte in bytes {
      if isStart, byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
      isStart = byte == UInt8(ascii: "/")
    }
    return !isStart
  }
}
