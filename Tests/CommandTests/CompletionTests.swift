import Foundation
import Testing

/// What the shells offer when somebody presses the tabulator, asked in the shells themselves.
@Suite struct `Completion` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addProgram()
    try box.write(
      """
      version: 1
      aliases:
        cheap: {backend: litellm, model: haiku}
      backends:
        litellm:
          kind: gateway
          base-url: https://llm.acme.example
          credential: env:LITELLM_KEY
          models: {opus: a, sonnet: b, haiku: c, fable: d, tiny: e}
      classes:
        docs:
          description: "`touch ran` $(touch ran); touch ran \\t'\\""
          protective: false
          signals: [{any-path: ["docs/**"]}]
      routes: [{name: docs, when: {class: docs}, to: [litellm/tiny]}]

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    try box.write("", to: "work/notes.txt")
  }

  /// A line up to the cursor and the words that it can become, sorted.
  struct Row: CustomTestStringConvertible, Sendable {
    let line: String
    let words: [String]

    init(_ line: String, _ words: String...) {
      self.line = line
      self.words = words
    }

    var testDescription: String { line }
  }

  private static let commands = [
    "allow", "check", "completions", "cost", "credential", "decide", "diff", "doctor", "explain",
    "export",
    "help", "init", "off", "probe", "replay", "report", "revoke", "route", "schema", "score",
    "shell-init",
    "status", "statusline", "teach", "test",
  ]

  static let rows = [
    Row(
      "--class ",
      "bulk",
      "docs",
      "extended-thinking",
      "multi-agent",
      "production",
      "prototyping"
    ),
    Row("explain --class b", "bulk"),
    Row("--label c", "compliance-aws", "compliance-gcp", "cost-sensitive"),
    Row("--backend ", "anthropic", "bedrock", "litellm", "openrouter", "vertex"),
    Row("--backend openrouter --model ", "default", "fable", "haiku", "opus", "sonnet"),
    Row("--backend litellm --model t", "tiny"),
    Row("cost --alias cheap --model ti", "tiny"),
    Row("--alias ", "cheap"),
    Row("--effort ", "high", "low", "max", "medium", "xhigh"),
    Row("--format ", "csh", "dotenv", "fish", "github", "json", "sh"),
    Row("explain --format ", "json", "text"),
    Row("check --format ", "github", "json", "sarif", "text"),
    Row("test --format ", "json", "junit", "text"),
    Row("off --format ", "csh", "fish", "sh"),
    Row("shell-init ", "bash", "fish", "zsh"),
    Row("credential o", "openrouter"),
    Row("check --as ", "managed", "repository", "user"),
    Row("ex", "explain", "export"),
    Row("help sc", "schema", "score"),
    Row("explain --eff", "--effort"),
    Row("--effort low --eff"),
    Row("--class bulk --cl", "--class", "--client"),
    Row("explain --fact os", "os="),
    Row("--task ex"),
    Row("nothing-of-ours x ex"),
    Row("--policy no", "notes.txt"),
    Row("--files notes.txt no", "notes.txt"),
    Row("check no", "notes.txt"),
    Row("-- no", "notes.txt"),
    Row("--class bulk -- -p no", "notes.txt"),
  ]

  @Test(arguments: UserShell.allCases, rows)
  func `offers`(shell: UserShell, row: Row) throws {
    #expect(try completed(row.line, in: shell) == row.words)
    #expect(!FileManager.default.fileExists(atPath: "\(box.work.path)/ran"))
  }

  @Test(arguments: UserShell.allCases)
  func `offers every command`(shell: UserShell) throws {
    #expect(try completed("", in: shell) == Self.commands)
  }

  @Test(arguments: UserShell.allCases)
  func `goes on in a word with its option`(shell: UserShell) throws {
    // Readline takes what stands behind `=` for a word.
    let start = shell == .bash ? "" : "--model="
    #expect(try completed("--backend litellm --model=t", in: shell) == ["\(start)tiny"])
    let all = ["default", "fable", "haiku", "opus", "sonnet", "tiny"].map { "\(start)\($0)" }
    #expect(try completed("--backend=litellm --model=", in: shell) == all)
  }

  @Test(arguments: UserShell.allCases)
  func `knows the repository's names, and the policy that is named`(shell: UserShell) throws {
    try box.write(
      """
      version: 1
      aliases: {own: {effort: low}}
      classes: {fixtures: {protective: false, signals: [{any-path: ["f/**"]}]}}
      routes: [{name: fixtures, when: {class: fixtures}, to: [anthropic/haiku]}]

      """,
      to: "work/.claude-route.yaml"
    )
    #expect(try completed("--class f", in: shell) == ["fixtures"])
    #expect(try completed("--alias ", in: shell) == ["cheap", "own"])
    #expect(try completed("--no-repo-policy --alias ", in: shell) == ["cheap"])
    try box.write("version: 1\naliases: {there: {model: opus}}\n", to: "work/p.yaml")
    #expect(try completed("--policy p.yaml --alias ", in: shell) == ["own", "there"])
  }

  @Test(arguments: UserShell.allCases)
  func `says nothing of a policy with mistakes, and knows the built-in names`(
    shell: UserShell
  )
    throws
  {
    for path in ["home/.config/claude-route/policy.yaml", "work/.claude-route.yaml"] {
      try box.write("version: 1\nclasses: [\n", to: path)
      #expect(try completed("--class b", in: shell, by: "completions") == ["bulk"])
    }
    #expect(try completed("--alias ", in: shell, by: "completions") == [])
    let words = "--policy no-such.yaml --backend o"
    #expect(try completed(words, in: shell, by: "completions") == ["openrouter"])
  }

  @Test(arguments: UserShell.allCases)
  func `leaves the client's words to the client's completion`(shell: UserShell) throws {
    let setup =
      switch shell {
      case .bash: "_c() { COMPREPLY=(\"of-$1-$3\"); }; complete -F _c claude"
      case .zsh: "_c() { compadd \"of-$words[1]-$words[CURRENT-1]\"; }; compdef _c claude"
      case .fish:
        "complete -c claude -f -a '(echo of-(commandline -opc)[1]-(commandline -opc)[-1])'"
      }
    #expect(try completed("--class bulk -- -p ", in: shell, setup) == ["of-claude--p"])
    #expect(try completed("-- ", in: shell, setup) == ["of-claude-claude"])
  }

  // MARK: The shells

  /// What is offered for a line behind `claude-route`, sorted.
  private func completed(
    _ line: String,
    in shell: UserShell,
    by command: String = "shell-init",
    _ setup: String = ""
  ) throws -> [String] {
    let start = "\(setup)\n\(shell.evaluating(command))"
    let script =
      switch shell {
      case .bash: Self.bash(start)
      case .zsh: Self.zsh
      case .fish: "\(start)\ncomplete -C \"$LINE\""
      }
    if shell == .zsh {
      try box.write("\(Self.zshStart)\n\(start)\necho END$((1))", to: "start")
    }
    let offers = box.root.appending(path: "offers")
    try Data().write(to: offers)
    let run = try box.run(
      shell,
      script,
      [
        "LINE": "claude-route \(line)", "OFFERS": offers.path, "TERM": "dumb",
        "START": box.root.appending(path: "start").path,
      ]
    )
    #expect(run.end == .exited(0) && run.errors == "", "\(run)")
    let text =
      shell == .zsh ? String(decoding: try Data(contentsOf: offers), as: UTF8.self) : run.output
    // zsh may ask several times, and fish goes on to what has the letters somewhere.
    let current = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    return Set(text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) })
      .filter { shell != .fish || $0.hasPrefix(current) }.sorted()
  }

  /// The function is called as Readline calls it, with the words as it splits them.
  private static func bash(_ start: String) -> String {
    #"""
    \#(start)
    COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_WORDS=()
    read -ra words <<<"$LINE"
    [[ $LINE == *' ' ]] && words+=('')
    for word in "${words[@]}"; do
      if [[ $word == --*=* ]]; then
        COMP_WORDS+=("${word%%=*}" =)
        word=${word#*=}
        [[ -z $word ]] && continue
      fi
      COMP_WORDS+=("$word")
    done
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    current=${COMP_WORDS[COMP_CWORD]}
    [[ $current == = ]] && current=
    _claude_route claude-route "$current" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\n' "${COMPREPLY[@]}"
    """#
  }

  /// What is offered is written down, too.
  private static let zshStart = #"""
    PS1=ready
    autoload -Uz compinit
    compinit -u -D
    compadd() {
      # With one of these the matches go elsewhere.
      if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
      fi
      local -a hits
      builtin compadd -A hits "$@"
      (( $#hits )) && print -rl -- $hits >>$OFFERS
      builtin compadd "$@"
    }
    """#

  /// A terminal of its own, and the key pressed.
  private static let zsh = #"""
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "source $START"
    zpty -r shell seen '*END1*ready*'
    zpty -w -n shell $'\C-u'"$LINE"$'\t'
    zpty -w -n shell $'\C-uecho END$((2))\n'
    zpty -r shell seen '*END2*'
    zpty -d shell
    """#
}
