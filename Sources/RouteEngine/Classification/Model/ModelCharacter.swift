/// A small number as a printable character of the weights' table: all of ASCII but the blank, `"`
/// and `\`.
struct ModelCharacter {
  let value: Int

  static let count = 92
  /// Stands for a weight of 0.
  static let middle = 45

  init(value: Int) {
    self.value = value
  }

  init(byte: UInt8) {
    value = Int(byte) - 0x21 - (byte > 0x22 ? 1 : 0) - (byte > 0x5C ? 1 : 0)
  }

  /// The same for a number that is known to be one.
  @inline(__always)
  static func byte(of value: UInt32) -> UInt32 {
    let skipped = value &+ 0x21 &+ (value >= 1 ? 1 : 0)
    return skipped &+ (skipped >= 0x5C ? 1 : 0)
  }

  /// The values of six characters at once, a byte for each.
  ///
  /// Each byte is below 0x80, so that none of the sums is carried into the next.
  @inline(__always)
  static func values(of characters: UInt64) -> UInt64 {
    let each: UInt64 = 0x0101_0101_0101
    // Its highest bit says whether a byte is beyond the character that is left out.
    let isBehindQuote = (characters &+ each &* (0x7F - 0x22)) >> 7 & each
    let isBehindBackslash = (characters &+ each &* (0x7F - 0x5C)) >> 7 & each
    return characters &- each &* 0x21 &- isBehindQuote &- isBehindBackslash
  }

  var byte: UInt8 {
    let skipped = value + 0x21 + (value >= 0x22 - 0x21 ? 1 : 0)
    return UInt8(skipped >= 0x5C ? skipped + 1 : skipped)
  }
}
