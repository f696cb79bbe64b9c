import Foundation
import Synchronization
import Testing

/// `teach`: what it writes, what it says, and what it leaves alone.
@Suite struct `Teaching an example` {
  private let box: Sandbox
  private static let path = "home/.config/claude-route/policy.yaml"
  /// No built-in phrase stands in it.
  private static let task = "water the plants"

  init() throws { box = try Sandbox() }

  private var file: String { box.root.appending(path: Self.path).path }

  private func text() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// Every file and folder below home and work with its bytes, and of all but folders the time.
  private func tree() throws -> [String: String] {
    var tree: [String: String] = [:]
    for folder in ["home", "work"] {
      let root = box.root.appending(path: folder)
      for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
        let path = root.appending(path: name).path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
        tree["\(folder)/\(name)"] = [
          "\(attributes[.posixPermissions] ?? "")",
          isFolder ? "" : "\(attributes[.modificationDate] ?? "")",
          FileManager.default.contents(atPath: path)?.base64EncodedString() ?? "",
        ]
        .joined(separator: " ")
      }
    }
    return tree
  }

  private static let policy = """
    # Mine.
    version: 1
    classifier: {model: off} # by words only

    classes:
      bulk:
        examples: # of ours
          - fix the headers
    # the end

    """

  private static let taught = policy.replacing(
    "headers\n",
    with: "headers\n      - \"water the plants\"\n"
  )

  private var report: String {
    """
    before  no class
    after   bulk  example `water the plants` (\(file):9), 100 % alike
    target  anthropic/default → openrouter/haiku

    """
  }

  // MARK: Writing

  @Test func `makes a policy of it where there is none`() throws {
    let run = try box.run(["teach", "--class", "bulk", Self.task])
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(
      run.output.hasPrefix("wrote ~/.config/claude-route/policy.yaml:5: an example of `bulk`\n")
    )
    #expect(
      try text() == """
        version: 1
        classes:
          bulk:
            examples:
              - "water the plants"

        """
    )
    #expect(try mode(file) == 0o600)
    #expect(try mode(box.root.appending(path: "home/.config/claude-route").path) == 0o700)
    #expect(
      try tree().keys.sorted() == ["home/.config", "home/.config/claude-route", Self.path]
    )
  }

  @Test(arguments: [0o600, 0o644, 0o640])
  func `adds it to what is there`(mode: Int) throws {
    try box.write(Self.policy, to: Self.path, mode: mode)
    try box.write("{}", to: "home/.claude/settings.json")
    var before = try tree()
    let run = try box.run(["teach", "--class", "bulk", Self.task])
    #expect(
      run
        == Run(
          0,
          output: "wrote ~/.config/claude-route/policy.yaml:9: an example of `bulk`\n" + report
        )
    )
    #expect(try text() == Self.taught)
    #expect(try self.mode(file) == mode)
    var after = try tree()
    before[Self.path] = nil
    after[Self.path] = nil
    #expect(after == before)
    // What it promised is what is decided.
    let explained = try box.run(
      ["explain", "--as", "user", "--policy", file, "--task", "Water the plants!"]
    )
    #expect(explained.output.contains("classes     bulk  example `water the plants` (\(file):9)"))
  }

  @Test func `loses nothing when several teach at once`() throws {
    let tasks = (0..<8).map { "water plant number \($0) in the \(["attic", "cellar"][$0 % 2])" }
    let ends = Mutex([String: Run.End]())
    DispatchQueue.concurrentPerform(iterations: tasks.count) { index in
      let run = try? box.run(["teach", "--class", "bulk", tasks[index]])
      ends.withLock { $0[tasks[index]] = run?.end }
    }
    let found = ends.withLock { $0 }
    let text = try text()
    for task in tasks {
      // Who came second is told to try again.
      #expect([.exited(0), .exited(74)].contains(found[task]))
      #expect(text.contains("\"\(task)\"") == (found[task] == .exited(0)), "\(task)\n\(text)")
    }
    #expect(found.values.contains(.exited(0)))
  }

  @Test func `takes a counter-example too`() throws {
    try box.write(Self.policy, to: Self.path)
    let run = try box.run(["teach", "--class", "bulk", "--not", "rename the schema"])
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.first == "wrote ~/.config/claude-route/policy.yaml:10: a counter-example of `bulk`"
    )
    #expect(
      try text()
        == Self.policy.replacing(
          "headers\n",
          with: "headers\n    counter-examples:\n      - \"rename the schema\"\n"
        )
    )
    #expect(lines.contains("after   no class"))
  }

  @Test func `follows XDG_CONFIG_HOME`() throws {
    let folder = box.root.appending(path: "elsewhere").path
    let run = try box.run(
      ["teach", "--class", "bulk", Self.task],
      ["XDG_CONFIG_HOME": folder]
    )
    #expect(run.output.hasPrefix("wrote \(folder)/claude-route/policy.yaml:5: "))
    #expect(try mode("\(folder)/claude-route/policy.yaml") == 0o600)
    #expect(try tree() == [:])
  }

  @Test func `shows a terminal nothing that it could obey`() throws {
    try box.write(Self.policy, to: Self.path)
    let run = try box.run(["teach", "--class", "bulk", "water\nthe\tplants"])
    #expect(run.output.contains("example `water\\nthe\\tplants`"))
    #expect(try text().contains(#"      - "water\nthe\tplants""#))
  }

  /// Some containers have the program and forbid its work.
  private static let hasTracer =
    (try? Sandbox().shell("strace -o /dev/null true 2>/dev/null").run.end) == .exited(0)

  /// Killed at each of its calls that write, it has left the old text or the new one.
  @Test(.enabled(if: hasTracer, "needs strace at work"))
  func `is whole or not there, whenever it ends`() throws {
    let lines = #"""
      calls=openat,write,fchmod,fsync,rename,unlink
      count=0
      while [ $count -lt 200 ]; do
        count=$((count + 1))
        cp "$1/old" "$2"
        strace -o "$1/trace" -e trace=$calls -e inject=$calls:signal=KILL:when=$count \
          "$ROUTE" teach --class bulk 'water the plants' > "$1/out" 2>&1
        status=$?
        if cmp -s "$2" "$1/old"; then echo old; elif cmp -s "$2" "$1/new"; then echo new; else echo torn; fi
        [ $status -eq 0 ] && break
      done | uniq
      """#
    try box.write(Self.policy, to: "old")
    try box.write(Self.taught, to: "new")
    try box.write(Self.policy, to: Self.path)
    let ended = try box.shell(lines, [box.root.path, file])
    #expect(ended.run == Run(0, output: "old\nnew\n"))
  }

  // MARK: Writing nothing

  @Test func `shows what it would do`() throws {
    try box.write(Self.policy, to: Self.path)
    let before = try tree()
    #expect(
      try box.run(["teach", "--class", "bulk", "--dry-run", Self.task])
        == Run(
          0,
          output: """
            would write ~/.config/claude-route/policy.yaml:9: an example of `bulk`
            @@ -7,3 +7,4 @@
                 examples: # of ours
                   - fix the headers
            +      - "water the plants"
             # the end

            """ + report
        )
    )
    #expect(try tree() == before)
  }

  @Test func `says it once`() throws {
    try box.write(Self.taught, to: Self.path)
    let before = try tree()
    #expect(
      try box.run(["teach", "--class", "bulk", Self.task])
        == Run(
          0,
          output:
            "~/.config/claude-route/policy.yaml:9: it is an example of `bulk` already; nothing was changed\n"
        )
    )
    #expect(
      try box.run(["teach", "--class", "bulk", "--not", Self.task])
        == Run(
          64,
          errors: """
            claude-route: the text is an example of `bulk` already (~/.config/claude-route/policy.yaml:9)
              = help: take it out there first

            """
        )
    )
    #expect(try tree() == before)
  }

  @Test func `leaves alone what it cannot edit`() throws {
    try box.write("version: 1\n? classes\n: ops: {}\n", to: Self.path)
    let before = try tree()
    #expect(
      try box.run(["teach", "--class", "bulk", "say \"water\""])
        == Run(
          74,
          errors: """
            claude-route: ~/.config/claude-route/policy.yaml was left alone: it is written in a way that cannot be \
            edited safely
              = help: add this yourself:
                classes:
                  bulk:
                    examples:
                      - "say \\"water\\""

            """
        )
    )
    #expect(try tree() == before)
  }

  @Test func `does not replace a link`() throws {
    let target = try box.write(Self.policy, to: "home/dotfiles/policy.yaml")
    try FileManager.default.createDirectory(
      atPath: box.root.appending(path: "home/.config/claude-route").path,
      withIntermediateDirectories: true
    )
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
    let before = try tree()
    #expect(
      try box.run(["teach", "--class", "bulk", Self.task])
        == Run(
          77,
          errors: """
            claude-route: cannot change the policy \(file): it is a symbolic link
              = help: add it by hand where the link leads to, below `classes`, `bulk`, `examples`

            """
        )
    )
    #expect(try tree() == before)
  }

  @Test func `does not touch a file that others can write`() throws {
    try box.write(Self.policy, to: Self.path, mode: 0o666)
    let before = try tree()
    #expect(
      try box.run(["teach", "--class", "bulk", Self.task])
        == Run(
          77,
          errors: """
            claude-route: the policy \(file) can be written by others, so nobody knows whose it is
              = help: chmod go-w \(file)

            """
        )
    )
    #expect(try tree() == before)
  }

  @Test func `does not touch a policy with errors`() throws {
    try box.write("version: 1\nclases: {}\n", to: Self.path)
    let before = try tree()
    let run = try box.run(["teach", "--class", "bulk", Self.task])
    #expect(run.end == .exited(65) && run.output.isEmpty)
    #expect(run.errors.hasPrefix("\(file):2:1: error: unknown key `clases` in the policy"))
    #expect(try tree() == before)
  }

  @Test(arguments: [
    (
      ["--class", "blk", "water the plants"],
      "unknown class `blk` in `--class`\n  = help: did you mean `bulk`?"
    ),
    (
      ["--class", "bulk", "..."],
      "this cannot be an example: the text has neither a letter nor a digit"
    ),
    (
      ["--class", "bulk", "a\u{1B}b"],
      "this cannot be an example: the text holds the control character U+001B"
    ),
  ])
  func `refuses what makes no sense`(words: [String], message: String) throws {
    #expect(
      try box.run(["teach"] + words) == Run(64, errors: "claude-route: \(message)\n")
    )
    #expect(try tree() == [:])
  }
}
