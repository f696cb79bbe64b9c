/// A version of the client: numbers between dots, compared part by part.
package struct ClientVersion: Hashable, Sendable, Comparable {
  /// As it was read, without what stands around the numbers.
  package let text: String
  private let parts: [Int]

  /// What the client does was measured with this one.
  package static let measured = ClientVersion(parts: [2, 1, 330])

  /// The first word of a text, `2.1.330 (Claude Code)`; absent when it is no version.
  package init?(_ text: some StringProtocol) {
    let word = text.prefix { !$0.isWhitespace }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.utf8.count < 10 && part.utf8.allSatisfy(Self.isDigit) ? Int(part) : nil
    }
    guard (2...4).contains(parts.count), !parts.contains(nil) else { return nil }
    self.init(parts: parts.compactMap(\.self))
  }

  /// What the client's own installer calls its file: `…/claude/versions/2.1.330`; absent for any
  /// other path.
  package init?(ofInstalledPath path: String) {
    let parts = path.split(separator: "/")
    guard let name = parts.last, parts.dropLast().suffix(2) == ["claude", "versions"] else {
      return nil
    }
    self.init(name)
  }

  private init(parts: [Int]) {
    self.parts = parts
    text = parts.map(String.init).joined(separator: ".")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  package static func < (left: ClientVersion, right: ClientVersion) -> Bool {
    let count = max(left.parts.count, right.parts.count)
    func padded(_ parts: [Int]) -> [Int] {
      parts + Array(repeating: 0, count: count - parts.count)
    }
    return padded(left.parts).lexicographicallyPrecedes(padded(right.parts))
  }
}
