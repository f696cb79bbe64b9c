/// Two hashes of 64 bits over the same bytes, which share no constant.
///
/// Together they stand for the bytes: among a million replies two collide with a chance of 10^-27.
/// Nobody gains by a collision, since whoever writes a transcript can also write false counts.
struct HashPair {
  // Odd constants: the fractional parts of the golden ratio and of the roots of 2, 3 and 5.
  private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var second: UInt64 = 0x6A09_E667_F3BC_C909

  /// Adds bytes and how many they are, so that ("ab", "c") and ("a", "bc") differ.
  mutating func mix(_ bytes: UnsafeRawBufferPointer) {
    var place = 0
    while place + 8 <= bytes.count {
      add(
        UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      )
      place += 8
    }
    var rest: UInt64 = 0
    while place < bytes.count {
      rest = rest << 8 | UInt64(unsafe bytes[place])
      place += 1
    }
    add(rest)
    add(UInt64(bytes.count))
  }

  /// The hashes of everything that was added.
  var finished: (UInt64, UInt64) { (Self.avalanche(first), Self.avalanche(second)) }

  @inline(__always)
  private mutating func add(_ word: UInt64) {
    let product = (first ^ word).multipliedFullWidth(by: 0xBB67_AE85_84CA_A73B)
    first = product.high ^ product.low ^ (word &* 0x3C6E_F372_FE94_F82B)
    second = (second ^ Self.avalanche(word)) &* 0xA54F_F53A_5F1D_36F1
    second = second << 29 | second >> 35
  }

  /// The finalizer of SplitMix64.
  @inline(__always)
  private static func avalanche(_ word: UInt64) -> UInt64 {
    var word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

/// Which reply a line belongs to: the message and, where there is one, the request.
struct ReplyKey: Hashable, Sendable {
  let first: UInt64
  let second: UInt64

  /// - Note: A request without an id is none, and not the empty one.
  init(_ reply: ReplyLine, in line: UnsafeRawBufferPointer) {
    var hash = HashPair()
    unsafe Self.mix(reply.message, in: line, into: &hash)
    if let request = reply.request {
      unsafe Self.mix(request, in: line, into: &hash)
    }
    (first, second) = hash.finished
  }

  private static func mix(
    _ text: LineText,
    in line: UnsafeRawBufferPointer,
    into hash: inout HashPair
  ) {
    if text.isEscaped {
      let resolved = unsafe text.bytes(in: line)
      unsafe resolved.withUnsafeBytes { unsafe hash.mix($0) }
    } else {
      unsafe hash.mix(UnsafeRawBufferPointer(rebasing: line[text.range]))
    }
  }
}
