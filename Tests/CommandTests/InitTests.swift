import Foundation
import Testing

/// `init`: what it writes, what it leaves alone, and what it never says.
@Suite struct `Starting a policy` {
  private let box: Sandbox
  private static let path = "home/.config/claude-route/policy.yaml"

  init() throws { box = try Sandbox() }

  private var policy: URL { box.root.appending(path: Self.path) }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: box.root.appending(path: path), encoding: .utf8)
  }

  private func mode(_ path: String) throws -> Int? {
    let file = box.root.appending(path: path).path
    return try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
  }

  /// Every file below home and work with its bytes, mode and time.
  private func tree() throws -> [String: String] {
    var tree: [String: String] = [:]
    for folder in ["home", "work"] {
      let root = box.root.appending(path: folder)
      for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
        let file = root.appending(path: name).path
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let bytes =
          attributes[.type] as? FileAttributeType == .typeRegular
          ? FileManager.default.contents(atPath: file)?.base64EncodedString() : nil
        tree["\(folder)/\(name)"] = [
          "\(attributes[.posixPermissions] ?? "")", "\(attributes[.modificationDate] ?? "")",
          bytes ?? "",
        ]
        .joined(separator: " ")
      }
    }
    return tree
  }

  /// What was there before is as it was; the names of what is new.
  private func added(since before: [String: String]) throws -> [String] {
    let after = try tree()
    let folders: Set = ["home/.config", "work", "home"]
    for (name, state) in before where !folders.contains(name) {
      #expect(after[name] == state, "\(name)")
    }
    return after.keys.filter { before[$0] == nil }.sorted()
  }

  // MARK: A person's

  @Test func `writes a person's policy, for nobody else to read`() throws {
    let run = try box.run(["init"])
    let lines = try text(Self.path).filter { $0 == "\n" }.count
    #expect(
      run
        == Run(
          0,
          output: """
            wrote ~/.config/claude-route/policy.yaml (\(lines) lines, 0600): examples in comments, in front \
            of the built-in policy
            next: edit it, then `claude-route check ~/.config/claude-route/policy.yaml`

            """
        )
    )
    #expect(try mode(Self.path) == 0o600)
    #expect(try mode("home/.config/claude-route") == 0o700)
    #expect(try added(since: [:]) == ["home/.config", "home/.config/claude-route", Self.path])
    #expect(try box.run(["init", "--print"]) == Run(0, output: try text(Self.path)))
    // It is a policy, and changes nothing.
    let words = ["explain", "--json", "--task", "license headers"]
    #expect(try box.run(words).end == .exited(0))
  }

  @Test(arguments: [0o000, 0o022, 0o077])
  func `takes no mode from the umask`(mask: Int) throws {
    let ended = try box.shell(
      "umask 0\(String(mask, radix: 8)); \"$ROUTE\" init && \"$ROUTE\" init --repository"
    )
    #expect(ended.run.end == .exited(0))
    #expect(try mode(Self.path) == 0o600)
    #expect(try mode("work/.claude-route.yaml") == 0o644)
  }

  @Test func `follows XDG_CONFIG_HOME`() throws {
    let folder = box.root.appending(path: "elsewhere").path
    #expect(try box.run(["init"], ["XDG_CONFIG_HOME": folder]).end == .exited(0))
    #expect(try mode("elsewhere/claude-route/policy.yaml") == 0o600)
    #expect(try tree() == [:])
  }

  @Test func `has in force what is here, and no value of it`() throws {
    let run = try box.run(
      ["init", "--print"],
      [
        "OPENROUTER_API_KEY": "canary-1", "MOONSHOT_API_KEY": "canary-2", "AWS_REGION": "eu-west-1",
        "AWS_BEARER_TOKEN_BEDROCK": "canary-3",
      ]
    )
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(run.output.contains("\n  openrouter: {preset: openrouter}\n"))
    #expect(run.output.contains("\n  bedrock: {preset: bedrock, region: eu-west-1}\n"))
    #expect(run.output.contains("\n  kimi: {preset: kimi}\n"))
    #expect(!run.output.contains("canary"))
    #expect(try tree() == [:])
  }

  // MARK: What is made of it

  /// With the mark of every example taken away, as the text itself says.
  private func withoutMarks(_ text: String) throws -> String {
    let ended = try box.shell(
      #"printf %s "$1" | sed -E 's/^( *)#([^ ]|  )/\1\2/'"#,
      [text]
    )
    return ended.run.output
  }

  @Test(arguments: [
    (["init", "--print"], "user"), (["init", "--repository", "--print"], "repository"),
    (["init", "--managed", "bedrock", "--region", "eu-central-1"], "managed"),
    (["init", "--managed", "vertex", "--region", "global"], "managed"),
    (["init", "--managed", "litellm"], "managed"),
  ])
  func `is a sound policy, also with every example in force`(
    words: [String],
    layer: String
  ) throws {
    let text = try box.run(words).output
    let path = try box.write(text, to: "plain.yaml")
    let plain = try box.run(["check", "--strict", "--as", layer, path])
    #expect(plain.end == .exited(0), "\(plain)")
    // Backends that nothing names yet are warned of.
    let all = try box.write(try withoutMarks(text), to: "all.yaml")
    for command in ["check", "test"] {
      let run = try box.run([command, "--as", layer, all])
      #expect(run.end == .exited(0), "\(run)")
    }
  }

  // MARK: What is there

  enum Obstacle: CaseIterable {
    case file
    case folder
    case link
    case pipe
  }

  @Test(arguments: Obstacle.allCases)
  func `overwrites nothing`(obstacle: Obstacle) throws {
    switch obstacle {
    case .file: try box.write("broken", to: Self.path)
    case .folder: try box.write("", to: "\(Self.path)/x")
    case .pipe: _ = try box.addPipe(Self.path)
    case .link:
      try FileManager.default.createDirectory(
        at: policy.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try FileManager.default.createSymbolicLink(
        atPath: policy.path,
        withDestinationPath: box.root.appending(path: "nowhere").path
      )
    }
    let before = try tree()
    let errors = """
      claude-route: \(policy.path) is there already, and `init` overwrites nothing
        = help: move it away first, or see what would be written with `--print`

      """
    #expect(try box.run(["init"]) == Run(64, errors: errors))
    #expect(try box.run(["init", "--from", "settings,env,aliases"]) == Run(64, errors: errors))
    #expect(try added(since: before) == [])
  }

  // MARK: A repository's

  @Test func `writes a repository's policy at its root`() throws {
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write("", to: "work/src/x")
    let before = try tree()
    let run = try box.run(["init", "--repository"], in: box.work.appending(path: "src"))
    let path = box.work.appending(path: ".claude-route.yaml").path
    let lines = try text("work/.claude-route.yaml").filter { $0 == "\n" }.count
    #expect(
      run
        == Run(
          0,
          output: """
            wrote \(path) (\(lines) lines): what this repository prefers and forbids. Backends, keys and \
            model ids stay with each person.
            next: `claude-route check`, commit it, tell people to run `claude-route allow` once

            """
        )
    )
    #expect(try mode("work/.claude-route.yaml") == 0o644)
    #expect(try added(since: before) == ["work/.claude-route.yaml"])
    #expect(
      try box.run(["init", "--repository"])
        == Run(
          64,
          errors: """
            claude-route: \(path) is there already, and `init` overwrites nothing
              = help: move it away first, or see what would be written with `--print`

            """
        )
    )
    #expect(
      try box.run(["init", "--repository", "--print"]).output == text("work/.claude-route.yaml")
    )
    #expect(try box.run(["explain", "--task", "license headers"]).end == .exited(0))
  }

  // MARK: An organisation's

  @Test func `prints an organisation's policy`() throws {
    let words = ["init", "--managed", "bedrock", "--region", "eu-central-1", "--profile", "acme"]
    let run = try box.run(words)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(run.output.contains("\n    region: eu-central-1 # ids get the prefix `eu.`"))
    #expect(run.output.contains("\n    profile: acme #"))
    #expect(try tree() == [:])
  }

  struct Misuse: CustomStringConvertible, Sendable {
    let words: [String]
    let errors: String
    var description: String { words.joined(separator: " ") }
  }

  private static let parserHelp =
    "  = help: `claude-route --help` lists commands, `claude-route help route` the flags\n"

  @Test(arguments: [
    Misuse(
      words: ["--managed", "bedrok", "--region", "eu-central-1"],
      errors: "claude-route: no recipe is called `bedrok` in `--managed`\n"
        + "  = help: did you mean `bedrock`?\n"
    ),
    Misuse(
      words: ["--managed", "bedrock"],
      errors:
        "claude-route: `--managed bedrock` needs `--region`\n  = help: without one the client "
        + "picks a region silently; write `--region eu-central-1`\n"
    ),
    Misuse(
      words: ["--managed", "openrouter", "--region", "eu"],
      errors: "claude-route: `--managed openrouter` takes no `--region`: it has none\n"
    ),
    Misuse(
      words: ["--managed", "vertex", "--region", "eu\nbuilt-in: true"],
      errors:
        "claude-route: `--region`, `--project` and `--profile` take letters, digits, `-`, `_`, "
        + "`.` and `:`\n"
    ),
    Misuse(
      words: ["--region", "eu-central-1"],
      errors:
        "claude-route: `--region`, `--project` and `--profile` go with `--managed`\n\(parserHelp)"
    ),
    Misuse(
      words: ["--repository", "--from", "env"],
      errors: "claude-route: give one of `--repository`, `--managed` and `--from`\n\(parserHelp)"
    ),
    Misuse(
      words: ["--from", "env,shell"],
      errors:
        "claude-route: `--from` takes settings, env and aliases, separated by commas\n\(parserHelp)"
    ),
    Misuse(
      words: ["--from", ""],
      errors:
        "claude-route: `--from` takes settings, env and aliases, separated by commas\n\(parserHelp)"
    ),
  ])
  func `is told how to be asked`(_ row: Misuse) throws {
    #expect(try box.run(["init"] + row.words) == Run(64, errors: row.errors))
    #expect(try tree() == [:])
  }

  // MARK: Taking over

  private static let canary = "sk-or-v1-0123456789abcdef0123456789abcdef"

  private func addEarlierSetups() throws {
    try box.write(
      """
      export PATH="$HOME/bin:$PATH"
      alias claude-cheap='ANTHROPIC_BASE_URL="https://openrouter.ai/api/v1" \
      ANTHROPIC_API_KEY="\(Self.canary)" ANTHROPIC_MODEL="anthropic/claude-sonnet-4" claude'

      """,
      to: "home/.zshrc"
    )
    try box.write(
      """
      {
        "env": {
          "ANTHROPIC_BASE_URL": "https://openrouter.ai/api/v1",
          "ANTHROPIC_AUTH_TOKEN": "\(Self.canary)"
        }
      }
      """,
      to: "home/.claude/settings.json",
      mode: 0o600
    )
  }

  @Test func `takes over what routes today, and says what it did`() throws {
    try addEarlierSetups()
    let before = try tree()
    let words = ["init", "--from", "aliases", "--from", "settings,env"]
    let shell = [
      "CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-central-1",
      "AWS_BEARER_TOKEN_BEDROCK": Self.canary,
    ]
    let run = try box.run(words, shell)
    let text = try text(Self.path)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(
      run.output == """
        ~/.zshrc:2 claude-cheap             → alias `cheap`: openrouter/sonnet
                                              `anthropic/claude-sonnet-4` is retired since 2026-06-15; \
        wrote `sonnet`
                                              base URL `https://openrouter.ai/api/v1` → \
        `https://openrouter.ai/api`
        ~/.claude/settings.json:3-4         → same backend, nothing added
        this shell                          → backend `bedrock`, eu-central-1
        keys                                → `env:OPENROUTER_API_KEY`; put the key there or in your \
        keychain, it was not copied
        still in the way                    → ~/.zshrc:2 hides the `claude-cheap` that `shell-init` \
        makes; delete it there, and make a new key: this one was written down
                                              ~/.claude/settings.json:3-4 beats your shell: a launch \
        cancels it, plain `claude` obeys it; delete it there, and make a new key: this one was written \
        down
                                              exported variables of this shell: a launch removes them, \
        plain `claude` obeys them
        wrote ~/.config/claude-route/policy.yaml (\(text.filter { $0 == "\n" }.count) lines, 0600). Not \
        touched: ~/.zshrc, ~/.claude/settings.json

        """
    )
    #expect(
      text.contains(
        """

        backends:
          openrouter:
            preset: openrouter
            credential: env:OPENROUTER_API_KEY
          bedrock:
            preset: bedrock
            region: eu-central-1

        """
      )
    )
    #expect(text.contains("\naliases:\n  cheap: {backend: openrouter, model: sonnet}\n"))
    #expect(!(text + run.output).contains("0123456789"))
    #expect(
      try added(since: before) == ["home/.config", "home/.config/claude-route", Self.path]
    )
    // It routes.
    let key = ["OPENROUTER_API_KEY": "x"]
    let explained = try box.run(["explain", "--backend", "openrouter", "--class", "bulk"], key)
    #expect(explained.end == .exited(0))
  }

  @Test func `says what it found with the printed policy, apart from it`() throws {
    try addEarlierSetups()
    let before = try tree()
    let run = try box.run(["init", "--print", "--from", "aliases,settings"])
    #expect(run.output.hasPrefix("# yaml-language-server: "))
    #expect(run.errors.hasPrefix("~/.zshrc:2 claude-cheap             → alias `cheap`: "))
    #expect(!(run.output + run.errors).contains("0123456789"))
    #expect(try added(since: before) == [])
  }

  @Test func `says when there was nothing`() throws {
    let run = try box.run(["init", "--from", "settings,env,aliases"])
    let lines = try text(Self.path).filter { $0 == "\n" }.count
    #expect(
      run
        == Run(
          0,
          output: """
            ~/.claude/settings.json             → nothing about a route there
            this shell                          → nothing about a route there
            shell start files                   → nothing about a route there
            wrote ~/.config/claude-route/policy.yaml (\(lines) lines, 0600)

            """
        )
    )
  }

  @Test func `shows no control character of a start file`() throws {
    try box.write(
      "alias \u{1B}[31mx='ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_MODEL=\u{202E}x claude'\n",
      to: "home/.bashrc"
    )
    let run = try box.run(["init", "--from", "aliases"])
    #expect(run.end == .exited(0))
    #expect(
      !(run.output + (try text(Self.path))).unicodeScalars.contains {
        "\u{1B}\u{202E}".unicodeScalars.contains($0)
      }
    )
  }

  // MARK: Files that are no such files

  struct Hostile: CustomStringConvertible, Sendable {
    let path: String
    /// Absent: a pipe.
    let text: String?
    let source: String
    let reason: String
    var description: String { reason }
  }

  @Test(arguments: [
    Hostile(
      path: "home/.claude/settings.json",
      text: "{\n  \"env\": {,}\n}\n",
      source: "settings",
      reason: "HOME/.claude/settings.json:2:11: lacks a key in double quotes"
    ),
    Hostile(
      path: "home/.claude/settings.json",
      text: nil,
      source: "settings",
      reason: "cannot read HOME/.claude/settings.json: it is no regular file"
    ),
    Hostile(
      path: "home/.zshrc",
      text: nil,
      source: "aliases",
      reason: "cannot read HOME/.zshrc: it is no regular file"
    ),
    Hostile(
      path: "home/.bash_profile",
      text: String(repeating: "#", count: 1 << 20) + "\n",
      source: "aliases",
      reason: "HOME/.bash_profile is longer than 1048576 bytes"
    ),
  ])
  func `refuses half a set-up`(_ row: Hostile) throws {
    if let text = row.text {
      try box.write(text, to: row.path)
    } else {
      _ = try box.addPipe(row.path)
    }
    let reason = row.reason.replacing("HOME", with: box.home.path)
    #expect(
      try box.run(["init", "--from", "settings,env,aliases"])
        == Run(
          74,
          errors: """
            claude-route: \(reason); nothing was written
              = help: mend it, or leave `\(row.source)` out of `--from`

            """
        )
    )
    #expect(!FileManager.default.fileExists(atPath: policy.path))
    let others = ["settings", "env", "aliases"].filter { $0 != row.source }
    #expect(try box.run(["init", "--from", others.joined(separator: ",")]).end == .exited(0))
  }

  @Test func `passes over what is no shell text`() throws {
    var bytes: [UInt8] = Array(0...255)
    bytes += Array("\nalias x='\nalias y=\"$(\n'\"`${\n".utf8)
    let file = box.home.appending(path: ".zshrc")
    try Data(bytes).write(to: file)
    #expect(try box.run(["init", "--from", "aliases"]).end == .exited(0))
  }
}
