import Foundation
import Testing

@Suite struct `Score` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.write(
      """
      text\tprimary\tkind
      rename foo\tbulk\treal

      rename the ledger\tproduction\ttrap
      mend the ledger\tproduction\treal
      hello\tother\treal

      """,
      to: "work/tasks.tsv"
    )
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
          models: {opus: qwen, sonnet: qwen, haiku: qwen, fable: qwen}
      classes:
        bulk:
          signals: [{phrases: [rename]}]
        production:
          protective: true
          signals: [{phrases: [mend]}]
      routes:
        - {name: mechanical, when: {class: bulk}, to: [local/haiku]}
      default: [anthropic/default]

      """,
      to: "work/own.yaml"
    )
  }

  private let own = ["score", "--as", "user", "--policy", "own.yaml"]

  @Test func `counts what a policy of one's own decides`() throws {
    #expect(
      try box.run(own + ["tasks.tsv"])
        == Run(
          0,
          output: """
            4 tasks

            labelled / predicted  bulk  prototyping  production  multi-agent  extended-thinking  none
            bulk                     1            0           0            0                  0     0
            prototyping              0            0           0            0                  0     0
            production               1            0           1            0                  0     0
            multi-agent              0            0           0            0                  0     0
            extended-thinking        0            0           0            0                  0     0
            none                     0            0           0            0                  0     1

            class              precision                      recall                              F1
            bulk               1/2 = 50.0 % (9.5 to 90.5)     1/1 = 100.0 % (20.7 to 100.0)   66.7 %
            prototyping        -                              -                                    -
            production         1/1 = 100.0 % (20.7 to 100.0)  1/2 = 50.0 % (9.5 to 90.5)      66.7 %
            multi-agent        -                              -                                    -
            extended-thinking  -                              -                                    -
            none               1/1 = 100.0 % (20.7 to 100.0)  1/1 = 100.0 % (20.7 to 100.0)  100.0 %

            macro-F1 77.8 % (20.0 to 100.0)
            accuracy 3/4 = 75.0 % (30.1 to 95.4)
            leak 1/3 = 33.3 % (6.1 to 79.2)
            cheap precision 1/2 = 50.0 % (9.5 to 90.5)
            cheap recall 1/1 = 100.0 % (20.7 to 100.0)

            kind  n  accuracy                       leak                           cheap precision                cheap recall
            real  3  3/3 = 100.0 % (43.9 to 100.0)  0/2 = 0.0 % (0.0 to 65.8)      1/1 = 100.0 % (20.7 to 100.0)  1/1 = 100.0 % (20.7 to 100.0)
            trap  1  0/1 = 0.0 % (0.0 to 79.3)      1/1 = 100.0 % (20.7 to 100.0)  0/1 = 0.0 % (0.0 to 79.3)      -

            """
        )
    )
  }

  @Test func `reads standard input, and shows every task`() throws {
    let file = box.work.appending(path: "tasks.tsv").path
    #expect(
      try box.run(own + ["--rows", "-"], input: file)
        == Run(
          0,
          output: """
            line\tlabelled\tpredicted\tlabelled-cheap\ttarget\tevidence\ttext
            2\tbulk\tbulk\tyes\tlocal/haiku\tphrase `rename` (own.yaml:12), characters 0-6\trename foo
            4\tproduction\tbulk\tno\tlocal/haiku\tphrase `rename` (own.yaml:12), characters 0-6\trename the ledger
            5\tproduction\tproduction\tno\tanthropic/default\tphrase `mend` (own.yaml:15), characters 0-4\tmend the ledger
            6\tnone\tnone\tno\tanthropic/default\t-\thello

            """
        )
    )
  }

  @Test func `by the built-in policy keeps serious work native, whatever this machine has`() throws
  {
    try box.write("broken", to: "home/.config/claude-route/policy.yaml")
    try box.write(
      "text\tprimary\nrename foo to bar in every file\tbulk\nfix the race in payments\tthinking\n",
      to: "work/two.tsv"
    )
    let run = try box.run(["score", "--rows", "two.tsv"])
    let cells = run.output.split(separator: "\n").map { $0.split(separator: "\t").prefix(5) }
    #expect(
      cells == [
        ["line", "labelled", "predicted", "labelled-cheap", "target"],
        ["2", "bulk", "bulk", "yes", "openrouter/haiku"],
        ["3", "extended-thinking", "extended-thinking", "no", "anthropic/default"],
      ]
    )
  }

  @Test func `is one JSON document, with the tasks where they are asked for`() throws {
    func document(_ words: [String]) throws -> [String: Any] {
      let run = try box.run(own + words + ["tasks.tsv"])
      #expect(run.end == .exited(0) && run.errors.isEmpty)
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      return try #require(object as? [String: Any])
    }
    let figures = try document(["--json"])
    #expect(figures["schema"] as? Int == 1 && figures["count"] as? Int == 4)
    #expect(figures["rows"] is NSNull)
    let leak = try #require(figures["leak"] as? [String: Double])
    #expect(leak == ["hits": 1, "of": 3, "fraction": 0.3333, "low": 0.0615, "high": 0.7923])
    let rows = try #require(document(["--json", "--rows"])["rows"] as? [[String: Any]])
    #expect(rows.map { $0["line"] as? Int } == [2, 4, 5, 6])
    #expect(rows.map { $0["predicted"] as? String } == ["bulk", "bulk", "production", "none"])
    #expect(rows.map { $0["predicted-cheap"] as? Bool } == [true, true, false, false])
  }

  @Test func `prints features for training`() throws {
    try box.write("text\tprimary\n!\tother\n", to: "work/mark.tsv")
    #expect(
      try box.run(["score", "--features", "mark.tsv"]) == Run(0, output: "other\t\tno\t-\t-\t\t\n")
    )
    #expect(try !box.run(["score", "--help"]).output.contains("--features"))
  }

  @Test func `says which line is malformed, and prints nothing`() throws {
    try box.write("text\tprimary\n\nx\tbulky\n", to: "work/bad.tsv")
    for flags in [[], ["--rows"], ["--json"], ["--features"]] {
      #expect(
        try box.run(["score"] + flags + ["bad.tsv"])
          == Run(
            65,
            errors: """
              claude-route: bad.tsv:3: unknown class `bulky` in `primary`
                = help: did you mean `bulk`?

              """
          )
      )
    }
    #expect(
      try box.run(["score", "-"])
        == Run(
          65,
          errors: """
            claude-route: standard input:1: there is no header
              = help: name the columns `text` and `primary`, separated by tabs

            """
        )
    )
  }

  @Test func `says what cannot be read`() throws {
    #expect(
      try box.run(["score", "gone.tsv"])
        == Run(66, errors: "claude-route: cannot read gone.tsv: No such file or directory\n")
    )
    #expect(
      try box.run(["score", "."])
        == Run(74, errors: "claude-route: cannot read .: Is a directory\n")
    )
    #expect(try box.run(["score", "--policy", "gone.yaml", "tasks.tsv"]).end == .exited(66))
    try box.write("version: 2\n", to: "work/broken.yaml")
    let broken = try box.run(["score", "--policy", "broken.yaml", "tasks.tsv"])
    #expect(broken.end == .exited(65) && broken.output.isEmpty)
  }

  @Test(arguments: [
    (["--as", "user", "t"], "`--as` says how to read a policy, and there is no `--policy FILE`"),
    (
      ["--policy", "p", "--as", "mine", "t"],
      "unknown layer `mine` in `--as`; known: managed, repository, user"
    ),
    (["--policy", "-", "-"], "standard input can be read once only"),
    (["--features", "--rows", "t"], "`--features` goes with no other flag"),
  ])
  func `refuses flags that contradict each other`(words: [String], message: String) throws {
    let run = try box.run(["score"] + words)
    #expect(run.end == .exited(64) && run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").first == "claude-route: \(message)")
  }
}
