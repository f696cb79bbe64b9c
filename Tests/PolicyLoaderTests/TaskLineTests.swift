import JSONTree
import PolicyLoader
import RouteEngine
import Testing

@Suite struct `A line of a batch` {
  private static func reader() throws -> TaskLineReader {
    TaskLineReader(try policy())
  }

  private static func policy() throws -> Policy {
    let origin = Origin(layer: .user, file: "p.yaml", line: 1)
    return Policy(
      classes: ["bulk", "production"].map {
        TaskClass(name: $0, description: nil, isProtective: false, signals: [], unless: [])
      },
      backends: [
        Backend(
          name: "cheap",
          kind: .gateway,
          baseURL: try BaseURL("https://cheap.example"),
          credentials: [.environment("CHEAP_KEY")],
          models: Backend.familySlots.map { Backend.Model(name: $0, id: "cheap-\($0)") },
          origin: origin
        )
      ],
      routes: [],
      defaultTargets: [Target(backend: "cheap", model: .default)],
      constraints: [],
      knownLabels: ["side"]
    )
  }

  @Test func `has the keys of a test and of the command line`() throws {
    let text = """
      {"id": 7, "task": "rename", "class": ["bulk", "production"], "labels": "side",
       "files": ["a", "b"], "facts": {"branch": "main", "ci": true, "files.count": 3,
       "os": {"is": "unknown"}, "env.X": {"is": "absent"}}, "unavailable": ["cheap", "env:CHEAP_KEY"],
       "measured": {"cheap": {"tools": "good"}, "cheap/opus": {"thinking": "broken"}},
       "session-class": "bulk", "backend": "cheap", "model": "opus", "effort": "max"}\r
      """
    let line = try Self.reader().task(Array(text.utf8))
    var expected = HermeticTask(
      text: "rename",
      files: ["a", "b"],
      classes: ["bulk", "production"],
      labels: ["side"],
      values: [
        .branch: .value(.text("main")), .ci: .value(.truth(true)),
        .filesCount: .value(.number(3)), .os: .unknown, .environment("X"): .absent,
      ]
    )
    expected.facts.sessionClasses = ["bulk"]
    #expect(line.id == .number("7"))
    #expect(
      line.request
        == RoutingRequest(facts: expected.facts, backend: "cheap", model: "opus", effort: .max)
    )
    #expect(line.unavailable == [.backend("cheap"), .credential(.environment("CHEAP_KEY"))])
    #expect(
      line.measured
        == SupposedTraits([("cheap", [.tools: .good]), ("cheap/opus", [.thinking: .broken])])
    )
  }

  @Test func `may say nothing at all`() throws {
    let line = try Self.reader().task(Array("{}".utf8))
    #expect(line.id == nil && line.unavailable.isEmpty)
    #expect(line.request == RoutingRequest(facts: HermeticTask().facts))
  }

  /// Most lines have nothing but a text, and are read without a tree.
  @Test(arguments: [
    ("", ""), ("license headers", "license headers"), (" naïve 重命名 🚀 ", " naïve 重命名 🚀 "),
    (#"say \"no\""#, #"say "no""#), (#"a\\"#, #"a\"#), (#"\u00e9\n"#, "é\n"), ("}", "}"),
    ("{'a': 1}", "{'a': 1}"),
    ("\u{7F}\u{2028}", "\u{7F}\u{2028}"),
  ])
  func `may have nothing but a text`(written: String, text: String) throws {
    let lines = [
      #"{"task":"\#(written)"}"#, #"{"task": "\#(written)"}"#, #" { "task" : "\#(written)" } "#,
      #"{"task": "\#(written)"}\#r"#, "\u{FEFF}" + #"{"task": "\#(written)"}"#,
      #"{"task": "other", "task": "\#(written)"}"#,
    ]
    for line in lines {
      let read = try Self.reader().task(Array(line.utf8))
      #expect(read.id == nil && read.unavailable.isEmpty)
      #expect(read.request == RoutingRequest(facts: HermeticTask(text: text).facts), "\(line)")
    }
  }

  @Test(arguments: [
    #"{"task":"#, #"{"task":""#, #"{"task":}"#, #"{"task":"}"#, #"{"task": "}"#,
    #"{"task": "a"b"}"#,
    #"{"task": "a\"}"#, "{\"task\": \"a\tb\"}", #"{"task":  }"#, #"{"task": 'a'}"#, #"{"task":""""#,
  ])
  func `is refused with a text that does not end, or ends early`(line: String) {
    #expect(throws: TaskLine.Fault.self) { try Self.reader().task(Array(line.utf8)) }
  }

  @Test func `is refused with a text that is no UTF-8`() {
    let line = Array(#"{"task": "ab"}"#.utf8)
    for wrong in [[0xC3], [0xE2, 0x82], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]] {
      #expect(throws: TaskLine.Fault.self) {
        try Self.reader().task(Array(line[..<11] + wrong + line[11...]))
      }
    }
  }

  struct Slip: CustomTestStringConvertible, Sendable {
    let line: String
    let reason: String
    let help: String?

    init(_ line: String, _ reason: String, _ help: String? = nil) {
      self.line = line
      self.reason = reason
      self.help = help
    }

    var testDescription: String { line }
  }

  private static let example = #"write {"task": "license headers"}"#
  private static let object = "a task is one JSON object on one line: " + example

  @Test(arguments: [
    Slip("", "the line is empty", example),
    Slip(" \t\r", "the line is empty", example),
    Slip("rename", "the line has something that is no JSON value, at character 1", object),
    Slip(#"{"task": "x""#, "the line lacks `,` or `}`, at character 13", object),
    Slip(#"{"task": "x"} {}"#, "the line goes on after its value, at character 15", object),
    Slip(
      String(repeating: "[", count: 513),
      "the line is nested deeper than 512 levels, at character 513",
      object
    ),
    Slip(#""rename""#, "the line is text, not an object", example),
    Slip("[]", "the line is a list, not an object", example),
    Slip("null", "the line is null, not an object", example),
    Slip(#"{"taks": "x"}"#, "unknown key `taks`", "did you mean `task`?"),
    Slip(#"{"label": "side"}"#, "unknown key `label`", "did you mean `labels`?"),
    Slip(#"{"measured": "cheap"}"#, "`measured` takes an object, not text"),
    Slip(#"{"measured": {"cheap": 1}}"#, "`cheap` takes an object of traits, not the number 1"),
    Slip(
      #"{"measured": {"chaep": {"tools": "good"}}}"#,
      "unknown backend `chaep` in `measured`",
      "did you mean `cheap`?"
    ),
    Slip(
      #"{"measured": {"cheap/none": {"tools": "good"}}}"#,
      "backend `cheap` does not map the model `none` of `measured`"
    ),
    Slip(
      #"{"measured": {"cheap": {"tool": "good"}}}"#,
      "unknown trait `tool` in `measured`",
      "did you mean `tools`?"
    ),
    Slip(
      #"{"measured": {"cheap": {"tools": "god"}}}"#,
      "unknown grade `god` in `tools`",
      "did you mean `good`?"
    ),
    Slip(#"{"id": null}"#, "`id` takes text or a number, not null"),
    Slip(#"{"id": [1]}"#, "`id` takes text or a number, not a list"),
    Slip(#"{"task": 3}"#, "`task` takes text, not the number 3"),
    Slip(#"{"task": null}"#, "`task` takes text, not null"),
    Slip(#"{"class": "bulkk"}"#, "unknown class `bulkk` in `class`", "did you mean `bulk`?"),
    Slip(#"{"class": [true]}"#, "an item of `class` takes text, not true"),
    Slip(#"{"labels": ["sid"]}"#, "unknown label `sid` in `labels`", "did you mean `side`?"),
    Slip(#"{"files": "a"}"#, "`files` takes a list of texts, not text", "put it in [ ]"),
    Slip(
      #"{"facts": "branch=main"}"#,
      "`facts` takes an object of facts and values, not text"
    ),
    Slip(#"{"facts": {"brnch": "x"}}"#, "unknown fact `brnch` in `facts`", nil),
    Slip(#"{"facts": {"ci": "true"}}"#, "the fact `ci` takes true or false, not text"),
    Slip(
      #"{"facts": {"files.count": 1.5}}"#,
      "the fact `files.count` takes a whole number from 0 to 1000000000, not the number 1.5"
    ),
    Slip(
      #"{"facts": {"files.count": -1}}"#,
      "the fact `files.count` takes a whole number from 0 to 1000000000, not the number -1"
    ),
    Slip(#"{"facts": {"branch": null}}"#, "the fact `branch` takes text, not null"),
    Slip(
      #"{"facts": {"branch": {"is": "gone"}}}"#,
      "the fact `branch` has no such state",
      #"write {"is": "absent"} or {"is": "unknown"}"#
    ),
    Slip(
      #"{"unavailable": "cheep"}"#,
      "unknown backend `cheep` in `unavailable`",
      "did you mean `cheap`?"
    ),
    Slip(
      #"{"session-class": "x"}"#,
      "unknown class `x` in `session-class`",
      "known here: `bulk`, `production`"
    ),
    Slip(#"{"backend": "cheep"}"#, "unknown backend `cheep` in `backend`", "did you mean `cheap`?"),
    Slip(#"{"model": ""}"#, "`model` takes the name or the id of a model"),
    Slip(#"{"model": "a b"}"#, "`model` takes the name or the id of a model"),
    Slip(#"{"effort": "hgih"}"#, "unknown effort `hgih`", "did you mean `high`?"),
  ])
  func `that is no task says what would be right`(slip: Slip) throws {
    let reader = try Self.reader()
    let fault = #expect(throws: TaskLine.Fault.self) { try reader.task(Array(slip.line.utf8)) }
    #expect(fault?.reason == slip.reason)
    if let help = slip.help { #expect(fault?.help == help) }
  }

  @Test func `that is no UTF-8 is no task`() throws {
    let reader = try Self.reader()
    let bytes = Array(#"{"task": ""#.utf8) + [0xFF] + Array(#""}"#.utf8)
    let fault = #expect(throws: TaskLine.Fault.self) { try reader.task(bytes) }
    #expect(fault?.reason == "the line is not UTF-8, at character 11")
  }

  @Test func `keeps its own name when something else is wrong`() throws {
    let reader = try Self.reader()
    let text = #"{"effort": "no", "id": "a"}"#
    let fault = #expect(throws: TaskLine.Fault.self) { try reader.task(Array(text.utf8)) }
    #expect(fault?.id == .string("a"))
  }

  @Test(arguments: [
    (#"{"model": "gpt"}"#, "no candidate's backend maps the model `gpt`"),
    (#"{"model": "gpt", "backend": "cheap"}"#, "backend `cheap` does not map the model `gpt`"),
    (#"{"model": "opus"}"#, nil),
    ("{}", nil),
  ])
  func `may name a model that nobody has`(text: String, reason: String?) throws {
    let line = try Self.reader().task(Array(text.utf8))
    let decision = PreparedPolicy(try Self.policy()).decision(for: line.request)
    #expect(line.fault(in: decision)?.reason == reason)
  }
}
