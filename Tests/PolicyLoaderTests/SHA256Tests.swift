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
    #expect(SHA256.hexDigest(of: vector.bytes, portably: true) == vector.digest)
  }

  /// Around the ends of one block and two, as `sha256sum` of coreutils has them.
  @Test(arguments: [
    (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
    (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
    (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
    (120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
    (1_048_576, "9bc1b2a288b26af7257a36277ae3816a7d4f16e89c1e7e77d0a5c48bad62b360"),
  ])
  func `is the same on any processor`(count: Int, digest: String) {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)
    #expect(SHA256.hexDigest(of: bytes) == digest)
    #expect(SHA256.hexDigest(of: bytes, portably: true) == digest)
  }
}
