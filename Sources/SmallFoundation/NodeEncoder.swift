/// Takes a value apart into nodes.
struct NodeEncoder: Encoder {
  let node: EncodedNode

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.set(.object)
    return KeyedEncodingContainer(Members(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.set(.array)
    return Elements(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Scalar(node: node) }
}

/// A value that has no parts.
private struct Scalar: SingleValueEncodingContainer {
  let node: EncodedNode

  var codingPath: [any CodingKey] { [] }

  func encodeNil() { node.set(.plain, "null") }
  func encode(_ value: Bool) { node.set(.plain, value ? "true" : "false") }
  func encode(_ value: String) { node.set(.string, value) }
  func encode(_ value: Int) { node.set(.plain, String(value)) }
  func encode(_ value: Int8) { encode(Int(value)) }
  func encode(_ value: Int16) { encode(Int(value)) }
  func encode(_ value: Int32) { encode(Int(value)) }
  func encode(_ value: Int64) { encode(Int(value)) }
  func encode(_ value: UInt) { node.set(.plain, String(value)) }
  func encode(_ value: UInt8) { encode(UInt(value)) }
  func encode(_ value: UInt16) { encode(UInt(value)) }
  func encode(_ value: UInt32) { encode(UInt(value)) }
  func encode(_ value: UInt64) { encode(UInt(value)) }
  func encode(_ value: Float) throws { try encode(Double(value)) }

  /// Fractions have many spellings, and a command's description has none.
  func encode(_ value: Double) throws {
    throw EncodingError.invalidValue(
      value,
      EncodingError.Context(codingPath: [], debugDescription: "no fraction is written")
    )
  }

  func encode(_ value: some Encodable) throws { try value.encode(to: NodeEncoder(node: node)) }
}

/// The elements of an array.
private struct Elements: UnkeyedEncodingContainer {
  let node: EncodedNode

  var codingPath: [any CodingKey] { [] }
  var count: Int { node.count }

  func encodeNil() { _ = node.child() }

  func encode(_ value: some Encodable) throws {
    try value.encode(to: NodeEncoder(node: node.child()))
  }

  func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    NodeEncoder(node: node.child()).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    NodeEncoder(node: node.child()).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { NodeEncoder(node: node.child()) }
}

/// The members of an object; each key is written once.
private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: EncodedNode

  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { _ = node.child(key.stringValue) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try value.encode(to: NodeEncoder(node: node.child(key.stringValue)))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    NodeEncoder(node: node.child(key.stringValue)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    NodeEncoder(node: node.child(key.stringValue)).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { NodeEncoder(node: node.child("super")) }

  func superEncoder(forKey key: Key) -> any Encoder {
    NodeEncoder(node: node.child(key.stringValue))
  }
}
