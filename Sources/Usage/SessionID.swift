/// What the client calls a session by, and its transcript: a UUID (RFC 9562) in text.
package struct SessionID: Hashable, Sendable {
  /// As written; the client tells upper from lower case.
  package let text: String

  /// Reads 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12; absent for everything else.
  package init?(_ text: String) {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard groups.map(\.count) == [8, 4, 4, 4, 12],
      groups.joined().allSatisfy(\.isHexadecimalDigit)
    else { return nil }
    self.text = text
  }

  /// A new one: version 4, which is 122 random bits, in lower case.
  package init(from generator: inout some RandomNumberGenerator) {
    let high = generator.next() & ~0xF000 | 0x4000
    let low = generator.next() & ~(0b11 << 62) | 0b10 << 62
    let digits = Self.digits(of: high) + Self.digits(of: low)
    var text = ""
    for (place, digit) in digits.enumerated() {
      text += [8, 12, 16, 20].contains(place) ? "-" : ""
      text.append(digit)
    }
    self.text = text
  }

  private static func digits(of word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Its first four and last two digits, to tell a person which one is meant.
  package var shortText: String { "\(text.prefix(4))…\(text.suffix(2))" }
}

extension UInt8 {
  fileprivate var isHexadecimalDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
