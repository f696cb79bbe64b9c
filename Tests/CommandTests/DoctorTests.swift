import Foundation
import Testing

/// `doctor`: what would make a route not hold on this machine.
@Suite struct `doctor` {
  private let box: Sandbox
  private let builtIn: BuiltIn
  /// Prices and retirements depend on the day.
  private static let command = ["doctor", "--as-of", "2026-11-26"]

  init() throws {
    box = try Sandbox()
    builtIn = try BuiltIn(box)
    try box.saveLogin()
    try box.addClient("echo '2.1.330 (Claude Code)'")
  }

  // MARK: What is expected

  private static let transcripts = [
    Row("transcripts", "cleanupPeriodDays is 30 (default): the client deletes older ones", "note"),
    Row("= they are what tells afterwards what sessions cost"),
    Row(
      "= help: write `\"cleanupPeriodDays\": 365` into the client's settings to keep them longer"
    ),
  ]

  /// A line with its columns, or one below it.
  struct Row {
    let cells: [String]

    init(_ cells: String...) { self.cells = cells }

    /// Long messages are in every text here, so the columns are as wide as they can be.
    var text: String {
      guard cells.count == 3 else { return String(repeating: " ", count: 13) + cells[0] + "\n" }
      let subject = cells[0].padding(toLength: 13, withPad: " ", startingAt: 0)
      let message =
        cells[1].count > 72
        ? cells[1] + "  " : cells[1].padding(toLength: 74, withPad: " ", startingAt: 0)
      return subject + message + cells[2] + "\n"
    }
  }

  private func text(_ rows: [Row], end: String) -> String {
    rows.map(\.text).joined() + end + "\n"
  }

  /// The client, which lies deep, makes every first column as wide as it can be.
  private var first: [Row] {
    [
      Row("client", "\(box.programs.path)/claude 2.1.330", "ok"),
      Row("policy", builtIn.layer, "ok"),
      Row("anthropic", "login saved (~/.claude/.credentials.json)", "ok"),
    ]
  }

  private func tree() throws -> [String: Data] {
    var tree: [String: Data] = [:]
    for folder in ["home", "work", "programs"] {
      let root = box.root.appending(path: folder)
      for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
        tree["\(folder)/\(name)"] =
          FileManager.default.contents(atPath: root.appending(path: name).path) ?? Data()
      }
    }
    return tree
  }

  // MARK: Whole machines

  @Test func `has nothing against a healthy machine`() throws {
    let run = try box.run(Self.command)
    #expect(run == Run(0, output: text(first + Self.transcripts, end: "1 note")))
    try box.write(#"{"cleanupPeriodDays": 365}"#, to: "home/.claude/settings.json")
    let narrow = text(first, end: "nothing to say").split(separator: "\n").map { line in
      // The longest subject is `anthropic`.
      line.hasPrefix("nothing") ? "\(line)\n" : "\(line.prefix(11))\(line.dropFirst(13))\n"
    }
    #expect(try box.run(Self.command) == Run(0, output: narrow.joined()))
  }

  private static let key = "sk-or-v1-0123456789abcdef0123456789abcdef"

  /// What somebody has who followed an article.
  private func addEarlierSetups() throws {
    try box.write(
      """
      {
        "permissions": {"allow": ["Bash(ls)"]},
        "env": {
          "ANTHROPIC_BASE_URL": "https://openrouter.ai/api/v1",
          "ANTHROPIC_API_KEY": "\(Self.key)"
        }
      }
      """,
      to: "home/.claude/settings.json",
      mode: 0o600
    )
    try box.write(
      """
      export PATH="$HOME/bin:$PATH"
      alias claude-cheap='ANTHROPIC_BASE_URL="https://openrouter.ai/api/v1" \
      ANTHROPIC_API_KEY="\(Self.key)" ANTHROPIC_MODEL="anthropic/claude-sonnet-4" claude'

      """,
      to: "home/.zshrc"
    )
  }

  private static let exported = ["OPENROUTER_API_KEY": "canary-1", "ANTHROPIC_API_KEY": "canary-2"]

  @Test func `finds what an article left behind, and writes nothing`() throws {
    try addEarlierSetups()
    let before = try tree()
    let run = try box.run(Self.command, Self.exported)
    let rows =
      first + [
        Row("openrouter", "OPENROUTER_API_KEY is set, not contacted", "ok"),
        Row("settings", "~/.claude/settings.json:4: env.ANTHROPIC_BASE_URL", "warning"),
        Row(
          "`https://openrouter.ai/api/v1` beats your shell, and ends in `/v1`: requests go to "
            + "`/api/v1/v1/messages`"
        ),
        Row("= claude-route cancels it for each launch; plain `claude` and `eval` do not"),
        Row("= help: delete lines 4-5 of ~/.claude/settings.json"),
        Row(
          "settings",
          "~/.claude/settings.json:5: env.ANTHROPIC_API_KEY is a literal secret",
          "warning"
        ),
        Row("shell", "~/.zshrc:2: alias `claude-cheap` holds a literal secret", "warning"),
        Row(
          "= help: `claude-route init --from aliases` writes it as policy, with a reference; then "
            + "delete the line"
        ),
        Row(
          "variables",
          "ANTHROPIC_API_KEY is exported; the login pays, the key is not used",
          "note"
        ),
        Row("= plain `claude -p` would use it"),
      ] + Self.transcripts
    #expect(run == Run(1, output: text(rows, end: "3 warnings, 2 notes")))
    #expect(try tree() == before)
  }

  /// Without a client, on the broken policy of the README.
  @Test func `says what it can beside a broken policy`() throws {
    let file = try box.write(
      """
      version: 1
      routes:
        - name: serious
          when: {class: prodution}
          to: [antropic/default]

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    try FileManager.default.removeItem(at: box.programs.appending(path: "claude"))
    let run = try box.run(Self.command)
    let rows =
      [
        Row("client", "`claude` is not there", "error"),
        Row("= a launch ends with exit status 127"),
        Row(
          "= help: install the client, put it on PATH, or name it in the policy: `client: {path: …}`"
        ),
        Row(
          "policy",
          "~/.config/claude-route/policy.yaml:4: unknown class `prodution` in route `serious` "
            + "[unknown-name]",
          "error"
        ),
        Row("= nothing is launched; the rest is judged by the built-in policy"),
        Row("= 1 more in this file: claude-route check ~/.config/claude-route/policy.yaml"),
        Row("= help: did you mean `production`?"),
        first[2],
      ] + Self.transcripts
    #expect(run == Run(1, output: text(rows, end: "2 errors, 1 note")))
    // A file that others can write is not even read.
    try box.write("version: 1\n", to: file, mode: 0o666)
    let unsafe = try box.run(Self.command + ["--json"])
    #expect(unsafe.end == .exited(1) && unsafe.errors.isEmpty)
    #expect(
      try findings(unsafe).filter { $0.subject == "policy" } == [
        Finding(
          subject: "policy",
          level: "error",
          message: "the policy \(file) can be written by others, so nobody knows whose it is",
          file: nil,
          line: nil
        ),
        Finding(subject: "policy", level: "ok", message: builtIn.layer, file: nil, line: nil),
      ]
    )
  }

  // MARK: One thing after the other

  struct Finding: Decodable, Equatable, Sendable {
    let subject: String
    let level: String
    let message: String
    let file: String?
    let line: Int?
  }

  private struct Report: Decodable {
    let findings: [Finding]
    let problems: [Finding]
  }

  private func findings(_ run: Run) throws -> [Finding] {
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    // What ends with 1 is what is a problem.
    #expect(report.problems == report.findings.filter { ["warning", "error"].contains($0.level) })
    #expect(run.end == .exited(report.problems.isEmpty ? 0 : 1) && run.errors.isEmpty)
    return report.findings
  }

  /// Without what every machine has.
  private func found(_ added: [String: String] = [:], _ words: [String] = []) throws -> [Finding] {
    try findings(try box.run(Self.command + ["--json"] + words, added)).filter {
      $0.level != "ok" && $0.subject != "transcripts"
    }
  }

  private func finding(
    _ subject: String,
    _ level: String,
    _ message: String,
    at file: String? = nil,
    _ line: Int? = nil
  ) -> Finding {
    Finding(subject: subject, level: level, message: message, file: file, line: line)
  }

  @Test func `sees a login that plain claude would send elsewhere`() throws {
    let variables = ["ANTHROPIC_BASE_URL": "https://x.example.net"]
    let leak = "plain `claude` sends your saved login to `https://x.example.net`"
    let exported = finding("variables", "note", "ANTHROPIC_BASE_URL is exported")
    #expect(try found(variables) == [finding("login", "error", leak), exported])
    // Not when there is a token for it.
    let token = variables.merging(["ANTHROPIC_AUTH_TOKEN": "canary"]) { $1 }
    let other = finding("variables", "note", "ANTHROPIC_AUTH_TOKEN is exported")
    #expect(try found(token) == [exported, other])
    // A settings file says so, too.
    try box.write(
      "{\"env\": {\n\"ANTHROPIC_BASE_URL\": \"https://x.example.net\"}}",
      to: "work/.claude/settings.json"
    )
    let file = ".claude/settings.json"
    #expect(
      try found() == [
        finding("settings", "warning", "env.ANTHROPIC_BASE_URL", at: file, 2),
        finding("login", "error", leak, at: file, 2),
      ]
    )
  }

  @Test func `sees files and folders that others can reach`() throws {
    try box.write("{}", to: "home/.claude/settings.json", mode: 0o666)
    try box.write("{}", to: "home/.claude/.credentials.json", mode: 0o644)
    let folder = box.home.appending(path: ".claude").path
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    let writable = "can be written by others"
    #expect(
      try found() == [
        finding("settings", "warning", writable, at: "~/.claude"),
        finding("settings", "warning", writable, at: "~/.claude/settings.json"),
        finding("login", "warning", "can be read by others", at: "~/.claude/.credentials.json"),
      ]
    )
  }

  @Test func `sees settings files that nobody can read`() throws {
    try box.write("{\n  \"env\": {,}\n}\n", to: "home/.claude/settings.json")
    _ = try box.addPipe("work/.claude/settings.local.json")
    let reason = "lacks a key in double quotes (column 11)"
    let pipe = "cannot be read: it is no regular file"
    #expect(
      try found() == [
        finding("settings", "warning", reason, at: "~/.claude/settings.json", 2),
        finding("settings", "warning", pipe, at: ".claude/settings.local.json"),
      ]
    )
  }

  @Test func `sees a file that stops every launch`() throws {
    try box.write(#"{"env": {"HTTPS_PROXY": "http://p:1"}}"#, to: "work/.claude/settings.json")
    let file = ".claude/settings.json"
    let key = "env.HTTPS_PROXY"
    #expect(try found() == [finding("settings", "warning", key, at: file, 1)])
    let proxy = ["HTTPS_PROXY": "http://me:canary@proxy.example.net:3128"]
    let message = "\(key) cannot be overridden, since your own value may be a secret"
    #expect(try found(proxy) == [finding("settings", "error", message, at: file, 1)])
    #expect(try box.run(["--"], proxy).end == .exited(78))
  }

  /// Where the project's file is the user's own.
  @Test func `tells everything once in the home folder`() throws {
    try addEarlierSetups()
    let inHome = try box.run(Self.command, Self.exported, in: box.home)
    #expect(inHome == (try box.run(Self.command, Self.exported)))
    try box.write("{", to: "home/.claude/settings.json")
    let broken = try findings(try box.run(Self.command + ["--json"], in: box.home))
    #expect(broken.count { $0.file == "~/.claude/settings.json" } == 1)
  }

  @Test func `looks behind the route of a shell`() throws {
    let lines = #"eval "$("$ROUTE" --backend openrouter --class bulk)"; "$ROUTE" "$@" --json"#
    let run = try box.shell(lines, Self.command, ["OPENROUTER_API_KEY": "canary"]).run
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(run.end == .exited(0) && report.problems == [])
    #expect(
      report.findings.filter { $0.level != "ok" && $0.subject != "transcripts" } == [
        finding("variables", "note", "this shell is routed: bulk → openrouter/haiku")
      ]
    )
  }

  @Test func `says which settings file wins`() throws {
    let keys = #"{"env": {"ANTHROPIC_MODEL": "opus", "HTTPS_PROXY": "http://p:1"}, "model": "x"}"#
    try box.write(keys, to: "home/.claude/settings.json")
    try box.write(keys, to: "work/.claude/settings.json")
    let run = try box.run(Self.command)
    let lines = run.output.split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { $0.contains("opus") || $0.contains("http://p:1") }
    #expect(
      lines == [
        "`opus`: .claude/settings.json:1 beats it",
        "`http://p:1`: .claude/settings.json:1 beats it",
        "`opus` beats your shell and ~/.claude/settings.json:1",
        "`http://p:1` beats your shell and ~/.claude/settings.json:1",
      ]
    )
    let user = "~/.claude/settings.json"
    let project = ".claude/settings.json"
    #expect(
      try found() == [
        finding("settings", "warning", "env.ANTHROPIC_MODEL", at: user, 1),
        finding("settings", "note", "env.HTTPS_PROXY", at: user, 1),
        finding("settings", "note", "model", at: user, 1),
        finding("settings", "warning", "env.ANTHROPIC_MODEL", at: project, 1),
        finding("settings", "warning", "env.HTTPS_PROXY", at: project, 1),
        finding("settings", "note", "model", at: project, 1),
      ]
    )
  }

  @Test func `sees what shell start files define and export`() throws {
    try box.write(
      """
      alias claude='claude --model haiku'
      alias cc='claude --resume'
      if true; then export ANTHROPIC_MODEL=opus; fi
      export ANTHROPIC_API_KEY="$(pass show anthropic)" OPENROUTER_API_KEY='canary'
      only_here() {
        export ANTHROPIC_SMALL_FAST_MODEL=y
      }
      ANTHROPIC_AUTH_TOKEN=canary
      export ANTHROPIC_CUSTOM_HEADERS= CLAUDE_CODE_USE_BEDROCK=0
      # export ANTHROPIC_MODEL=commented

      """,
      to: "home/.bashrc"
    )
    try box.write(
      "function claude\n  command claude $argv\nend\nset -gx CLAUDE_CODE_USE_VERTEX 1\n",
      to: "home/.config/fish/config.fish"
    )
    _ = try box.addPipe("home/.profile")
    let bash = "~/.bashrc"
    let fish = "~/.config/fish/config.fish"
    #expect(
      try found() == [
        finding("shell", "warning", "alias `claude` bypasses claude-route", at: bash, 1),
        finding("shell", "note", "ANTHROPIC_MODEL is exported", at: bash, 3),
        finding("shell", "warning", "OPENROUTER_API_KEY is a literal secret", at: bash, 4),
        finding("shell", "warning", "ANTHROPIC_AUTH_TOKEN is a literal secret", at: bash, 8),
        finding("shell", "note", "cannot be read: it is no regular file", at: "~/.profile"),
        finding("shell", "note", "function `claude` bypasses claude-route", at: fish, 1),
        finding("shell", "note", "CLAUDE_CODE_USE_VERTEX is exported", at: fish, 4),
      ]
    )
    // Our own function is none.
    try box.write("claude() { command claude-route -- \"$@\"; }\n", to: "home/.bashrc")
    #expect(try found().filter { $0.file == bash } == [])
  }

  @Test func `sees a default that nobody pays for`() throws {
    try FileManager.default.removeItem(at: box.home.appending(path: ".claude"))
    let login = "no login found, the client will ask"
    #expect(try found() == [finding("anthropic", "warning", login)])
    #expect(try found(["ANTHROPIC_API_KEY": "canary"]) == [])
    let policy = try box.write(
      """
      version: 1
      backends:
        mine: {kind: gateway, base-url: "http://llm.example.net", plain-http: true, credential: env:MINE,
          models: {opus: claude-sonnet-4, sonnet: a, haiku: b, fable: c}}
        other: {preset: kimi}
      default: [mine/opus]

      """,
      to: "policy.yaml"
    )
    let shown = try found([:], ["--policy", policy]).filter { $0.subject != "anthropic" }
    #expect(
      shown == [
        finding(
          "policy",
          "error",
          "`claude-sonnet-4`, model `opus` of backend `mine`, is retired since 2026-06-15 "
            + "[retired-model]",
          at: policy,
          4
        ),
        finding("mine", "warning", "MINE is not set"),
        finding(
          "mine",
          "warning",
          "`http://llm.example.net` is asked without encryption",
          at: policy,
          3
        ),
        finding("other", "note", "MOONSHOT_API_KEY is not set"),
        finding(
          "default",
          "warning",
          "no target is permitted and available for a task that nothing speaks for"
        ),
      ]
    )
  }

  @Test func `knows prices that are too old to be trusted`() throws {
    let old = try box.run(["doctor", "--json", "--as-of", "2027-03-01"])
    let prices = try findings(old).filter { $0.subject == "prices" }
    #expect(prices == [finding("prices", "note", "measured on 2026-11-22, 99 days ago")])
    #expect(try found().filter { $0.subject == "prices" } == [])
  }

  // MARK: The client

  private func client(_ words: [String] = [], path: String? = nil) throws -> [Finding] {
    let added = path.map { ["PATH": "\($0):\(box.programs.path):/usr/bin:/bin"] } ?? [:]
    return try findings(try box.run(Self.command + ["--json"] + words, added)).filter {
      ["client", "path"].contains($0.subject)
    }
  }

  @Test func `reads the version where it is written, and starts nothing then`() throws {
    try box.addClient("exit 1", at: "opt/claude/versions/2.1.331")
    let native = box.programs.appending(path: "native").path
    try FileManager.default.createSymbolicLink(
      atPath: native,
      withDestinationPath: box.root.appending(path: "opt/claude/versions/2.1.331").path
    )
    #expect(try client(["--client", native]) == [finding("client", "ok", "\(native) 2.1.331")])
    let npm = try box.addClient("exit 1", at: "lib/claude-code/cli.js")
    try box.write(
      #"{"name": "@anthropic-ai/claude-code", "version": "2.1.100"}"#,
      to: "lib/claude-code/package.json"
    )
    #expect(try client(["--client", npm]) == [finding("client", "note", "\(npm) 2.1.100")])
    #expect(try box.launched() == nil)
  }

  @Test func `asks the client for its version without a secret`() throws {
    let run = try box.run(Self.command, ["ANTHROPIC_API_KEY": "canary", "MINE": "canary"])
    #expect(run.end == .exited(0))
    let launched = try #require(try box.launched())
    #expect(launched.arguments == ["--version".bytes])
    #expect(launched.environment.withoutShellsOwn.text.keys.sorted() == ["HOME", "PATH"])
  }

  @Test(arguments: [
    ("exit 3", "of an unknown version: `--version`: it failed with status 3"),
    ("echo hello; echo secret >&2", "of an unknown version: `--version` prints none"),
    ("head -c 9999 /dev/zero", "of an unknown version: `--version` prints none"),
  ])
  func `goes on when the client does not say`(row: (String, String)) throws {
    let path = try box.addClient(row.0)
    #expect(try client() == [finding("client", "note", "\(path), \(row.1)")])
    try box.write(
      "version: 1\nclient: {minimum-version: 2.1.330}\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(try client() == [finding("client", "warning", "\(path), \(row.1)")])
  }

  @Test func `compares the version with the policy's`() throws {
    try box.write(
      "version: 1\nclient: {minimum-version: 2.1.331}\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    let message = "\(box.programs.path)/claude 2.1.330"
    #expect(try client() == [finding("client", "warning", message)])
  }

  @Test func `sees a client that cannot be started, and one that is no client`() throws {
    let file = try box.write("", to: "no-program")
    #expect(
      try client(["--client", file]) == [finding("client", "error", "\(file) cannot be executed")]
    )
    let folder = box.root.appending(path: "first").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let link = "\(folder)/claude"
    try FileManager.default.createSymbolicLink(
      atPath: link,
      withDestinationPath: Program.claudeRoute
    )
    #expect(
      try client(path: folder) == [
        finding("client", "ok", "\(box.programs.path)/claude 2.1.330"),
        finding("path", "warning", "\(link), a `claude` on PATH, is claude-route itself"),
      ]
    )
    let ourselves = "\(link) is claude-route itself, which would start itself for ever"
    #expect(try client(["--client", link]) == [finding("client", "error", ourselves)])
  }

  // MARK: Secrets and screens

  /// A secret in every place where people put one.
  private static let canaries: [String: String] = {
    let names = [
      "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS",
      "AWS_BEARER_TOKEN_BEDROCK", "CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_FOUNDRY_API_KEY",
      "CLAUDE_CODE_EXTRA_BODY", "OPENROUTER_API_KEY", "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE",
    ]
    var values = Dictionary(uniqueKeysWithValues: names.map { ($0, "canary") })
    values["ANTHROPIC_BASE_URL"] = "https://u:canary@x.example.net/?key=canary"
    values["HTTPS_PROXY"] = "u:canary@proxy.example.net:1"
    values["ANTHROPIC_MODEL"] = "sk-ant-canary"
    values["ANTHROPIC_BEDROCK_BASE_URL"] = "https://u:canary@x.example.net"
    return values
  }()

  @Test(arguments: [[], ["CLAUDE_CODE_USE_BEDROCK"]])
  func `shows no secret of any place`(switches: [String]) throws {
    var values = Self.canaries
    for name in switches {
      values[name] = "1"
    }
    let document: [String: Any] = [
      "env": values.merging(["OTHER": "sk-ant-canary-canary"]) { $1 },
      "apiKeyHelper": "echo sk-ant-canary-canary", "model": "sk-ant-canary-canary",
    ]
    let settings = String(
      decoding: try JSONSerialization.data(withJSONObject: document),
      as: UTF8.self
    )
    for file in ["home/.claude/settings", "work/.claude/settings", "work/.claude/settings.local"] {
      try box.write(settings, to: "\(file).json")
    }
    let lines = values.map { "export \($0.key)='\($0.value)'\n" }.sorted().joined()
    let alias =
      "alias c=\"\(values.map { "\($0.key)=\($0.value)" }.joined(separator: " ")) claude\"\n"
    try box.write(alias + lines, to: "home/.zshrc")
    try box.write(
      alias + lines.replacing("export ", with: "set -gx ").replacing("=", with: " "),
      to: "home/.config/fish/config.fish"
    )
    for format in ["text", "json"] {
      let run = try box.run(Self.command + ["--format", format], values)
      #expect(run.end == .exited(1))
      #expect(run.output.contains("env.ANTHROPIC_AUTH_TOKEN is a literal secret"))
      #expect(run.output.contains("OPENROUTER_API_KEY is a literal secret"))
      #expect(!run.output.contains("canary") && !run.errors.contains("canary"))
    }
  }

  @Test func `shows no control character of names and values`() throws {
    let hostile = "\u{1B}[31m\u{202E}\u{9B}x\u{7}"
    let settings = """
      {"env": {"ANTHROPIC_BASE_URL": "https://\u{202E}x\\u001b[31m\\u0007", "sk\\u001b": "sk-ant-0123456789"}}
      """
    for folder in ["work", "work/\(hostile)"] {
      try box.write(settings, to: "\(folder)/.claude/settings.json")
    }
    try box.write("alias \(hostile)='ANTHROPIC_MODEL=\(hostile) claude'\n", to: "home/.zshrc")
    try box.write("version: 1\n\(hostile): 1\n", to: "home/.config/claude-route/policy.yaml")
    let path = try box.addClient("printf '\u{1B}[31m'", at: "programs/\(hostile)")
    let folder = box.work.appending(path: hostile)
    for words in [[], ["--json"], ["--client", path], ["--client", "\(hostile)/x"]] {
      for place in [box.work, folder] {
        let run = try box.run(
          Self.command + words,
          ["ANTHROPIC_BASE_URL": "https://\(hostile)", "PATH": "\(folder.path):/usr/bin:/bin"],
          in: place
        )
        #expect(run.end == .exited(1) && run.errors.isEmpty)
        let scalars = "\u{1B}\u{202E}\u{9B}\u{7}".unicodeScalars
        #expect(!run.output.unicodeScalars.contains { scalars.contains($0) })
      }
    }
  }

  @Test(arguments: [
    (["--as-of", "today"], "`--as-of` takes a date like 2026-11-30, not `today`"),
    (["--format", "xml"], "unknown format `xml`; known: text, json"),
    (["--json", "--format", "text"], "`--json` and `--format text` contradict each other"),
  ])
  func `is told how to be asked`(row: ([String], String)) throws {
    let errors =
      "claude-route: \(row.1)\n  = help: `claude-route --help` lists commands, "
      + "`claude-route help route` the flags\n"
    #expect(try box.run(["doctor"] + row.0) == Run(64, errors: errors))
  }
}

/// The same where the organisation has a word.
@Suite(.enabled(if: Sandbox.canMount, "needs root, unshare(1) and mount namespaces"))
struct `doctor beside managed files` {
  private let box: Sandbox
  private static let command = ["doctor", "--as-of", "2026-11-26", "--json"]

  init() throws {
    box = try Sandbox()
    try box.addClient("echo '2.1.330 (Claude Code)'")
  }

  private static let policy = """
    version: 1
    name: acme
    backends:
      bedrock: {preset: bedrock, region: eu-central-1, skip-auth: true}
    default: [bedrock/opus]

    """

  private struct Report: Decodable, Equatable {
    let managed: Managed
    let plain: Plain
    let problems: [Problem]

    enum CodingKeys: String, CodingKey {
      case managed
      case plain = "plain_client"
      case problems
    }

    struct Managed: Decodable, Equatable {
      let policy: String
      let digest: String
      let owner: String
      let mode: String
    }

    struct Plain: Decodable, Equatable {
      let endpoint: String
      let from: String?
      let agrees: Bool

      enum CodingKeys: String, CodingKey {
        case endpoint
        case from
        case agrees = "agrees_with_policy"
      }
    }

    struct Problem: Decodable, Equatable {
      let subject: String
      let level: String
      let message: String
      let file: String?
      let line: Int?
    }
  }

  private func report(_ settings: String?) throws -> (end: Run.End, report: Report) {
    var files = ["claude-route/policy.yaml": Self.policy]
    files["claude-code/managed-settings.json"] = settings
    let run = try box.run(Self.command, ["AWS_PROFILE": "acme"], etc: files)
    #expect(run.errors.isEmpty)
    return (run.end, try JSONDecoder().decode(Report.self, from: Data(run.output.utf8)))
  }

  private var managed: Report.Managed {
    get throws {
      let ended = try box.shell("printf %s \"$1\" | sha256sum", [Self.policy])
      return Report.Managed(
        policy: "/etc/claude-route/policy.yaml",
        digest: "sha256:\(ended.run.output.prefix { $0 != " " })",
        owner: "root",
        mode: "0644"
      )
    }
  }

  private static let file = "/etc/claude-code/managed-settings.json"

  @Test func `is content where plain claude obeys the policy`() throws {
    let (end, found) = try report(
      #"{"env": {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-central-1"}}"#
    )
    #expect(end == .exited(0))
    #expect(
      found
        == Report(
          managed: try managed,
          plain: Report.Plain(endpoint: "bedrock eu-central-1", from: Self.file, agrees: true),
          problems: []
        )
    )
  }

  @Test func `says what differs, and what cannot be read`() throws {
    let different = try report("{\"env\": {\n\"CLAUDE_CODE_USE_VERTEX\": \"1\"}}")
    #expect(different.end == .exited(1))
    #expect(
      different.report
        == Report(
          managed: try managed,
          plain: Report.Plain(endpoint: "vertex", from: Self.file, agrees: false),
          problems: [
            Report.Problem(
              subject: "managed",
              level: "error",
              message: "env.CLAUDE_CODE_USE_VERTEX differs: the route to bedrock/opus wants unset",
              file: Self.file,
              line: 2
            )
          ]
        )
    )
    let broken = try report("{")
    #expect(broken.end == .exited(1))
    #expect(broken.report.plain == Report.Plain(endpoint: "anthropic", from: nil, agrees: false))
    #expect(broken.report.problems.map(\.file) == [Self.file])
    #expect(broken.report.problems.map(\.level) == ["error"])
  }
}
