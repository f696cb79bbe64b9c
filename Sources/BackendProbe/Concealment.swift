/// Hides secrets in what a backend said, as it may say them: whole, in part, percent-encoded, or with
/// spaces in them.
package struct Concealment: Sendable {
  /// Every eight bytes in a row of every secret; shorter pieces tell nothing of it.
  private let pieces: Set<[UInt8]>

  private static let length = 8

  /// Secrets of fewer than eight bytes cannot be told from other words.
  package init(_ secrets: [String]) {
    var pieces: Set<[UInt8]> = []
    for secret in secrets {
      for form in [Array(secret.utf8), Self.percentEncoded(secret)]
      where form.count >= Self.length {
        for start in 0...(form.count - Self.length) {
          pieces.insert(Array(form[start..<(start + Self.length)]))
        }
      }
    }
    self.pieces = pieces
  }

  /// The text with three asterisks for each piece of a secret.
  package func concealed(_ text: String) -> String {
    guard !pieces.isEmpty else { return text }
    let bytes = Array(text.utf8)
    // Places of what is no white space.
    let places = bytes.indices.filter { bytes[$0] > 0x20 }
    guard places.count >= Self.length else { return text }
    var hidden: Set<Int> = []
    for start in 0...(places.count - Self.length) {
      let window = places[start..<(start + Self.length)]
      if pieces.contains(window.map { bytes[$0] }), let first = window.first, let last = window.last
      {
        hidden.formUnion(first...last)
      }
    }
    guard !hidden.isEmpty else { return text }
    var result: [UInt8] = []
    for index in bytes.indices {
      if !hidden.contains(index) {
        result.append(bytes[index])
      } else if !hidden.contains(index - 1) {
        result += [UInt8](repeating: UInt8(ascii: "*"), count: 3)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func percentEncoded(_ text: String) -> [UInt8] {
    text.utf8.flatMap { byte -> [UInt8] in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
      guard !isPlain else { return [byte] }
      let digits = String(byte, radix: 16, uppercase: true)
      return Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
    }
  }
}
