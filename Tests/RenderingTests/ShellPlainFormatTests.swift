import Foundation
import Rendering
import Testing

@Suite struct ShellPlainFormatTests {
  static let plain = [
    ResolvedChange(name: "ANTHROPIC_BASE_URL", value: "https://openrouter.ai/api"),
    ResolvedChange(name: "ANTHROPIC_MODEL", value: "~a/haiku [1m] é=;&|*?"),
    ResolvedChange(name: "no\nname", value: "x"),
    ResolvedChange(name: "ANTHROPIC_API_KEY", value: nil),
    ResolvedChange(name: "EMPTY", value: ""),
  ]

  @Test func `the three formats`() throws {
    #expect(
      try JSONEnvironmentText(Self.plain).text
        == #"{"set":{"ANTHROPIC_BASE_URL":"https://openrouter.ai/api","ANTHROPIC_MODEL":"~a/haiku "#
        + #"[1m] é=;&|*?","EMPTY":""},"unset":["ANTHROPIC_API_KEY"]}"# + "\n"
    )
    let lines = """
      ANTHROPIC_BASE_URL=https://openrouter.ai/api
      ANTHROPIC_MODEL=~a/haiku [1m] é=;&|*?
      ANTHROPIC_API_KEY=
      EMPTY=

      """
    #expect(try DotenvText(Self.plain).text == lines)
    #expect(try GitHubEnvironmentText(Self.plain).text == lines)
  }

  @Test func `JSON carries every value`() throws {
    let changes = HostileValues.all.enumerated().map {
      ResolvedChange(name: "V_\($0.offset)", value: $0.element)
    }
    let text = try JSONEnvironmentText(changes).text
    struct Read: Decodable {
      let set: [String: String]
      let unset: [String]
    }
    let read = try JSONDecoder().decode(Read.self, from: Data(text.utf8))
    let expected = Dictionary(uniqueKeysWithValues: changes.map { ($0.name, $0.value ?? "") })
    #expect(differences(read.set, expected) == [])
    #expect(read.unset == [])
    #expect(text.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
  }

  @Test(arguments: [
    " a", "a ", "\u{A0}a", "a\nb", "\r\n", "a\tb", "'a'", "\"", "a`b", "a\\b", "$a", "a#b",
    "\u{7F}",
    "\u{85}", "\u{2028}", "\u{202E}",
  ])
  func `dotenv refuses what its readers read differently`(value: String) {
    let fault = #expect(throws: PlainFault.self) {
      try DotenvText([ResolvedChange(name: "TOKEN", value: value)])
    }
    #expect(
      fault?.message
        == "the value of `TOKEN` has characters that readers of `.env` files read differently"
        + " (quotes, `#`, `$`, a backslash, a control character, a space at an end)"
    )
  }

  @Test(arguments: ["a\nb", "\n", "a\rOTHER=b", "\r\n", "\u{1B}", "\u{7F}", "\u{85}", "a\tb"])
  func `GitHub's file refuses line breaks and control characters`(value: String) {
    let fault = #expect(throws: PlainFault.self) {
      try GitHubEnvironmentText([ResolvedChange(name: "TOKEN", value: value)])
    }
    #expect(
      fault?.message
        == "the value of `TOKEN` has a line break or another control character,"
        + " which `GITHUB_ENV` cannot carry"
    )
  }

  @Test func `GitHub's file carries quotes and signs as they are`() throws {
    let value = " it's \"a\" $HOME `x` \\n # 😀 "
    let text = try GitHubEnvironmentText([ResolvedChange(name: "A", value: value)]).text
    #expect(text == "A=\(value)\n")
  }
}
