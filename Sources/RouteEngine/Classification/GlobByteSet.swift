/// A set of bytes: what a bracket expression stands for.
struct GlobByteSet: Hashable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  init() {}

  /// A POSIX class over ASCII, as git's own character table has it; nil for an unknown name.
  init?(className: String) {
    let isMember: (UInt8) -> Bool
    switch className {
    case "alnum": isMember = { $0.isASCIILetter || $0.isASCIIDigit }
    case "alpha": isMember = { $0.isASCIILetter }
    case "blank": isMember = { $0 == 0x20 || $0 == 0x09 }
    case "cntrl": isMember = { $0 < 0x20 || $0 == 0x7F }
    case "digit": isMember = { $0.isASCIIDigit }
    case "graph": isMember = { $0 > 0x20 && $0 < 0x7F }
    case "lower": isMember = { (0x61...0x7A).contains($0) }
    case "print": isMember = { $0 >= 0x20 && $0 < 0x7F }
    case "punct": isMember = { $0 > 0x20 && $0 < 0x7F && !$0.isASCIILetter && !$0.isASCIIDigit }
    // Without vertical tab and form feed: git's table has no use for them.
    case "space": isMember = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    case "upper": isMember = { (0x41...0x5A).contains($0) }
    case "xdigit": isMember = { $0.isASCIIDigit || (0x61...0x66).contains($0 | 0x20) }
    default: return nil
    }
    for byte in UInt8(0)..<0x80 where isMember(byte) {
      insert(byte)
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
  }

  mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  /// Both ends included; nothing when they stand the wrong way round.
  mutating func insert(_ low: UInt8, _ high: UInt8) {
    guard low <= high else { return }
    for byte in low...high {
      insert(byte)
    }
  }

  mutating func formUnion(_ other: GlobByteSet) {
    words |= other.words
  }

  var inverted: GlobByteSet {
    var set = self
    set.words = ~words
    return set
  }
}

extension UInt8 {
  var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
}
