/// Where a JSON string ends, eight bytes at a time: most of a transcript is long strings.
enum StringEnd {
  /// The offset of the closing quote, and whether there are escapes before it.
  ///
  /// - Throws: When the string does not end, or has a control character or an unknown escape.
  static func place(
    in line: UnsafeRawBufferPointer,
    from start: Int,
    to end: Int
  ) throws(MalformedLine) -> (place: Int, isEscaped: Bool) {
    var place = start
    var isEscaped = false
    while true {
      while place + 8 <= end {
        let word = UInt64(
          littleEndian: unsafe line.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        )
        let found = marks(in: word)
        guard found == 0 else {
          place += found.trailingZeroBitCount / 8
          break
        }
        place += 8
      }
      // Fewer than eight bytes are left, or the next byte is the one that was found.
      guard place < end else { throw MalformedLine() }
      switch unsafe line[place] {
      case UInt8(ascii: "\""): return (place, isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        place += try unsafe lengthOfEscape(in: line, at: place, to: end)
      case 0..<0x20: throw MalformedLine()
      default: place += 1
      }
    }
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The high bit of each byte that is a quote, a backslash or a control character.
  ///
  /// Exact up to the lowest bit set; a borrow may set wrong ones above it.
  @inline(__always)
  private static func marks(in word: UInt64) -> UInt64 {
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5C)
    let isQuote = (quotes &- ones) & ~quotes
    let isBackslash = (backslashes &- ones) & ~backslashes
    let isControl = (word &- ones &* 0x20) & ~word
    return (isQuote | isBackslash | isControl) & (ones &* 0x80)
  }

  @inline(__always)
  private static func lengthOfEscape(
    in line: UnsafeRawBufferPointer,
    at place: Int,
    to end: Int
  ) throws(MalformedLine) -> Int {
    guard place + 1 < end else { throw MalformedLine() }
    switch unsafe line[place + 1] {
    case UInt8(ascii: "n"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "t"),
      UInt8(ascii: "r"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"):
      return 2
    case UInt8(ascii: "u"):
      guard place + 6 <= end else { throw MalformedLine() }
      for offset in place + 2..<place + 6 {
        switch unsafe line[offset] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "A")...UInt8(ascii: "F"):
          continue
        default: throw MalformedLine()
        }
      }
      return 6
    default: throw MalformedLine()
    }
  }
}
