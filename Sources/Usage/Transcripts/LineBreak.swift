/// Where lines end, eight bytes at a time.
enum LineBreak {
  /// The offset of the next line feed; absent when there is none.
  static func place(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var place = start
    while place + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      )
      let breaks = word ^ (ones &* 0x0A)
      // Exact up to the lowest bit set.
      let found = (breaks &- ones) & ~breaks & (ones &* 0x80)
      if found != 0 { return place + found.trailingZeroBitCount / 8 }
      place += 8
    }
    while place < bytes.count {
      if unsafe bytes[place] == 0x0A { return place }
      place += 1
    }
    return nil
  }
}
