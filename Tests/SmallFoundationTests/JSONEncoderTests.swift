import Foundation
import SmallFoundation
import Testing

/// What Foundation writes is right.
@Suite struct `The encoder in the place of Foundation's` {
  @Test func `Writes what Foundation writes`() throws {
    let command = Command(
      name: "route",
      summary: nil,
      isHidden: false,
      order: -7,
      count: .max,
      sizes: [1, 2],
      kinds: [.plain, .list(values: ["a", "b/c"])],
      commands: [],
      labels: ["B": "1", "a": "2"],
      nested: [[1], []]
    )
    try expectSame(command)
    try expectSame([command, command])
    try expectSame([String: Int]())
    try expectSame([Int?.none, 3])
  }

  @Test func `Escapes what Foundation escapes`() throws {
    let controls = String(String.UnicodeScalarView((0...0x9F).compactMap(Unicode.Scalar.init)))
    try expectSame(["/usr/bin", "say \"hi\"", "a\\b", "è 名 👩🏽‍🚒 \u{2028}", controls])
    try expectSame([controls: 1, "\"": 2])
  }

  @Test func `Writes what a type that encodes itself asks for`() throws {
    try expectSame(ByHand())
  }

  @Test func `Numbers of all widths are whole`() throws {
    try expectSame(Widths())
  }

  @Test func `A fraction is an error`() {
    let encoder = SmallFoundation.JSONEncoder()
    #expect(throws: EncodingError.self) { try encoder.encode([0.5]) }
    #expect(throws: EncodingError.self) { try encoder.encode([Float(1)]) }
  }

  @Test func `An error has no words of its own unless it says so`() {
    #expect(Silent().errorDescription == nil)
  }

  @Test func `Bytes that are no UTF-8 are replaced`() {
    #expect(String(data: [0x61, 0xFF] as [UInt8], encoding: .utf8) == "a\u{FFFD}")
  }

  private func expectSame(
    _ value: some Encodable,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let right = Foundation.JSONEncoder()
    right.outputFormatting = [.prettyPrinted, .sortedKeys]
    let ours = SmallFoundation.JSONEncoder()
    ours.outputFormatting = .prettyPrinted
    ours.outputFormatting.insert(.sortedKeys)
    #expect(
      String(decoding: try ours.encode(value), as: UTF8.self)
        == String(decoding: try right.encode(value), as: UTF8.self),
      sourceLocation: sourceLocation
    )
  }
}

private struct Command: Encodable {
  enum Kind: Encodable {
    case plain
    case list(values: [String])
  }

  let name: String
  let summary: String?
  let isHidden: Bool
  let order: Int
  let count: UInt64
  let sizes: [UInt8]
  let kinds: [Kind]
  let commands: [Command]
  let labels: [String: String]
  let nested: [[Int]]
}

private struct Widths: Encodable {
  let a = Int8.min
  let b = Int16.min
  let c = Int32.min
  let d = Int64.min
  let e = UInt8.max
  let f = UInt16.max
  let g = UInt32.max
  let h = UInt64.max
  let i = UInt.max
  let j = Int.min
}

private struct ByHand: Encodable {
  enum Key: CodingKey {
    case absent, array, inner, other
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encodeNil(forKey: .absent)
    var inner = members.nestedContainer(keyedBy: Key.self, forKey: .inner)
    try inner.encode(true, forKey: .other)
    try "own".encode(to: inner.superEncoder())
    try 1.encode(to: members.superEncoder(forKey: .other))
    var elements = members.nestedUnkeyedContainer(forKey: .array)
    try elements.encodeNil()
    var deep = elements.nestedUnkeyedContainer()
    try deep.encode(contentsOf: [1, 2])
    var member = elements.nestedContainer(keyedBy: Key.self)
    try member.encode("x", forKey: .other)
    try 2.encode(to: elements.superEncoder())
    #expect(elements.count == 4)
    #expect(encoder.codingPath.isEmpty && members.codingPath.isEmpty)
    #expect(encoder.userInfo.isEmpty)
  }
}

private struct Silent: SmallFoundation.LocalizedError {}
