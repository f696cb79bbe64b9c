import Foundation
import Testing

/// Policies that try to put control characters where shells, terminals and the client read them.
@Suite struct `A control character in a policy` {
  private let box: Sandbox
  /// What a shell is told when there is no route.
  private let refusal: String

  init() throws {
    box = try Sandbox()
    refusal = try box.run(["--class", "no-such-class"]).output
  }

  /// C0 but for tab and line feed, DEL, C1, and the characters with the property Bidi_Control.
  static let forbidden: [UInt32] =
    Array(1...8) + Array(0x0B...0x1F) + Array(0x7F...0x9F) + [0x61C, 0x200E, 0x200F]
    + Array(0x202A...0x202E) + Array(0x2066...0x2069)

  private func run(value: String) throws -> Run {
    let policy = try box.write(
      """
      version: 1
      backends:
        mine:
          kind: gateway
          base-url: http://127.0.0.1:11434
          credential: none
          models: {opus: o, sonnet: s, haiku: h, fable: f}
          headers: {x-team: "a\(value)b"}
      default: [mine/haiku]

      """,
      to: "policy.yaml"
    )
    return try box.run(["--quiet", "--policy", policy, "--class", "bulk", "--backend", "mine"])
  }

  @Test func `is refused, raw and escaped, before any text is emitted`() throws {
    for value in Self.forbidden {
      let escape = "\\U" + String(format: "%08X", value)
      // CR and NEL end a line of YAML 1.1: raw they are blanks.
      let raw = [0x0D, 0x85].contains(value) ? nil : Unicode.Scalar(value).map(String.init)
      for text in [raw, escape].compactMap(\.self) {
        let run = try run(value: text)
        #expect(run.end == .exited(65), "\(escape)")
        #expect(run.output == refusal, "\(escape)")
        #expect(Screen.dangers(in: run.errors.bytes) == [], "\(escape)")
      }
    }
    // No text can hold it, and no file may.
    let null = try run(value: "\0")
    #expect(null.end == .exited(65) && null.output == refusal)
  }

  @Test func `may be a tab, and no line feed`() throws {
    let tab = try run(value: #"\t"#)
    #expect(tab.end == .exited(0))
    #expect(tab.output.contains("\\export ANTHROPIC_CUSTOM_HEADERS='x-team: a\tb'\n"))
    let lineFeed = try run(value: #"\n"#)
    #expect(lineFeed.end == .exited(65))
    #expect(lineFeed.output == refusal)
  }
}
