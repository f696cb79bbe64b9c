import Foundation
import Testing

/// The functions of `shell-init` in the shells that evaluate them.
@Suite struct `A start file` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient("exit 7")
    try box.addProgram()
    try policy("aliases: {cheap: {backend: openrouter, model: sonnet}, docs: {class: bulk}}")
  }

  private func policy(_ yaml: String) throws {
    try box.write("version: 1\n\(yaml)\n", to: "home/.config/claude-route/policy.yaml")
  }

  // MARK: What is printed

  private static let functions: [UserShell: String] = [
    .bash: """
    # claude-route: functions for the aliases of your policy; they hold no key
    \\unalias claude-cheap 2>/dev/null || :
    function claude-cheap { \\command claude-route --alias cheap -- claude "$@"; }
    \\unalias claude-docs 2>/dev/null || :
    function claude-docs { \\command claude-route --alias docs -- claude "$@"; }
    \\unalias claude 2>/dev/null || :
    function claude { \\command claude-route -- claude "$@"; }

    """,
    .zsh: """
    # claude-route: functions for the aliases of your policy; they hold no key
    \\unalias claude-cheap 2>/dev/null || :
    function claude-cheap { \\command claude-route --alias cheap -- claude "$@"; }
    (( ${+_comps} )) && (( ${+_comps[claude]} )) && compdef claude-cheap=claude || :
    \\unalias claude-docs 2>/dev/null || :
    function claude-docs { \\command claude-route --alias docs -- claude "$@"; }
    (( ${+_comps} )) && (( ${+_comps[claude]} )) && compdef claude-docs=claude || :
    \\unalias claude 2>/dev/null || :
    function claude { \\command claude-route -- claude "$@"; }

    """,
    .fish: """
    # claude-route: functions for the aliases of your policy; they hold no key
    function claude-cheap --wraps claude
        command claude-route --alias cheap -- claude $argv
    end
    function claude-docs --wraps claude
        command claude-route --alias docs -- claude $argv
    end
    function claude
        command claude-route -- claude $argv
    end

    """,
  ]

  @Test(arguments: UserShell.allCases)
  func `gets a function for each alias and the completion, and no key`(shell: UserShell) throws {
    let run = try box.run(["shell-init", shell.rawValue, "--wrap"], key)
    let functions = try #require(Self.functions[shell])
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(run.output.hasPrefix(functions))
    let rest = run.output.dropFirst(functions.count)
    let completion = try box.run(["completions", shell.rawValue], key).output
    // A file for zsh begins and ends with what only a file has.
    let isWhole = shell == .zsh ? completion.contains(rest.prefix(400)) : completion == rest
    #expect(isWhole)
    #expect(!run.output.contains("canary"))
  }

  @Test func `of a shell that nobody knows is a slip`() throws {
    let run = try box.run(["shell-init", "tcsh"])
    #expect(run.end == .exited(64) && run.output.isEmpty)
  }

  // MARK: What the functions do

  @Test(arguments: UserShell.allCases)
  func `makes functions that hand every argument on, and end as the client`(shell: UserShell) throws
  {
    let odd = "two\nlines \\ \\' $HOME `id` $(id) *\u{1}é"
    let lines = """
      \(shell.evaluating())
      claude-docs claude 'a b' "it's" '' '"q"' '*' -x -- '$HOME' "$ODD"
      """
    let run = try box.run(shell, lines, key.merging(["ODD": odd]) { $1 })
    #expect(run.end == .exited(7))
    let line = "claude-route: bulk, alias docs → openrouter/haiku, effort low · OPENROUTER_API_KEY"
    #expect(run.errors.hasPrefix(line) && run.output.isEmpty)
    #expect(
      try box.launched()?.ownArguments == [
        "claude", "a b", "it's", "", "\"q\"", "*", "-x", "--", "$HOME", odd,
      ]
    )
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_BACKEND"] == "openrouter")
  }

  @Test(arguments: UserShell.allCases)
  func `makes functions that read the policy when they are called`(shell: UserShell) throws {
    let path = "\(box.home.path)/.config/claude-route/policy.yaml"
    let lines = """
      \(shell.evaluating())
      printf 'version: 1\\naliases: {docs: {model: opus}}\\n' > '\(path)'
      claude-docs
      """
    #expect(try box.run(shell, lines, key) == Run(7))
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_BACKEND"] == "anthropic")
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_MODEL"] == "opus")
  }

  @Test(arguments: [UserShell.bash, .zsh])
  func `goes on under strict options, and takes an old alias's place`(shell: UserShell) throws {
    let lines = """
      \(shell == .bash ? "shopt -s expand_aliases" : "setopt aliases")
      alias claude-docs='echo old'
      set -eu
      \(shell.evaluating("shell-init", "--wrap"))
      claude-docs || echo "status $?"
      """
    let run = try box.run(shell, lines, key)
    #expect(run.end == .exited(0) && run.output == "status 7\n")
    #expect(try box.launched() != nil)
  }

  @Test(arguments: UserShell.allCases)
  func `goes on without functions when the policy has mistakes`(shell: UserShell) throws {
    try policy("aliases: {docs: {class: bulc}}")
    let direct = try box.run(["shell-init", shell.rawValue], key)
    #expect(direct.end == .exited(65) && direct.output.isEmpty)
    #expect(direct.errors.contains("unknown class `bulc` in alias `docs` [unknown-name]\n"))
    let lines = """
      \(shell.evaluating())
      echo on
      type claude-docs >/dev/null 2>&1; or true
      """
    let run = try box.run(
      shell,
      lines.replacing("; or true", with: shell == .fish ? "; or true" : " || true")
    )
    #expect(run == Run(0, output: "on\n", errors: direct.errors))
  }

  @Test(arguments: ["x; touch ran", "$(touch ran)", "`touch ran`", "x'y", "a\\nb", "../x", "-x"])
  func `is given no function of a hostile name`(name: String) throws {
    try policy("aliases: {\"\(name.replacing("\"", with: "\\\""))\": {class: bulk}}")
    for shell in UserShell.allCases {
      let run = try box.run(["shell-init", shell.rawValue])
      #expect(run.end == .exited(65) && run.output.isEmpty)
    }
  }

  @Test(arguments: UserShell.allCases)
  func `has no function for a repository's aliases`(shell: UserShell) throws {
    try box.write("version: 1\naliases: {own: {class: bulk}}\n", to: "work/.claude-route.yaml")
    let output = try box.run(["shell-init", shell.rawValue]).output
    #expect(output.contains("claude-docs") && !output.contains("claude-own"))
    // Nor is anybody kept from typing by somebody else's mistakes.
    try box.write("broken", to: "work/.claude-route.yaml")
    #expect(try box.run(["shell-init", shell.rawValue]) == Run(0, output: output))
  }

  // MARK: The client's own name

  @Test(arguments: UserShell.allCases)
  func `may make the client's own name route`(shell: UserShell) throws {
    let run = try box.run(
      shell,
      "\(shell.evaluating("shell-init", "--wrap"))\nclaude 'license headers'",
      key
    )
    #expect(run.end == .exited(7))
    #expect(run.errors.hasPrefix("claude-route: bulk → openrouter/haiku, effort low · "))
    #expect(try box.launched()?.ownArguments == ["license headers"])
    #expect(try box.launched()?.path == "\(box.programs.path)/claude")
  }

  @Test(arguments: UserShell.allCases, ["mcp list", "--version", "update", "doctor"])
  func `hands on what starts no session`(shell: UserShell, words: String) throws {
    let run = try box.run(
      shell,
      "\(shell.evaluating("shell-init", "--wrap"))\nclaude \(words)",
      key
    )
    #expect(run == Run(7))
    let arguments = try #require(try box.launched()).arguments.map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(arguments == words.split(separator: " ").map(String.init))
  }

  @Test(arguments: UserShell.allCases)
  func `leaves a way around`(shell: UserShell) throws {
    let run = try box.run(
      shell,
      "\(shell.evaluating("shell-init", "--wrap"))\ncommand claude -p hi",
      key
    )
    #expect(run == Run(7))
    #expect(try box.launched()?.arguments == ["-p".bytes, "hi".bytes])
  }

  @Test func `wraps the client as the policy says, and as a flag says before it`() throws {
    func wraps(_ words: String...) throws -> Bool {
      try box.run(["shell-init", "bash"] + words).output.contains("\nfunction claude {")
    }
    #expect(try !wraps())
    try policy("client: {wrap: true}")
    #expect(try wraps())
    #expect(try !wraps("--no-wrap"))
    try policy("client: {wrap: false}")
    #expect(try wraps("--wrap"))
  }

  @Test func `starts the client that the policy names`() throws {
    try box.addClient("exit 4", at: "home/bin/mine")
    try policy("client: {path: ~/bin/mine}\naliases: {docs: {class: bulk}}")
    let lines = "\(UserShell.bash.evaluating("shell-init", "--wrap"))\nclaude-docs && false\nclaude"
    #expect(try box.run(.bash, lines).end == .exited(4))
    #expect(try box.launched()?.path == "\(box.home.path)/bin/mine")
  }
}
