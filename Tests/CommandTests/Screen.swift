import Foundation

/// What may reach a terminal, and what would like to.
enum Screen {
  /// Every character in some output that could move the cursor, colour or reorder what is shown, as
  /// code points, and bytes that are no UTF-8; lines end with a line feed.
  static func dangers(in output: [UInt8]) -> [String] {
    guard let text = String(validating: output, as: UTF8.self) else { return ["not UTF-8"] }
    return text.unicodeScalars.filter(isDangerous).map { "U+" + String($0.value, radix: 16) }
  }

  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// A text that a report of a failed test names without showing it.
  struct Hostile: CustomStringConvertible, Sendable {
    let description: String
    let text: String

    init(_ description: String, _ ranges: ClosedRange<UInt32>...) {
      self.description = description
      let scalars = ranges.flatMap { $0 }.compactMap(Unicode.Scalar.init)
      text = String(String.UnicodeScalarView(scalars))
    }

    init(_ description: String, _ text: String) {
      self.description = description
      self.text = text
    }
  }

  /// Without NUL, which no argument and no file name holds.
  static let c0 = Hostile("C0 and DEL", 1...0x1F, 0x7F...0x7F)
  /// The characters with the property Bidi_Control, and the two that end a line for some, as well.
  static let invisible = Hostile(
    "C1 and bidi controls",
    0x80...0x9F,
    0x61C...0x61C,
    0x200E...0x200F,
    0x2028...0x202E,
    0x2066...0x2069
  )
  /// Every character up to U+00FF, and the invisible ones.
  static let everything = Hostile("all of them", Hostile("", 1...0xFF).text + invisible.text)
  /// What a name, a path or a word may be made of.
  static let names = [
    c0, invisible, Hostile("sequences of escape", "\u{1B}[2J\u{1B}]0;x\u{7}"),
    Hostile("sequences of C1", "\u{9B}31m\u{202E}"),
  ]
  static let all = names + [everything]
}

extension Sandbox {
  /// Everything that a run writes to standard output and standard error, byte for byte.
  func shown(
    _ words: [String],
    _ added: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> [UInt8] {
    try shell(#"exec "$ROUTE" "$@" 2>&1"#, words, added, in: folder).output
  }
}
