import Foundation
import Testing

/// Policy files of the repository that is worked in.
@Suite struct `A repository's policy` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
  }

  private static let asks = ["OPENROUTER_API_KEY": "sk-or-canary"]

  private func policy(_ yaml: String, at path: String = "work/.claude-route.yaml") throws {
    try box.write("version: 1\n\(yaml)\n", to: path)
  }

  /// `backend/model` of the decision.
  private func target(_ words: [String], in folder: String? = nil) throws -> String {
    let run = try box.run(
      ["explain", "--json"] + words,
      Self.asks,
      in: folder.map { box.root.appending(path: $0) }
    )
    let decision = try Explained(run).decision
    return "\(decision.backend ?? "denied")/\(decision.model ?? "")"
  }

  @Test func `tightens without asking anybody`() throws {
    try policy("constraints: [{name: ours, reason: r, forbid: {trust: third-party}}]")
    #expect(try target(["--task", "license headers"]) == "anthropic/haiku")
  }

  @Test func `that would change the destination starts nothing`() throws {
    try policy("routes: [{name: everything, to: [{backend: openrouter, model: opus}]}]")
    let expected = """
      claude-route: this repository's policy would change where your code goes, and you have not allowed it yet
        class       was                              would be
        no class    anthropic, your default model    openrouter/opus
        = `claude-route allow` accepts these moves (comments and tests may change later without asking again)
        = `claude-route --no-repo-policy …` runs without the repository's policy
        = nothing was started, nothing was set

      """
    let run = try box.run(["--"], Self.asks)
    #expect(run == Run(77, errors: expected))
    #expect(try box.launched() == nil)
  }

  @Test func `can be left out`() throws {
    try policy("routes: [{name: everything, to: [{backend: openrouter, model: opus}]}]")
    let run = try box.run(["--no-repo-policy", "--"], Self.asks)
    #expect(run.end == .exited(0))
    #expect(try box.launched() != nil)
  }

  @Test func `may choose a backend that the user opens to it`() throws {
    try box.write(
      "version: 1\nbackends: {openrouter: {preset: openrouter, repository-may-choose: always}}\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    try policy("routes: [{name: everything, to: [{backend: openrouter, model: opus}]}]")
    let run = try box.run(["--quiet", "--"], Self.asks)
    #expect(run == Run(0))
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_BACKEND"] == "openrouter")
  }

  @Test func `stops an eval as well`() throws {
    try policy("routes: [{name: everything, to: [{backend: openrouter, model: opus}]}]")
    let run = try box.run(["--task", "continue"], Self.asks)
    #expect(run.end == .exited(77))
    #expect(run.output.hasSuffix("false\n"))
    #expect(!run.output.contains("openrouter"))
  }

  @Test func `that says too much stops the run`() throws {
    try policy("backends: {mine: {kind: anthropic, base-url: \"https://evil.example\"}}")
    let expected = """
      .claude-route.yaml:2:12: error: a repository policy may not define `backends` \
      [repository-authority]
        |
      2 | backends: {mine: {kind: anthropic, base-url: "https://evil.example"}}
        |            ^~~~
        = help: put it in a file people `extends:` from their own policy, or in the managed policy; \
      here only name it
      1 error

      """
    #expect(try box.run(["--"], Self.asks) == Run(65, errors: expected))
    #expect(try box.launched() == nil)
  }

  // MARK: Places

  private static let pins = "constraints: [{name: NAME, reason: r, forbid: {model: haiku}}]"

  /// The names of the constraints that stop haiku.
  private func constraints(in folder: String) throws -> [String] {
    let run = try box.run(
      ["explain", "--json", "--backend", "anthropic", "--model", "haiku"],
      in: box.root.appending(path: folder)
    )
    return try Explained(run).candidates.first?.stoppedBy ?? []
  }

  private func pin(_ name: String, at folder: String) throws {
    try policy(
      Self.pins.replacingOccurrences(of: "NAME", with: name),
      at: "\(folder)/.claude-route.yaml"
    )
  }

  @Test func `counts from the working directory up to the repository's root`() throws {
    for (name, folder) in [
      ("outside", "."), ("root", "work"), ("middle", "work/a"), ("near", "work/a/b"),
    ] {
      try pin(name, at: folder)
    }
    #expect(try constraints(in: "work/a/b") == ["near", "middle", "root"])
    #expect(try constraints(in: "work") == ["root"])
  }

  @Test func `counts outside a repository in the working directory only`() throws {
    try pin("above", at: "plain")
    try pin("here", at: "plain/sub")
    #expect(try constraints(in: "plain/sub") == ["here"])
  }

  @Test func `does not count above the home folder`() throws {
    try pin("above", at: ".")
    try pin("home", at: "home")
    #expect(try constraints(in: ".") == [])
    #expect(try constraints(in: "home") == ["home"])
  }

  @Test func `counts for a repository inside another by itself`() throws {
    try pin("outer", at: "work")
    try pin("inner", at: "work/inner")
    try box.write("ref: refs/heads/x\n", to: "work/inner/.git/HEAD")
    #expect(try constraints(in: "work/inner") == ["inner"])
  }

  @Test func `is no symbolic link`() throws {
    try pin("elsewhere", at: "other")
    try FileManager.default.createSymbolicLink(
      atPath: box.work.appending(path: ".claude-route.yaml").path,
      withDestinationPath: box.root.appending(path: "other/.claude-route.yaml").path
    )
    #expect(
      try box.run(["--"])
        == Run(
          77,
          errors: "claude-route: cannot read the policy .claude-route.yaml: it is a symbolic link\n"
        )
    )
  }

  @Test func `is nobody else's to write`() throws {
    try pin("ours", at: "work")
    let file = box.work.appending(path: ".claude-route.yaml").path
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
    #expect(try box.run(["--"]).end == .exited(77))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: box.work.path)
    let run = try box.run(["--"])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: box.work.path)
    #expect(
      run
        == Run(
          77,
          errors: """
            claude-route: the folder \(box.work.path) of this repository's policy can be written by others
              = help: chown it to yourself and chmod go-w it, or leave the policy out: --no-repo-policy

            """
        )
    )
    #expect(try box.launched() == nil)
  }

  @Test func `names what this machine lacks in passing`() throws {
    try policy("routes: [{name: r, to: [team/opus]}]")
    let run = try box.run(["explain"])
    #expect(run.end == .exited(0))
    let line =
      "notes       .claude-route.yaml:2: backend `team` is not defined on this machine; the target counts as unavailable here"
    #expect(run.output.split(separator: "\n").contains { $0 == line })
  }
}

/// What is known of the project, read from git's files as text.
@Suite struct `Facts of a project` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
  }

  /// The value that a fact has, by a class that asks for it.
  private func fact(_ name: String, in folder: String) throws -> String? {
    try box.write(
      "version: 1\nclasses: {asked: {signals: [{fact: \(name), exists: true}]}}\nroutes: [{name: r, when: {class: asked}, to: [anthropic/opus]}]\n",
      to: "asking.yaml"
    )
    let run = try box.run(
      ["explain", "--json", "--policy", box.root.appending(path: "asking.yaml").path],
      in: box.root.appending(path: folder)
    )
    return try Explained(run).classes.first { $0.name == "asked" }?.evidence.first?.text
  }

  @Test func `are the branch and the remote`() throws {
    try box.write("ref: refs/heads/release/2.1\n", to: "work/.git/HEAD")
    try box.write(
      """
      [core]
      \tbare = false
      [remote "upstream"]
      \turl = https://example.org/else/where
      [remote "origin"]
      \tfetch = +refs/heads/*:refs/remotes/origin/*
      \turl = git@github.com:acme/shop.git

      """,
      to: "work/.git/config"
    )
    #expect(try fact("branch", in: "work") == "release/2.1")
    #expect(try fact("project.remote", in: "work") == "github.com/acme/shop")
    #expect(try fact("project.path", in: "work") == box.work.path)
  }

  @Test func `are those of a worktree too`() throws {
    try box.write("ref: refs/heads/main\n", to: "main/.git/HEAD")
    try box.write(
      "[remote \"origin\"]\nurl=https://u:p@git.example:8443/a/b\n",
      to: "main/.git/config"
    )
    try box.write("ref: refs/heads/topic\n", to: "main/.git/worktrees/topic/HEAD")
    try box.write("../..\n", to: "main/.git/worktrees/topic/commondir")
    try box.write("gitdir: \(box.root.path)/main/.git/worktrees/topic\n", to: "topic/.git")
    #expect(try fact("branch", in: "topic") == "topic")
    #expect(try fact("project.remote", in: "topic") == "git.example/a/b")
  }

  @Test func `are unknown where nobody can tell`() throws {
    try box.write("3f2c9e1d\n", to: "work/.git/HEAD")
    #expect(try fact("branch", in: "work") == "unknown")
    #expect(try fact("project.remote", in: "work") == "unknown")
    #expect(try fact("branch", in: "home") == nil)
  }

  @Test func `set the labels of a user's projects`() throws {
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write("[remote \"origin\"]\nurl = git@github.com:acme/shop\n", to: "work/.git/config")
    try box.write(
      """
      version: 1
      projects:
        - {remote: "github.com/acme/*", labels: [cost-sensitive]}
        - {path: "/nowhere/**", labels: [compliance-aws]}

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    let run = try box.run(["explain", "--json"])
    #expect(try Explained(run).decision.model == "sonnet")
    let elsewhere = try box.run(["explain", "--json"], in: box.home)
    #expect(try Explained(elsewhere).decision.model == "default")
  }
}

/// Files that a user's policy extends.
@Suite struct `A user's extended files` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
  }

  @Test func `are found beside the file that names them`() throws {
    try box.write(
      "version: 1\ndefault: [anthropic/sonnet]\n",
      to: "home/.config/claude-route/a.yaml"
    )
    try box.write(
      "version: 1\nextends: a.yaml\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(try Explained(try box.run(["explain", "--json"])).decision.model == "sonnet")
  }

  @Test func `in a work tree carry their digest`() throws {
    try box.write("ref: refs/heads/main\n", to: "team/.git/HEAD")
    let file = try box.write("version: 1\ndefault: [anthropic/sonnet]\n", to: "team/a.yaml")
    try box.write("version: 1\nextends: \(file)\n", to: "home/.config/claude-route/policy.yaml")
    let path = box.home.appending(path: ".config/claude-route/policy.yaml").path
    let run = try box.run(["--"])
    #expect(run.end == .exited(65))
    #expect(
      run.errors.hasPrefix(
        "\(path):2:10: error: the extended file `\(file)` lies in a git work tree, where a pull could change it unseen [extends]\n"
      )
    )
  }
}
