/// Where the characters of a JSON string stand in a line.
package struct LineText: Hashable, Sendable {
  /// Offsets of bytes, without the quotes.
  let range: Range<Int>
  /// Whether a backslash is among them.
  let isEscaped: Bool

  /// The bytes with their escapes resolved; half a surrogate pair becomes U+FFFD.
  ///
  /// The line has to be the one that the text was found in.
  package func bytes(in line: UnsafeRawBufferPointer) -> [UInt8] {
    let raw = unsafe UnsafeRawBufferPointer(rebasing: line[range])
    return isEscaped ? unsafe Self.resolved(raw) : unsafe Array(raw)
  }

  /// Invalid UTF-8 is repaired, as the client does.
  package func string(in line: UnsafeRawBufferPointer) -> String {
    unsafe String(decoding: bytes(in: line), as: UTF8.self)
  }

  /// Of text whose escapes the cursor has checked.
  private static func resolved(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var place = 0
    while place < raw.count {
      let byte = unsafe raw[place]
      guard byte == UInt8(ascii: "\\"), place + 1 < raw.count else {
        bytes.append(byte)
        place += 1
        continue
      }
      let letter = unsafe raw[place + 1]
      place += 2
      switch letter {
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "u"):
        let scalar = unsafe scalar(in: raw, at: &place)
        bytes.append(contentsOf: String(Character(scalar)).utf8)
      default: bytes.append(letter)
      }
    }
    return bytes
  }

  /// Takes one escape's digits, and the other half of a pair.
  private static func scalar(
    in raw: UnsafeRawBufferPointer,
    at place: inout Int
  ) -> Unicode.Scalar {
    let first = unsafe unit(in: raw, at: place)
    place += 4
    if (0xD800..<0xDC00).contains(first), place + 6 <= raw.count,
      unsafe raw[place] == UInt8(ascii: "\\"), unsafe raw[place + 1] == UInt8(ascii: "u")
    {
      let second = unsafe unit(in: raw, at: place + 2)
      if (0xDC00..<0xE000).contains(second) {
        place += 6
        let pair = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        return Unicode.Scalar(pair) ?? "\u{FFFD}"
      }
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private static func unit(in raw: UnsafeRawBufferPointer, at place: Int) -> UInt32 {
    var unit: UInt32 = 0
    for offset in place..<min(place + 4, raw.count) {
      let digit = Character(Unicode.Scalar(unsafe raw[offset])).hexDigitValue ?? 0
      unit = unit * 16 + UInt32(digit)
    }
    return unit
  }
}
