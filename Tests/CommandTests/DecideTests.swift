import Foundation
import Testing

@Suite struct `Deciding a batch` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.write(
      """
      version: 1
      built-in: false
      backends:
        anthropic: {kind: anthropic, credential: login}
        local:
          kind: gateway
          base-url: "http://127.0.0.1:8080"
          credential: none
          models: {opus: qwen, sonnet: qwen, haiku: qwen-small, fable: qwen}
      classes:
        bulk:
          signals: [{phrases: [rename]}]
        production:
          protective: true
          signals: [{phrases: [mend]}]
      classifier: {model: off}
      routes:
        - {name: mechanical, when: {class: bulk}, to: [local/haiku]}
      default: [anthropic/default]
      constraints:
        - {name: release, when: {fact: branch, matches: "release/**"}, forbid: {backend: local}, reason: nothing cheap on a release}
        - {name: frozen, when: {fact: branch, equals: frozen}, forbid: {kind: [anthropic, gateway]}, reason: nobody works here}

      """,
      to: "work/own.yaml"
    )
  }

  private let own = ["decide", "--batch", "--as", "user", "--policy", "own.yaml"]

  private func run(_ lines: String, _ words: [String]? = nil) throws -> Run {
    let file = try box.write(lines, to: "work/tasks.jsonl")
    return try box.run(words ?? own, input: file)
  }

  private static let bulk =
    #""primary":"bulk","classes":["bulk"],"outcome":"routed","backend":"local","model":"haiku","#
    + #""model-id":"qwen-small","effort":null,"route":"mechanical","stops":[],"unavailable":[]}"#
  private static let none =
    #""primary":null,"classes":[],"outcome":"routed","backend":"anthropic","model":"default","#
    + #""model-id":null,"effort":null,"route":"default","stops":[],"unavailable":[]}"#

  @Test func `gives one answer a line, in order`() throws {
    let lines = """
      {"task": "rename foo"}
      {"task": "hello", "id": "b"}
      {"id": 3, "task": "rename foo, then mend the ledger", "facts": {"branch": "release/1"}}
      {"task": "rename foo", "unavailable": "local"}

      """
    let answers = """
      {"line":1,\(Self.bulk)
      {"line":2,"id":"b",\(Self.none)
      {"line":3,"id":3,"primary":"production","classes":["bulk","production"],"outcome":"routed",\
      "backend":"anthropic","model":"default","model-id":null,"effort":null,"route":"default",\
      "stops":[{"constraint":"release","origin":"own.yaml:21","layer":"user",\
      "reason":"nothing cheap on a release"}],"unavailable":[]}
      {"line":4,"primary":"bulk","classes":["bulk"],"outcome":"routed","backend":"anthropic",\
      "model":"default","model-id":null,"effort":null,"route":"default","stops":[],\
      "unavailable":["local"]}

      """
    #expect(try run(lines) == Run(0, output: answers))
    // From a file, too.
    #expect(try box.run(own + ["tasks.jsonl"]) == Run(0, output: answers))
  }

  @Test func `ends with 69 when a task is denied`() throws {
    #expect(
      try run(#"{"task": "hello", "facts": {"branch": "frozen"}}"# + "\n{}\n")
        == Run(
          69,
          output: """
            {"line":1,"primary":null,"classes":[],"outcome":"denied","backend":null,"model":null,\
            "model-id":null,"effort":null,"route":null,"stops":[{"constraint":"frozen",\
            "origin":"own.yaml:22","layer":"user","reason":"nobody works here"}],"unavailable":[]}
            {"line":2,\(Self.none)

            """,
          errors: "claude-route: 1 of 2 denied\n"
        )
    )
  }

  @Test func `answers every line, also one that is no task, and ends with 65`() throws {
    let lines = """
      {"task": "rename foo"}

      {"id": "x", "tsak": "hello"}
      {"task": "hello", "facts": {"branch": "frozen"}
      {"model": "gpt", "backend": "local"}
      {"task": "hello"}
      """
    #expect(
      try run(lines)
        == Run(
          65,
          output: """
            {"line":1,\(Self.bulk)
            {"line":2,"outcome":"invalid","error":"the line is empty",\
            "help":"write {\\"task\\": \\"license headers\\"}"}
            {"line":3,"id":"x","outcome":"invalid","error":"unknown key `tsak`","help":"did you mean `task`?"}
            {"line":4,"outcome":"invalid","error":"the line lacks `,` or `}`, at character 48",\
            "help":"a task is one JSON object on one line: write {\\"task\\": \\"license headers\\"}"}
            {"line":5,"outcome":"invalid","error":"backend `local` does not map the model `gpt`",\
            "help":"use a name from its `models`: opus, sonnet, haiku, fable"}
            {"line":6,\(Self.none)

            """,
          errors: "claude-route: 4 of 6 lines are no tasks, the first is line 2\n"
        )
    )
    let denied = try run(#"{"facts": {"branch": "frozen"}}"# + "\nx\n")
    #expect(denied.end == .exited(65))
    #expect(denied.errors == "claude-route: 1 of 2 lines is no task, line 2; 1 of 2 denied\n")
  }

  @Test func `takes line ends of both kinds, and a last line without one`() throws {
    #expect(
      try run("{\"task\": \"rename foo\"}\r\n{\"task\": \"hello\"}")
        == Run(0, output: "{\"line\":1,\(Self.bulk)\n{\"line\":2,\(Self.none)\n")
    )
    #expect(try run("") == Run(0))
  }

  @Test func `reads past a line that is too long`() throws {
    let long = #"{"task": ""# + String(repeating: "a", count: 1 << 20) + #""}"#
    let fits = #"{"task": ""# + String(repeating: "a", count: (1 << 20) - 12) + #""}"#
    let fault = #""outcome":"invalid","error":"the line is longer than 1048576 bytes","help":null}"#
    #expect(
      try run("\(long)\n{\"task\": \"rename foo\"}\n\(fits)\n\(long)\(long)\n\(long)")
        == Run(
          65,
          output: """
            {"line":1,\(fault)
            {"line":2,\(Self.bulk)
            {"line":3,\(Self.none)
            {"line":4,\(fault)
            {"line":5,\(fault)

            """,
          errors: "claude-route: 3 of 5 lines are no tasks, the first is line 1\n"
        )
    )
  }

  @Test func `answers before it waits for more`() throws {
    let lines = #"""
      mkfifo in out
      "$ROUTE" "$@" <in >out &
      exec 3>in 4<out
      echo '{"task": "rename foo"}' >&3
      read -r answer <&4; echo "$answer"
      printf '{"task": "hello"}' >&3
      exec 3>&-
      read -r answer <&4; echo "$answer"
      wait $!; echo $?
      """#
    #expect(
      try box.shell(lines, own).run
        == Run(0, output: "{\"line\":1,\(Self.bulk)\n{\"line\":2,\(Self.none)\n0\n")
    )
  }

  @Test func `ends quietly when nobody reads the answers`() throws {
    let lines = #"""
      trap '' PIPE
      yes '{"task": "rename foo"}' 2>/dev/null | { "$ROUTE" "$@"; echo $? >status; } | head -n 1
      until [ -s status ]; do :; done; cat status
      """#
    #expect(try box.shell(lines, own).run == Run(0, output: "{\"line\":1,\(Self.bulk)\n0\n"))
  }

  @Test func `looks at nothing of this machine`() throws {
    try box.write("broken", to: "home/.config/claude-route/policy.yaml")
    try box.write("broken", to: "work/.claude-route.yaml")
    let run = try run(#"{"task": "license headers"}"# + "\n", ["decide", "--batch"])
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(run.output.contains(#""backend":"openrouter","model":"haiku""#))
    let mine = try self.run("{}\n", ["decide", "--batch", "--with-my-layers"])
    #expect(mine.end == .exited(65) && mine.output.isEmpty)
  }

  @Test func `adds one's own layers on request`() throws {
    try box.write(
      "version: 1\nconstraints: [{name: mine, forbid: {backend: openrouter}, reason: not here}]\n",
      to: "home/.config/claude-route/policy.yaml",
      mode: 0o600
    )
    let words = ["decide", "--batch", "--with-my-layers"]
    let run = try run(#"{"task": "license headers"}"# + "\n", words)
    #expect(run.end == .exited(0))
    #expect(run.output.contains(#""backend":"anthropic","model":"haiku""#))
    #expect(run.output.contains(#""stops":[{"constraint":"mine","#))
  }

  @Test func `can explain each decision`() throws {
    let task = #"{"id": 1, "task": "rename foo", "facts": {"branch": "release/1"}}"#
    let run = try run(task + "\n", own + ["--explain"])
    let single = try box.run([
      "explain", "--json", "--as", "user", "--policy", "own.yaml", "--task", "rename foo",
      "--fact", "branch=release/1",
    ])
    func object(_ text: String) throws -> NSMutableDictionary {
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
      return NSMutableDictionary(dictionary: try #require(object as? [String: Any]))
    }
    let answer = try object(run.output)
    #expect(answer["line"] as? Int == 1 && answer["id"] as? Int == 1)
    answer.removeObjects(forKeys: ["line", "id"])
    #expect(answer == (try object(single.output)))
  }

  @Test func `says what cannot be read`() throws {
    #expect(
      try box.run(["decide", "--batch", "gone.jsonl"])
        == Run(66, errors: "claude-route: cannot read gone.jsonl: No such file or directory\n")
    )
    #expect(
      try box.run(["decide", "--batch", "."])
        == Run(74, errors: "claude-route: cannot read .: Is a directory\n")
    )
    #expect(try box.run(["decide", "--batch", "--policy", "gone.yaml"]).end == .exited(66))
  }

  @Test(arguments: [
    ([], "`decide` takes many tasks, with `--batch`"),
    (["tasks.jsonl"], "`decide` takes many tasks, with `--batch`"),
    (
      ["--batch", "--as", "user"],
      "`--as` says how to read a policy, and there is no `--policy FILE`"
    ),
    (["--batch", "--policy", "-"], "standard input can be read once only"),
    (["--batch", "--policy", "-", "-"], "standard input can be read once only"),
  ])
  func `refuses a command line that says too little or too much`(
    words: [String],
    message: String
  ) throws {
    let run = try box.run(["decide"] + words)
    #expect(run.end == .exited(64) && run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").first == "claude-route: \(message)")
  }
}
