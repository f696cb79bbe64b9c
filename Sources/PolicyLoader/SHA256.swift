internal import CSHA256

/// The SHA-256 digest of policy bytes (FIPS 180-4).
///
/// A page of C instead of a dependency: the package that has it compiles a whole cryptographic
/// library, and nothing secret is hashed here. In C, since Swift has no name for the processor's own
/// instructions, which take a tenth of the time.
package enum SHA256 {
  /// The digest as 64 lower-case hexadecimal digits.
  ///
  /// The answer is the same when it is to be found `portably`, without those instructions.
  package static func hexDigest(of bytes: [UInt8], portably: Bool = false) -> String {
    var state: [UInt32] = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
      0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    let compress =
      unsafe portably ? claude_route_sha256_compress_portably : claude_route_sha256_compress
    unsafe compress(&state, bytes, bytes.count / 64)
    let end = padded(bytes.suffix(bytes.count % 64), of: bytes.count)
    unsafe compress(&state, end, end.count / 64)
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for word in state {
      for shift in stride(from: 28, through: 0, by: -4) {
        text.append(digits[Int((word >> UInt32(shift)) & 0xF)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes behind the last whole block, with the padding of a message of `count` bytes: one block
  /// or two.
  private static func padded(_ rest: ArraySlice<UInt8>, of count: Int) -> [UInt8] {
    var padded = Array(rest)
    padded.append(0x80)
    while padded.count % 64 != 56 {
      padded.append(0)
    }
    let bitCount = UInt64(count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    return padded
  }
}
