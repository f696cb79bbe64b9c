import Diagnostics
import Testing
import YAMLTree

/// Of a file of 64 KiB or more, a second thread reads the events ahead: everything must be as in a
/// short one.
@Suite struct `A long file` {
  /// Many blocks of events, more than the thread may be ahead.
  private static let lines = 6_000

  /// Entries of several shapes and lengths, each on a line of its own but for every hundredth.
  private static func entry(_ number: Int) -> (text: String, outline: String) {
    switch number % 100 {
    case 99:
      ("k\(number): |\n  one\n  two\n", "k\(number): 'one\ntwo\n'")
    case 50:
      ("k\(number): \"\(long)\"\n", "k\(number): '\(long)'")
    case let rest where rest % 2 == 0:
      ("k\(number): {a: [x, 'y'], b: {}, c: \n}\n", "k\(number): {a: [x, 'y'], b: {}, c: }")
    default:
      ("k\(number): é\(number)\n", "k\(number): é\(number)")
    }
  }

  /// Longer than the texts of a block are at first.
  private static let long = String(repeating: "long ", count: 2_000)

  private static let entries = (0..<lines).map(entry)
  private static let text = entries.map(\.text).joined()

  private func found(_ text: String, budget: YAMLBudget = .user) -> [String] {
    YAMLDocument(text, budget: budget).diagnostics.map { mistake in
      "\(mistake.place?.range.start.line ?? 0) \(mistake.message)"
    }
  }

  @Test func `is read whole, with its places`() throws {
    let document = YAMLDocument(Self.text)
    #expect(document.diagnostics == [])
    let outline = "{" + Self.entries.map(\.outline).joined(separator: ", ") + "}"
    #expect(document.root?.outline == outline)
    guard case .mapping(let entries) = document.root?.content else {
      Issue.record("no mapping")
      return
    }
    var line = 1
    for (entry, (text, _)) in zip(entries, Self.entries) {
      #expect(entry.keyRange.start == SourcePosition(line: line, column: 1))
      line += text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
  }

  @Test(arguments: [
    ("a: *x\n", "aliases are not supported: `*x`"),
    ("a: &x 1\n", "anchors are not supported: `&x`"),
    ("k7: 1\n", "the key `k7` is defined twice"),
    ("---\na: 1\n", "a second document begins here, and a file holds one"),
    ("...\n%TAG ! x\n---\na: 1\n", "directives are not supported"),
  ])
  func `has its mistake found at the end, in the middle and at the beginning`(
    mistake: String,
    message: String
  ) {
    let first = Self.text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    let line = first + (mistake.hasPrefix("...") ? 1 : 0)
    #expect(found(Self.text + mistake) == ["\(line) \(message)"])
    let halves = Self.text.replacing("k3000:", with: mistake + "k3000:")
    #expect(found(halves).contains { $0.hasSuffix(message) })
    if mistake.hasPrefix("a") {
      #expect(found(mistake + Self.text) == ["1 \(message)"])
    }
  }

  /// The thread still reads when nobody wants more of it.
  @Test func `ends where it is broken or too long, again and again`() {
    let broken = Self.text.replacing("k3000:", with: "k3000: }\nk3001:")
    let budget = YAMLBudget(maximumBytes: 4 << 20, maximumDepth: 32, maximumNodes: 700)
    let tooMany = "the file holds more than 700 keys and values"
    let first = found(broken)
    #expect(first.count == 1)
    for _ in 0..<50 {
      #expect(found(broken) == first)
      #expect(found(Self.text, budget: budget).map { $0.drop { $0 != " " } } == [" \(tooMany)"])
    }
  }

  /// Comments before it make a file long and change nothing but the lines.
  @Test(
    .enabled(
      if: SuiteCase.folder != nil,
      "needs YAML_TEST_SUITE, the folder of yaml/yaml-test-suite's release data-2022-01-17"
    )
  )
  func `is read as a short one, whatever the YAML test suite has in it`() throws {
    let comments = 1_500
    let prefix = Array(
      String(repeating: "# \(String(repeating: "-", count: 48))\n", count: comments).utf8
    )
    #expect(prefix.count >= 64 << 10)
    var compared = 0
    for suiteCase in try SuiteCase.all() where suiteCase.bytes.first != 0xEF {
      let short = YAMLDocument(parsing: suiteCase.bytes, file: "f", budget: .user)
      let long = YAMLDocument(parsing: prefix + suiteCase.bytes, file: "f", budget: .user)
      #expect(long.root?.outline == short.root?.outline, "\(suiteCase.name)")
      #expect(
        long.diagnostics.map(\.message) == short.diagnostics.map(\.message),
        "\(suiteCase.name)"
      )
      for (far, near) in zip(long.diagnostics, short.diagnostics)
      where near.message != "the file is empty" {
        #expect(
          far.place?.range.start.line == near.place.map { $0.range.start.line + comments },
          "\(suiteCase.name)"
        )
      }
      compared += 1
    }
    #expect(compared > 390)
  }
}
