import PolicyLoader
import Testing

/// The examples of FIPS 180-4 (NIST, "Examples with Intermediate Values", SHA-256) and the one-million
/// vector of the NIST validation suite.
@Suite struct `SHA-256` {
  struct Vector: CustomStringConvertible {
    let name: String
    let bytes: [UInt8]
    let digest: String
    var description: String { name }

    init(_ name: String, _ bytes: [UInt8], _ digest: String) {
      self.name = name
      self.bytes = bytes
      self.digest = digest
    }
  }

  @Test(arguments: [
    Vector(
      "nothing",
      [],
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    Vector(
      "abc",
      Array("abc".utf8),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ),
    Vector(
      "56 bytes, whose padding needs a second block",
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    Vector(
      "one million times a",
      Array(repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `is the standard's`(_ vector: Vector) {
    #expect(SHA256.hexDigest(of: vector.bytes) == vector.digest)
  }
}
