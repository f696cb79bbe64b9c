import JSONTree
import Testing

struct JSONNodeTests {
  struct Reading: CustomTestStringConvertible, Sendable {
    let text: String
    let node: JSONNode

    var testDescription: String { text }

    init(_ text: String, _ node: JSONNode) {
      self.text = text
      self.node = node
    }
  }

  private static func member(_ key: String, _ value: JSONNode, line: Int = 1) -> JSONMember {
    JSONMember(key: key, value: value, line: line)
  }

  @Test(arguments: [
    Reading("null", .null),
    Reading(" true ", .truth(true)),
    Reading("\tfalse\r\n", .truth(false)),
    Reading("0", .number("0")),
    Reading("-0.10e+07", .number("-0.10e+07")),
    Reading("1E400", .number("1E400")),
    Reading("\"\"", .string("")),
    Reading(#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    Reading(#""\u00e9\u20AC\ud83d\ude00""#, .string("é€😀")),
    Reading(#""\ud83d""#, .string("\u{FFFD}")),
    Reading(#""\ude00\ud83dx""#, .string("\u{FFFD}\u{FFFD}x")),
    Reading(#""\ud83d\u0041""#, .string("\u{FFFD}A")),
    Reading("\"\u{7F}😀\"", .string("\u{7F}😀")),
    Reading("[]", .array([])),
    Reading("[1,[2],{}]", .array([.number("1"), .array([.number("2")]), .object([])])),
    Reading("{}", .object([])),
    Reading("\u{FEFF}{}", .object([])),
  ])
  func `reads`(_ reading: Reading) throws {
    #expect(try JSONNode(parsing: Array(reading.text.utf8)) == reading.node)
  }

  @Test func `keeps the order of members and the line of each key`() throws {
    let text = "{\n  \"b\": 1,\n  \"a\":\n    {\"c\": 2},\r\n  \"d\": []\n}"
    let expected: [JSONMember] = [
      Self.member("b", .number("1"), line: 2),
      Self.member("a", .object([Self.member("c", .number("2"), line: 4)]), line: 3),
      Self.member("d", .array([]), line: 5),
    ]
    #expect(try JSONNode(parsing: Array(text.utf8)) == .object(expected))
  }

  @Test func `of two members with one key the last counts, escaped or not`() throws {
    let text = "{\"env\": 1,\n\"x\": 2,\n\"e\\u006ev\": 3}"
    let node = try JSONNode(parsing: Array(text.utf8))
    #expect(
      node
        == .object([
          Self.member("env", .number("3"), line: 3), Self.member("x", .number("2"), line: 2),
        ])
    )
    #expect(node["env"] == .number("3"))
  }

  @Test func `keys are told apart byte by byte`() throws {
    // U+212A, the Kelvin sign, is canonically the letter K.
    let node = try JSONNode(parsing: Array("{\"KEY\":1,\"\u{212A}EY\":2}".utf8))
    #expect(node["KEY"] == .number("1"))
    #expect(node.members?.count == 2)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let fault: JSONFault

    var testDescription: String { String(decoding: bytes, as: UTF8.self) }

    init(_ text: String, _ line: Int, _ column: Int, _ reason: String) {
      self.init(Array(text.utf8), line, column, reason)
    }

    init(_ bytes: [UInt8], _ line: Int, _ column: Int, _ reason: String) {
      self.bytes = bytes
      fault = JSONFault(line: line, column: column, reason: reason)
    }
  }

  @Test(arguments: [
    Refusal("", 1, 1, "ends where a value is expected"),
    Refusal("\u{FEFF}", 1, 1, "ends where a value is expected"),
    Refusal("{} x", 1, 4, "goes on after its value"),
    Refusal("{\n  \"é\": tru\n}", 2, 8, "has something that is no JSON value"),
    Refusal("// comment\n{}", 1, 1, "has something that is no JSON value"),
    Refusal("[1,]", 1, 4, "has something that is no JSON value"),
    Refusal("{\"a\":1,}", 1, 8, "lacks a key in double quotes"),
    Refusal("{a:1}", 1, 2, "lacks a key in double quotes"),
    Refusal("{\"a\" 1}", 1, 6, "lacks `:` after a key"),
    Refusal("{\"a\":1", 1, 7, "lacks `,` or `}`"),
    Refusal("[1 2]", 1, 4, "lacks `,` or `]`"),
    Refusal("[1}", 1, 3, "lacks `,` or `]`"),
    Refusal("01", 1, 2, "goes on after its value"),
    Refusal("-", 1, 2, "has a number without digits"),
    Refusal("1.", 1, 3, "has a number without digits"),
    Refusal("1e+", 1, 4, "has a number without digits"),
    Refusal("+1", 1, 1, "has something that is no JSON value"),
    Refusal("\"a", 1, 3, "ends inside a string"),
    Refusal("\"a\\", 1, 4, "ends inside a string"),
    Refusal("\"a\nb\"", 1, 3, "has a control character in a string"),
    Refusal("\"\\x\"", 1, 2, "has a wrong escape"),
    Refusal("\"\\u12g4\"", 1, 2, "has a wrong escape"),
    Refusal("\"\\u12", 1, 2, "has a wrong escape"),
    Refusal([0x22, 0xC3, 0x28, 0x22], 1, 2, "is not UTF-8"),
    Refusal([0x22, 0x61, 0xE2, 0x82], 1, 3, "is not UTF-8"),
    Refusal([0x0A, 0xEF], 2, 1, "is not UTF-8"),
  ])
  func `refuses`(_ refusal: Refusal) {
    let fault = #expect(throws: JSONFault.self) { try JSONNode(parsing: refusal.bytes) }
    #expect(fault == refusal.fault)
  }

  @Test func `accepts 512 levels and no more, however deep the text goes`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array(repeating: UInt8(ascii: "["), count: depth)
        + Array(repeating: UInt8(ascii: "]"), count: depth)
    }
    #expect(try JSONNode(parsing: nested(512)).text == String(decoding: nested(512), as: UTF8.self))
    for depth in [513, 100_000] {
      let fault = #expect(throws: JSONFault.self) { try JSONNode(parsing: nested(depth)) }
      #expect(
        fault == JSONFault(line: 1, column: 513, reason: "is nested deeper than 512 levels")
      )
    }
  }

  private static let sample: JSONNode = [
    "a": [1, "x\u{1}"], "empty": [:], "none": [], "yes": true, "nothing": .null,
  ]

  @Test func `writes on one line`() {
    #expect(
      Self.sample.text
        == #"{"a":[1,"x\u0001"],"empty":{},"none":[],"yes":true,"nothing":null}"#
    )
  }

  @Test func `writes with two spaces`() {
    let expected = """
      {
        "a": [
          1,
          "x\\u0001"
        ],
        "empty": {},
        "none": [],
        "yes": true,
        "nothing": null
      }
      """
    #expect(Self.sample.prettyText == expected)
  }

  @Test(arguments: [
    ("\"\\/", #""\"\\/""#),
    ("\n\r\t\u{8}\u{0}\u{1F}", #""\n\r\t\u0008\u0000\u001f""#),
    ("\u{7F}\u{80}\u{9B}\u{9F}\u{A0}", "\"\\u007f\\u0080\\u009b\\u009f\u{A0}\""),
    ("\u{2028}\u{2029}", #""\u2028\u2029""#),
    ("\u{61C}\u{200E}\u{200F}\u{202A}\u{202E}", #""\u061c\u200e\u200f\u202a\u202e""#),
    ("\u{2066}\u{2069}\u{206A}", "\"\\u2066\\u2069\u{206A}\""),
    ("é😀", "\"é😀\""),
  ])
  func `escapes what is unsafe on a screen, and reads it back`(text: String, quoted: String) throws
  {
    #expect(JSONNode.quoted(text) == quoted)
    #expect(try JSONNode(parsing: Array(quoted.utf8)) == .string(text))
  }

  @Test func `looks up members, elements and strings`() {
    let node: JSONNode = ["a": ["x"], "b": "y"]
    #expect(node["a"]?.elements == ["x"])
    #expect(node["b"]?.string == "y")
    #expect(node["c"] == nil)
    #expect(node.elements == nil)
    #expect(node.string == nil)
    #expect(node["b"]?["c"] == nil)
    #expect(node["b"]?.members == nil)
  }
}
