import Rendering
import Testing

@Suite struct TerminalTextTests {
  @Test func `shows every control byte as an escape, and leaves every other`() {
    for byte in UInt8.min...UInt8.max {
      let expected =
        switch byte {
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x09: "\\t"
        case 0x00...0x1F, 0x7F: "\\u{" + String(byte, radix: 16, uppercase: true) + "}"
        case 0x20..<0x7F: String(Unicode.Scalar(byte))
        default: "\u{FFFD}"
        }
      #expect(TerminalText(bytes: [byte]).text == expected)
    }
  }

  @Test func `shows C1, line separators and bidirectional controls as escapes`() {
    let dangerous: [ClosedRange<UInt32>] = [
      0x80...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x2029, 0x202A...0x202E,
      0x2066...0x2069,
    ]
    for value in dangerous.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let escape = "\\u{" + String(value, radix: 16, uppercase: true) + "}"
      #expect("a\(scalar)b".printable == "a\(escape)b")
    }
  }

  @Test(arguments: [
    "", "plain `text` \\ ~", "né ñ 名前 👩‍👩‍👧 e\u{301}", "\u{A0}\u{200B}\u{2030}\u{206A}",
  ])
  func `leaves everything else as it is`(text: String) {
    #expect(text.printable == text)
  }

  @Test func `leaves nothing that a terminal obeys`() {
    let hostile = "\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}evil\r\nline"
    let safe = #"\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}evil\r\nline"#
    #expect(hostile.printable == safe)
  }
}
