import Foundation
import TestSupport
import Testing

/// An error in any layer ends every command that decides, without a launch and without a default.
@Suite struct `An error` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
  }

  private static let asks = ["OPENROUTER_API_KEY": "sk-or-canary"]

  /// Runs every command that decides; each ends with that status and decides nothing.
  private func expectRefusal(_ status: Int32, _ flags: [String] = [], _ what: String) throws {
    let route = ["--task", "license headers"] + flags
    for (words, isEvaluated) in [
      (route, true), (route + ["--format", "fish"], true), (route + ["--format", "csh"], true),
      (route + ["--json", "--reveal"], false), (route + ["--format", "dotenv", "--reveal"], false),
      (route + ["--format", "github", "--reveal"], false), (route + ["--"], false),
      (route + ["--dry-run", "--"], false), (["explain"] + route, false),
      (["explain", "--json"] + route, false), (["explain", "--variables"] + route, false),
      (["cost"] + route, false), (["cost", "--json"] + route, false),
    ] {
      let run = try box.run(words, Self.asks)
      #expect(run.end == .exited(status), "\(what): \(words): \(run)")
      #expect(!run.errors.isEmpty, "\(what): \(words)")
      #expect(!run.output.contains("haiku"), "\(what): \(words): \(run.output)")
      #expect(
        isEvaluated ? run.output.hasSuffix("false\n") : run.output.isEmpty,
        "\(what): \(words)"
      )
    }
    #expect(try box.launched() == nil, "\(what)")
  }

  private static let policies: [(String, Int32)] = [
    ("", 65), ("{", 65), ("version: 1\n\tx: y\n", 65), ("version: 2\n", 65),
    ("version: 1\nx: 1\n", 65),
    ("version: 1\nroutes: [{name: r, to: [nowhere/opus]}]\n", 65),
    ("version: 1\nversion: 1\n", 65), ("version: 1\n---\nversion: 1\n", 65),
    ("version: 1\nconstraints: [{name: c, forbid: {backend: [opnrouter]}}]\n", 65),
    ("version: 1\nroutes: &r []\nlabels: *r\n", 65), ("\u{0}", 65), ("version: 1\n\u{1}", 65),
  ]

  @Test(arguments: ["work/.claude-route.yaml", "home/.config/claude-route/policy.yaml"])
  func `in a policy decides nothing`(path: String) throws {
    for (text, status) in Self.policies {
      // A repository may name what this machine lacks.
      if path.hasPrefix("work"), text.contains("nowhere") || text.contains("opnrouter") { continue }
      try box.write(text, to: path)
      try expectRefusal(status, text)
    }
    try Data([0x76, 0xFF, 0xFE]).write(to: box.root.appending(path: path))
    try expectRefusal(65, "no UTF-8")
    try box.write("version: 1\n", to: path, mode: 0o666)
    try expectRefusal(77, "writable by all")
    try FileManager.default.removeItem(at: box.root.appending(path: path))
    try FileManager.default.createDirectory(
      at: box.root.appending(path: path),
      withIntermediateDirectories: true
    )
    try expectRefusal(74, "a folder")
    try FileManager.default.removeItem(at: box.root.appending(path: path))
    _ = try box.addPipe(path)
    try expectRefusal(74, "a pipe")
  }

  private static let flags: [([String], Int32)] = [
    (["--class", "no-such"], 64), (["--label", "no-such"], 64), (["--backend", "no-such"], 64),
    (["--alias", "no-such"], 64),
    (["--model", "no such"], 64), (["--effort", "no-such"], 64), (["--no-such-flag"], 64),
    (["--policy", "no-such.yaml"], 66), (["--files-from", "no-such"], 66),
    (["--max-budget-usd", "-1"], 64), (["--backend", "bedrock"], 69),
  ]

  @Test(arguments: flags)
  func `on the command line decides nothing`(flags: [String], status: Int32) throws {
    // A denial is what `explain` explains.
    guard status == 69 else { return try expectRefusal(status, flags, "\(flags)") }
    let words = ["--task", "license headers"] + flags
    #expect(try box.run(words, Self.asks).end == .exited(69))
    #expect(try box.run(words + ["--"], Self.asks).end == .exited(69))
    #expect(try box.run(["explain"] + words, Self.asks).end == .exited(69))
    #expect(try box.launched() == nil)
  }

  private func expectRefusal(_ status: Int32, _ what: String) throws {
    try expectRefusal(status, [], what)
  }
}

/// What a repository's file may never say, however it is spelt.
@Suite struct `A repository's word` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
  }

  /// Key and a value that is sound where the key may stand.
  private static let forbidden: [(String, String)] = [
    ("backends", "{mine: {kind: gateway, base-url: \"https://evil.example\", credential: none}}"),
    ("extends", "/etc/hosts"), ("projects", "[{path: /x, labels: [cost-sensitive]}]"),
    ("client", "{path: /bin/sh}"), ("built-in", "false"), ("credential", "env:HOME"),
    ("base-url", "https://evil.example"), ("env", "{ANTHROPIC_BASE_URL: \"https://evil.example\"}"),
    ("command", "[sh, -c, id]"), ("headers", "{x: y}"),
  ]

  private static func escaped(_ key: String) -> String {
    let first = key.unicodeScalars.first.map { String($0.value, radix: 16) } ?? ""
    return "\"\\u00\(first)\(key.dropFirst())\""
  }

  /// The whole file for a key and its value.
  private static func files(_ key: String, _ value: String) -> [String] {
    let route = "routes: [{name: r, when: {class: bulk}, to: [{backend: anthropic, model: haiku"
    return [
      "\(key): \(value)", "\"\(key)\": \(value)", "'\(key)': \(value)",
      "\(escaped(key)): \(value)", "? \(key)\n: \(value)", "? \"\(key)\"\n: \(value)",
      "!!str \(key): \(value)", "&k \(key): \(value)", "<<: {\(key): \(value)}",
      "name: &n \(key)\n*n : \(value)", "\(key.uppercased()): \(value)",
      "\(key)\u{200B}: \(value)", "\u{FEFF}\(key): \(value)",
      key.replacingOccurrences(of: "e", with: "\u{435}") + ": \(value)",
      "classifier: {\(key): \(value)}", "classes: {bulk: {\(key): \(value)}}",
      "\(route), \(key): \(value)}]}]",
      "routes: [{name: r, \(key): \(value), to: [anthropic/haiku]}]",
      "constraints: [{name: c, reason: r, \(key): \(value), forbid: {model: haiku}}]",
      "tests: [{name: t, task: x, \(key): \(value), expect: {classes: []}}]",
      "{\(key): \(value)}\n---\nversion: 1", "%YAML 1.1\n---\n\(key): \(value)",
    ]
    .map { $0.hasPrefix("%") || $0.hasPrefix("{") ? $0 : "version: 1\n\($0)" }
  }

  @Test(arguments: forbidden)
  func `stops the run and is never passed over`(key: String, value: String) throws {
    for text in Self.files(key, value) {
      try box.write(text + "\n", to: "work/.claude-route.yaml")
      for words in [["--"], ["allow", "--show"]] {
        let run = try box.run(words)
        #expect(run.end == .exited(65), "\(text)\n\(words): \(run)")
        #expect(run.errors.hasPrefix(".claude-route.yaml:"), "\(text): \(run.errors)")
      }
    }
    #expect(try box.launched() == nil)
  }
}
