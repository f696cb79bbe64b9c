import Foundation
import TestSupport
import Testing

/// What the user allows a repository's policy, and what that is worth.
@Suite struct `Consent` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try policy(Self.moving)
  }

  private static let asks = ["OPENROUTER_API_KEY": "sk-or-canary"]
  private static let moving =
    "routes: [{name: everything, to: [{backend: openrouter, model: opus}]}]"

  private func policy(_ yaml: String, at folder: String = "work") throws {
    try box.write("version: 1\n\(yaml)\n", to: "\(folder)/.claude-route.yaml")
  }

  private func run(_ words: [String], in folder: String = "work") throws -> Run {
    try box.run(words, Self.asks, in: box.root.appending(path: folder))
  }

  /// The digest that the refusal without a terminal names.
  private func digest(in folder: String = "work") throws -> String {
    let run = try run(["allow"], in: folder)
    let words = run.errors.split { $0 == " " || $0 == "\n" }
    return String(try #require(words.last { $0.hasPrefix("sha256:") }))
  }

  private func allow(in folder: String = "work") throws {
    let run = try run(["allow", "--digest", try digest(in: folder)], in: folder)
    try #require(run.end == .exited(0), "\(run)")
  }

  private func ends(in folder: String = "work", _ words: [String] = []) throws -> Int32? {
    guard case .exited(let status) = try run(words + ["--quiet", "--"], in: folder).end else {
      return nil
    }
    return status
  }

  private var record: URL {
    get throws {
      let folder = box.home.appending(path: ".local/state/claude-route/consent")
      let files = try FileManager.default.contentsOfDirectory(
        at: folder,
        includingPropertiesForKeys: nil
      )
      try #require(files.count == 1, "\(files)")
      return files[0]
    }
  }

  // MARK: What is shown and recorded

  @Test func `shows what would move`() throws {
    let expected = """
      class                    was                             would be          consent
      no class                 anthropic, your default model   openrouter/opus   not yet
      bulk                     openrouter/haiku, effort low    openrouter/opus   not yet
      label `cost-sensitive`   anthropic/sonnet                openrouter/opus   not yet
      .claude-route.yaml \(try digest())

      """
    #expect(try run(["allow", "--show"]) == Run(0, output: expected))
    #expect(!FileManager.default.fileExists(atPath: box.home.appending(path: ".local").path))
  }

  @Test func `is recorded for what was reviewed, and then nothing asks`() throws {
    #expect(try ends() == 77)
    let run = try run(["allow", "--digest", try digest()])
    #expect(run.end == .exited(0))
    #expect(
      run.output.hasSuffix(
        "\nallowed for \(box.work.path): anthropic → openrouter, openrouter → openrouter\n"
      )
    )
    #expect(try ends() == 0)
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_BACKEND"] == "openrouter")
    let mode = try FileManager.default.attributesOfItem(atPath: try record.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test func `is refused without a terminal or a review`() throws {
    let digest = try digest()
    #expect(
      try run(["allow"])
        == Run(
          77,
          errors: """
            claude-route: without a terminal nothing is allowed by itself
              = help: review the file, then name it: claude-route allow --digest \(digest)

            """
        )
    )
    let other = String(repeating: "0", count: 64)
    #expect(
      try run(["allow", "--digest", other])
        == Run(
          77,
          errors: """
            claude-route: .claude-route.yaml is not the file that was reviewed: it is \(digest)
              = help: review it again; each file needs a `--digest` of its own

            """
        )
    )
    #expect(try ends() == 77)
  }

  @Test func `stands while comments, tests and order change, not while moves do`() throws {
    try policy("routes: [{name: bulk-work, when: {class: bulk}, to: [openrouter/opus]}]")
    try allow()
    try policy(
      """
      # Why: see the wiki.
      tests: [{name: t, task: license headers, expect: {target: openrouter/opus}}]
      routes: [{name: other-name, when: {class: bulk}, to: [openrouter/sonnet]}]
      """
    )
    #expect(try ends(["--task", "license headers"]) == 0)
    try policy(Self.moving)
    #expect(try ends(["--task", "license headers"]) == 0)
    #expect(try ends() == 77)
  }

  @Test func `can be taken back`() throws {
    #expect(try run(["revoke"]) == Run(0, output: "nothing was allowed for \(box.work.path)\n"))
    try allow()
    #expect(try run(["revoke"]) == Run(0, output: "revoked for \(box.work.path)\n"))
    #expect(try ends() == 77)
  }

  @Test func `does not lift what the user never allows`() throws {
    try box.write(
      "version: 1\nbackends: {openrouter: {preset: openrouter, repository-may-choose: never}}\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(
      try run(["allow", "--digest", try digest()])
        == Run(
          77,
          errors: """
            claude-route: not allowed: anthropic → openrouter, since your policy says `repository-may-choose: never` for openrouter
            claude-route: not allowed: openrouter → openrouter, since your policy says `repository-may-choose: never` for openrouter

            """
        )
    )
    #expect(try ends() == 77)
  }

  @Test func `is about what flags of the command line move, too`() throws {
    let words = ["--backend", "openrouter"]
    try policy("routes: [{name: never-mind, when: {class: bulk}, to: [openrouter/opus]}]")
    try allow()
    try box.write(
      "version: 1\nconstraints: [{name: mine, reason: r, forbid: {backend: openrouter}, unless: {label: lifted}}]\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    try policy("labels: [lifted]")
    let refused = try run(words + ["--"])
    #expect(refused.end == .exited(77))
    #expect(
      refused.errors.contains("`claude-route allow --backend openrouter` accepts these moves")
    )
    #expect(try run(["allow", "--digest", try digest()] + words).end == .exited(0))
    #expect(try ends(words) == 0)
  }

  @Test func `has nothing to be about without a repository's policy`() throws {
    try FileManager.default.removeItem(at: box.work.appending(path: ".claude-route.yaml"))
    #expect(
      try run(["allow"])
        == Run(
          66,
          errors: "claude-route: no .claude-route.yaml here, so there is nothing to allow\n"
        )
    )
  }

  // MARK: Whose it is

  @Test func `covers the repository's folders and no other repository`() throws {
    try allow()
    try box.write("x\n", to: "work/deep/down/file")
    #expect(try ends(in: "work/deep/down") == 0)
    try box.write("ref: refs/heads/main\n", to: "other/.git/HEAD")
    try policy(Self.moving, at: "other")
    #expect(try ends(in: "other") == 77)
    try box.write("ref: refs/heads/main\n", to: "work/inner/.git/HEAD")
    try policy(Self.moving, at: "work/inner")
    #expect(try ends(in: "work/inner") == 77)
  }

  @Test func `covers the real path, however one gets there`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: box.root.appending(path: "link").path,
      withDestinationPath: box.work.path
    )
    try allow(in: "link")
    #expect(try ends() == 0)
    #expect(try ends(in: "link") == 0)
  }

  private func addWorktree(_ folder: String, back: String) throws {
    try box.write("../..\n", to: "work/.git/worktrees/topic/commondir")
    try box.write("\(back)\n", to: "work/.git/worktrees/topic/gitdir")
    try box.write("ref: refs/heads/topic\n", to: "work/.git/worktrees/topic/HEAD")
    try box.write("gitdir: \(box.work.path)/.git/worktrees/topic\n", to: "\(folder)/.git")
    try policy(Self.moving, at: folder)
  }

  @Test func `covers worktrees`() throws {
    try addWorktree("topic", back: "\(box.root.path)/topic/.git")
    let run = try run(["allow", "--digest", try digest(in: "topic")], in: "topic")
    #expect(run.output.contains("\nallowed for \(box.work.path) and its worktrees: "))
    #expect(try ends(in: "topic") == 0)
    #expect(try ends() == 0)
  }

  @Test func `does not cover a folder that only says it is a worktree`() throws {
    try addWorktree("topic", back: "\(box.root.path)/elsewhere/.git")
    try box.write("x\n", to: "elsewhere/.git")
    try allow()
    #expect(try ends() == 0)
    #expect(try ends(in: "topic") == 77)
  }

  @Test func `does not cover a folder whose git folder is a link`() throws {
    try allow()
    try policy(Self.moving, at: "thief")
    try FileManager.default.createSymbolicLink(
      atPath: box.root.appending(path: "thief/.git").path,
      withDestinationPath: box.work.appending(path: ".git").path
    )
    #expect(try ends(in: "thief") == 77)
  }

  // MARK: What can be trusted

  private func expectDistrust(_ reason: String, at path: String? = nil) throws {
    let refused = try run(["--"])
    let file = try path ?? record.path
    #expect(
      refused
        == Run(
          77,
          errors: """
            claude-route: what you allowed this repository is in \(file), and \(reason)
              = help: mend that, or `claude-route revoke` and `claude-route allow` again

            """
        )
    )
    #expect(try box.launched() == nil)
  }

  @Test func `is no file that others can read or write`() throws {
    try allow()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644],
      ofItemAtPath: try record.path
    )
    try expectDistrust("it must be yours and private")
  }

  @Test func `is no folder that others can write`() throws {
    try allow()
    let folder = try record.deletingLastPathComponent().path
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    try expectDistrust("the folder \(folder) can be written by others")
  }

  @Test func `is no link`() throws {
    try allow()
    let file = try record
    try FileManager.default.moveItem(at: file, to: box.root.appending(path: "moved.json"))
    try FileManager.default.createSymbolicLink(
      atPath: file.path,
      withDestinationPath: box.root.appending(path: "moved.json").path
    )
    try expectDistrust("it is a symbolic link")
  }

  @Test(arguments: ["", "{}", "[]", "{\"version\": 1, \"repository\": \"/\", \"moves\": []}"])
  func `is not read from a damaged file`(text: String) throws {
    try allow()
    try box.write(text, to: try record.path, mode: 0o600)
    try expectDistrust("it is damaged")
    #expect(try run(["revoke"]).end == .exited(0))
    try allow()
    #expect(try ends() == 0)
  }

  /// A repository could bring its own consent along.
  @Test func `never lies in the repository`() throws {
    let asks = Self.asks.merging(["XDG_STATE_HOME": "\(box.work.path)/state"]) { $1 }
    let refused = try box.run(["allow", "--digest", try digest()], asks)
    #expect(
      refused
        == Run(
          77,
          errors: """
            claude-route: the state folder \(box.work.path)/state/claude-route lies in the repository, which could write it
              = help: set XDG_STATE_HOME to a folder outside of it

            """
        )
    )
    try allow()
    let file = try record
    let inside = "\(box.work.path)/state/claude-route/consent/\(file.lastPathComponent)"
    try box.write(
      String(decoding: try Data(contentsOf: file), as: UTF8.self),
      to: inside,
      mode: 0o600
    )
    let run = try box.run(["--"], asks)
    #expect(run.end == .exited(77))
    #expect(run.errors.contains("it lies in the repository, which could have written it"))
  }

  @Test func `never lies in the main checkout of a worktree`() throws {
    try addWorktree("topic", back: "\(box.root.path)/topic/.git")
    let asks = Self.asks.merging(["XDG_STATE_HOME": "\(box.work.path)/state"]) { $1 }
    let topic = box.root.appending(path: "topic")
    let run = try box.run(["allow", "--digest", try digest(in: "topic")], asks, in: topic)
    #expect(run.end == .exited(77))
    #expect(run.errors.contains("lies in the repository, which could write it"))
    #expect(!FileManager.default.fileExists(atPath: "\(box.work.path)/state"))
  }

  // MARK: Races

  /// The bytes that are judged are those that are obeyed.
  @Test func `holds while the file is swapped`() throws {
    try policy("routes: [{name: r, when: {class: bulk}, to: [openrouter/opus]}]")
    try allow()
    let file = box.work.appending(path: ".claude-route.yaml")
    let harmless = try Data(contentsOf: file)
    let moving = Data("version: 1\nroutes: [{name: r, to: [bedrock/opus]}]\n".utf8)
    let swaps = Swapping(file, between: harmless, and: moving)
    defer { swaps.stop() }
    let asks = Self.asks.merging(["AWS_BEARER_TOKEN_BEDROCK": "x", "AWS_REGION": "eu-central-1"]) {
      $1
    }
    for _ in 0..<60 {
      let run = try box.run(["explain", "--json", "--task", "license headers"], asks)
      let decision = try? Explained(run).decision
      // Bedrock is asked about, OpenRouter was allowed.
      let isAsked = decision?.backend == "bedrock" && run.end == .exited(77)
      #expect(isAsked || decision?.backend == "openrouter" && run.end == .exited(0), "\(run)")
    }
  }
}

/// Renames one of two files over a third, as fast as it can.
private final class Swapping: @unchecked Sendable {
  private let thread: Thread
  private let lock = NSLock()
  private var isStopped = false

  init(_ file: URL, between first: Data, and second: Data) {
    final class Box: @unchecked Sendable { weak var owner: Swapping? }
    let box = Box()
    thread = Thread {
      var turn = false
      let draft = file.deletingLastPathComponent().appending(path: "draft")
      while box.owner?.goesOn ?? false {
        try? (turn ? first : second).write(to: draft)
        _ = unsafe rename(draft.path, file.path)
        turn.toggle()
      }
    }
    box.owner = self
    thread.start()
  }

  private var goesOn: Bool { lock.withLock { !isStopped } }

  func stop() {
    lock.withLock { isStopped = true }
  }
}
