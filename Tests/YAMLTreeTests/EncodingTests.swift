import Diagnostics
import Testing
import YAMLTree

@Suite struct EncodingTests {
  struct Row: CustomStringConvertible, Sendable {
    let bytes: [UInt8]
    let line: Int
    let column: Int
    let message: String

    var description: String { "\(bytes)" }
  }

  @Test(arguments: [
    Row(bytes: [0x61, 0x0A, 0xC3, 0xA9, 0xFF], line: 2, column: 2, message: "0xFF"),
    Row(bytes: [0x61, 0xC3], line: 1, column: 2, message: "0xC3"),
    Row(bytes: [0xC0, 0xAF], line: 1, column: 1, message: "0xC0"),
    Row(bytes: [0xE0, 0x80, 0x80], line: 1, column: 1, message: "0xE0"),
    Row(bytes: [0xED, 0xA0, 0x80], line: 1, column: 1, message: "0xED"),
    Row(bytes: [0xF4, 0x90, 0x80, 0x80], line: 1, column: 1, message: "0xF4"),
    Row(bytes: [0xF8], line: 1, column: 1, message: "0xF8"),
    Row(bytes: [0x0D, 0x0A, 0xE2, 0x80, 0xA8, 0x80], line: 3, column: 1, message: "0x80"),
  ])
  func `points at the first byte that is no UTF-8`(row: Row) {
    let expected = mistake("the file is not UTF-8: byte \(row.message)", row.line, row.column)
    #expect(read(row.bytes) == [expected])
  }

  @Test func `refuses NUL and UTF-16`() {
    #expect(read([0x61, 0x0A, 0x00]) == [mistake("the file holds a NUL byte", 2, 1)])
    #expect(read([0xFF, 0xFE, 0x61, 0]) == [mistake("the file is UTF-16, not UTF-8", 1, 1)])
    #expect(read([0xFE, 0xFF, 0, 0x61]) == [mistake("the file is UTF-16, not UTF-8", 1, 1)])
  }

  @Test func `names every control character, and no other`() {
    for value in UInt32(1)...0xFF where ![0x0A, 0x0D, 0x85].contains(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isControl = value < 0x20 && value != 9 || (0x7F..<0xA0).contains(value)
      let expected = isControl ? ["the control character \(code(value)) is not allowed"] : []
      // Twice, so that a quote ends nothing.
      let document = YAMLDocument("a: 'x\(scalar)\(scalar)'")
      let found = document.diagnostics.map(\.message)
      #expect(Set(found) == Set(expected))
    }
  }

  @Test(arguments: [0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069] as [UInt32])
  func `names the characters that reorder text, raw and escaped`(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let message = "the invisible character \(code(value)) is not allowed"
    #expect(YAMLDocument("a: x\(scalar)").diagnostics.map(\.message) == [message])
    let escape = code(value).dropFirst(2)
    #expect(YAMLDocument("a: \"\\u\(escape)\"").diagnostics.map(\.message) == [message])
    #expect(YAMLDocument("a: x # \(scalar)").diagnostics == [])
  }

  private func code(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private func read(_ bytes: [UInt8]) -> [Diagnostic] {
    YAMLDocument(parsing: bytes, file: "f", budget: .user).diagnostics
  }

  private func mistake(_ message: String, _ line: Int, _ column: Int) -> Diagnostic {
    let range = SourceRange(at: SourcePosition(line: line, column: column))
    let place = SourcePlace(file: "f", range: range)
    return Diagnostic(.error, "yaml", at: place, message, help: "save the file as UTF-8")
  }
}
