/// Reads what `PreparedWriter` wrote.
///
/// Bytes that it did not write read as any values, never beyond the end and never for longer than
/// there are bytes; `isBroken` then tells, though not always: what must be right is compared as a
/// whole, by a test.
package struct PreparedReader {
  private let bytes: [UInt8]
  private var position: Int
  private var line = 0
  /// Whether something was missing or impossible.
  package private(set) var isBroken = false

  /// Reads from `start` on.
  package init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    position = min(start, bytes.count)
  }

  /// Whether all was read.
  package var isAtEnd: Bool { position == bytes.count }

  /// Notes that what was read cannot be.
  package mutating func breakOff() {
    isBroken = true
    position = bytes.count
  }

  private mutating func byte() -> UInt8 {
    guard position < bytes.count else {
      isBroken = true
      return 0
    }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number from 0 on.
  package mutating func count() -> Int {
    let first = byte()
    if first < 0x80 { return Int(first) }
    var number = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while shift < 64 {
      let next = byte()
      number |= UInt64(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
    }
    return Int(truncatingIfNeeded: Int64(bitPattern: number))
  }

  package mutating func number() -> Int {
    let number = count()
    return Int(bitPattern: UInt(bitPattern: number) >> 1) ^ -(number & 1)
  }

  /// How many values follow: never more than there are bytes, each value takes one.
  package mutating func length() -> Int {
    let length = count()
    guard length >= 0, length <= bytes.count - position else {
      breakOff()
      return 0
    }
    return length
  }

  package mutating func flag() -> Bool { byte() == 1 }

  package mutating func double() -> Double {
    var pattern: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      pattern |= UInt64(byte()) << shift
    }
    return Double(bitPattern: pattern)
  }

  package mutating func text() -> String {
    let end = length() + position
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  /// Bytes with their number in front.
  mutating func run() -> ArraySlice<UInt8> {
    let end = length() + position
    defer { position = end }
    return bytes[position..<end]
  }

  /// A range of something that has so many elements.
  mutating func range(within size: Int) -> Range<Int> {
    let start = count()
    let length = count()
    guard (0...size).contains(start), (0...size - start).contains(length) else {
      breakOff()
      return 0..<0
    }
    return start..<start + length
  }

  package mutating func texts() -> [String] {
    let count = length()
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count {
      texts.append(text())
    }
    return texts
  }

  package mutating func optionalText() -> String? { flag() ? text() : nil }

  package mutating func nextLine() -> Int {
    line &+= number()
    return line
  }
}
