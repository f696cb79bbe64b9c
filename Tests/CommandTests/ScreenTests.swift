import Foundation
import Testing

/// No control, escape or bidi character of somebody else's reaches a screen, whatever is printed.
///
/// Standard output of what a shell evaluates is no screen's: there only standard error counts.
@Suite struct `Nothing dangerous is shown` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
  }

  /// The commands after which something dangerous was on the screen, and what it was.
  private func dangers(
    _ commands: [[String]],
    _ added: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> [String] {
    try commands.compactMap { words in
      let found = Screen.dangers(in: try box.shown(words, key.merging(added) { $1 }, in: folder))
      return found.isEmpty ? nil : "\(words): \(Set(found).sorted())"
    }
  }

  @Test(arguments: Screen.all)
  func `of words`(hostile: Screen.Hostile) throws {
    let word = hostile.text
    let flags = [
      "--task", "--class", "--label", "--files", "--files-from", "--backend", "--model", "--effort",
      "--policy", "--client", "--max-budget-usd", "--alias", "--as", "--fact", "--format",
      "--\(word)",
    ]
    var commands = flags.map { ["explain", $0, word] }
    commands += flags.map { ["explain", "--json", $0, word] }
    commands += (flags + ["--against"]).map { ["cost", $0, word] }
    commands += ["--policy", "--since", "--until", "--format"].map { ["replay", $0, word] }
    commands += ["--dollars", "--own", "--sources"].map { ["statusline", $0, word] }
    commands += [
      ["status", "--format", word], ["status", word], ["statusline", word],
      ["explain", "--as", "user", "--fact", "branch=\(word)"],
      ["explain", "--as", "user", "--fact", "\(word)=1", "--unknown", word, "--unavailable", word],
      ["explain", "--as", "user", "--measured", word],
      ["explain", "--as", "user", "--policy", "/dev/null", "--measured", "\(word):tools=good"],
      ["explain", "--variables", "--task", word], [word], ["a \(word)"], ["off", word],
      ["--task", word, "--dry-run", "--"], ["--task", word, "--", word],
      ["--task", word, "--", "-p", word, "--model", word, "--settings", word],
      ["--task", word, "--backend", word, "--"], ["credential", word],
      ["check", word], ["check", "--as", word], ["check", "--boundary", word],
      ["check", "--as-of", word], ["test", word], ["test", "--run", word], ["diff", word, word],
      ["score", word], ["score", "--policy", word, word], ["schema", word], ["decide", word],
      ["decide", "--batch", word], ["decide", "--batch", "--policy", word, word],
      ["shell-init", word], ["completions", word], ["--alias", word, "--"],
      ["teach", word, "--class", "bulk", "--dry-run"],
      ["teach", "x", "--class", word, "--dry-run"], ["init", "--from", word],
      ["init", "--managed", word, "--region", word], ["help", word], ["export", word],
      ["export", "litellm", "--backend", word], ["export", "litellm", "--policy", word],
      ["export", "managed-settings", "--policy", word],
    ]
    #expect(try dangers(commands) == [])
  }

  @Test(arguments: Screen.names)
  func `of the names of files and folders`(hostile: Screen.Hostile) throws {
    let name = hostile.text.replacing("/", with: "")
    let folder = box.root.appending(path: "work/\(name)")
    let broken = try box.write("version: 1\nroutes: [{to: [x/y]}]\n", to: "work/\(name)/p.yaml")
    let sound = try box.write("version: 1\n", to: "work/\(name)/sound.yaml")
    let table = try box.write("text\tprimary\nx\tnobody\n", to: "work/\(name)/t.tsv")
    try box.write("ref: refs/heads/main\n", to: "work/\(name)/.git/HEAD")
    try box.write("version: 1\nbackends: {x: 1}\n", to: "work/\(name)/.claude-route.yaml")
    try box.write("{\"env\": {", to: "work/\(name)/.claude/settings.json")
    let client = try box.addClient(at: "work/\(name)/claude")
    let commands =
      [broken, sound, table, folder.path].flatMap { path in
        [
          ["check", path], ["check", "--json", path], ["check", "--format", "github", path],
          ["check", "--format", "sarif", path], ["test", path], ["test", "--json", path],
          ["test", "--format", "junit", path], ["diff", path, sound], ["score", path],
          ["score", "--rows", "--policy", path, table], ["explain", "--policy", path],
          ["decide", "--batch", path], ["decide", "--batch", "--policy", path, table],
          ["explain", "--files", path], ["explain", "--client", path],
          ["--policy", path, "--dry-run", "--"],
        ]
      } + [["explain", "--variables"], ["explain", "--variables", "--client", client]]
    #expect(try dangers(commands + [["check"], ["test"], ["explain"], ["--"]], in: folder) == [])
    let places = [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "PATH": "\(folder.path):/usr/bin:/bin",
    ]
    let own = [
      [], ["explain"], ["explain", "--variables"], ["--"], ["teach", "x", "--class", "bulk"],
      ["init"], ["init", "--from", "settings,env,aliases"], ["init", "--print"],
    ]
    #expect(try dangers(own, places) == [])
  }

  @Test func `of folders whose names are no UTF-8`() throws {
    let lines = #"""
      name=$(printf 'a\377\233\033b')
      mkdir -p "$name/.git" && cd "$name" && printf 'version: 2\n' >.claude-route.yaml
      printf '{"env": 1}' >.claude.json; mkdir .claude; printf '{' >.claude/settings.json
      for words in explain check test "explain --variables" "--dry-run --"; do
        "$ROUTE" $words
        HOME=$PWD "$ROUTE" $words
      done 2>&1
      """#
    #expect(Screen.dangers(in: try box.shell(lines, [], key).output) == [])
  }

  @Test func `of surroundings`() throws {
    let branch = "\(Screen.c0.text)\(Screen.invisible.text)".replacing("\n", with: "")
    try box.write("ref: refs/heads/\(branch)\n", to: "work/.git/HEAD")
    try box.write(
      "[remote \"origin\"]\n\turl = https://github.com/\(branch)/b\n",
      to: "work/.git/config"
    )
    let variables = [
      "AWS_REGION", "CLOUD_ML_REGION", "GOOGLE_CLOUD_PROJECT", "ANTHROPIC_BASE_URL",
      "ANTHROPIC_MODEL", "HTTPS_PROXY", "CLAUDE_CONFIG_DIR", "AWS_PROFILE", "CLAUDE_ROUTE_SAVED",
      "CLAUDE_ROUTE_SET", "CLAUDE_ROUTE_BACKEND", "CLAUDE_ROUTE_CLASS", "CLAUDE_ROUTE_MODEL",
      "TERM", "LANG",
    ]
    let added = Dictionary(uniqueKeysWithValues: variables.map { ($0, Screen.everything.text) })
      .merging(["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]) { $1 }
    let aws = ["--label", "compliance-aws"]
    let commands = [
      ["explain"], ["explain", "--json"], ["explain", "--variables"], ["cost"], ["cost", "--json"],
      ["explain", "--variables", "--json"], ["explain"] + aws, ["explain", "--json"] + aws,
      aws + ["--dry-run", "--"], aws + ["--"], ["--dry-run", "--"],
      ["init", "--print", "--from", "env"], ["status"], ["status", "--json"],
      ["status", "--format", "prompt"], ["statusline"], ["doctor"],
      ["probe", "anthropic", "--yes"],
      ["probe", "anthropic", "--show"],
    ]
    #expect(try dangers(commands, added) == [])
  }

  @Test func `of settings files`() throws {
    let quoted = String(
      decoding: try JSONEncoder().encode(Screen.everything.text),
      as: UTF8.self
    )
    let texts = [
      "{\"env\": {\(quoted): \(quoted), \"ANTHROPIC_BASE_URL\": \(quoted)}, \(quoted): 1}",
      "{\"model\": \(quoted), \"apiKeyHelper\": \(quoted), \"agent\": \(quoted)}",
      "{\"hooks\": {\(quoted): \(quoted)}}", "{\(Screen.everything.text)", "\u{1B}[2J",
    ]
    let commands = [
      ["explain", "--variables"], ["explain", "--variables", "--json"], ["--dry-run", "--"], ["--"],
      ["init", "--print", "--from", "settings"], ["status"], ["status", "--json"],
    ]
    for text in texts {
      for file in ["work/.claude/settings.json", "home/.claude/settings.json"] {
        try box.write(text, to: file)
      }
      #expect(try dangers(commands + [["--", "--settings", text]]) == [])
      #expect(Screen.dangers(in: try box.run([]).errors.bytes) == [])
    }
  }

  @Test func `of a table of tasks`() throws {
    // Columns are separated by tabs and rows by line feeds; `--rows` prints such a table again.
    let text = Screen.everything.text.unicodeScalars.filter {
      !"\t\n\r".unicodeScalars.contains($0)
    }
    .map(String.init).joined()
    try box.write(
      "text\tprimary\tkind\nfix \(text)\tbulk\t\(text)\n\(text)\t\(text)\t\n",
      to: "work/broken.tsv"
    )
    try box.write("text\tprimary\tkind\nfix \(text)\tbulk\t\(text)\n", to: "work/tasks.tsv")
    #expect(
      try dangers([
        ["score", "tasks.tsv"], ["score", "--json", "tasks.tsv"], ["score", "broken.tsv"],
        ["score", "--rows", "--json", "tasks.tsv"], ["score", "--rows", "broken.tsv"],
      ]) == []
    )
    let rows = try box.shown(["score", "--rows", "tasks.tsv"])
    #expect(Screen.dangers(in: rows.filter { $0 != UInt8(ascii: "\t") }) == [])
  }
}
