internal import ArgumentParser
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// The decisions of many tasks under a policy and nothing of this machine.
struct Decide: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Decide many tasks at once, without anything of this machine.",
    discussion: """
      Each line of the input is a JSON object with the keys of a policy's tests: task, class,
      labels, files, facts, unavailable, measured; and id, session-class, backend, model, effort.
      Each gives one line of output, in order. Every credential is there unless a line says otherwise.
      Exit status 65 when a line is no task (its answer says why, the others are decided all the
      same), 69 when a task is denied, else 0.

        git log -50 --format=%s | jq -R '{task: .}' -c | claude-route decide --batch
        claude-route decide --batch tasks.jsonl | jq -r .backend | sort | uniq -c
      """
  )

  @Flag(help: "Read a task a line, and write an answer a line. (default: off)")
  var batch = false

  @ArgumentParser.Argument(
    help: "The tasks, `-` for standard input. (default: standard input)",
    completion: .file()
  )
  var file: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Decide by this policy over the built-in one. (default: the built-in one)",
      valueName: "file"
    )
  )
  var policy: String?

  @ArgumentParser.Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Read --policy as managed, user or repository. (default: as its place says)",
      valueName: "layer"
    ),
    completion: .list(Layer.written)
  )
  var layer: String?

  @Flag(help: "Add your own and the managed policy. (default: off)")
  var withMyLayers = false

  @Flag(help: "Give the whole explanation of each decision, as explain --json. (default: off)")
  var explain = false

  func validate() throws {
    _ = try layer.map(Layer.init(flag:))
    if layer != nil, policy == nil {
      throw ValidationError("`--as` says how to read a policy, and there is no `--policy FILE`")
    }
    if policy == "-", file ?? "-" == "-" {
      throw ValidationError("standard input can be read once only")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    guard batch else {
      throw Refusal(
        .usage,
        "`decide` takes many tasks, with `--batch`",
        help: "one task: claude-route explain --json --task \"license headers\""
      )
    }
    var run = BatchRun(try policy(input), explains: explain)
    try run.decide(file)
    if let summary = run.summary { writeAll(summary, to: 2) }
    return run.outcome.rawValue
  }

  private func policy(_ input: ProcessInput) throws(Refusal) -> Policy {
    let home = input.environment.filled("HOME")
    let mine =
      try withMyLayers ? PolicyReading(environment: input.environment, home: home).ownFiles() : []
    var assembly = PolicyAssembly(of: mine + [.builtIn], home: home)
    if let policy {
      let checked = try CheckedFile(policy, as: layer.flatMap(Layer.init(rawValue:)))
      assembly = CheckedPolicy(checked, with: mine, home: home).assembly
    }
    guard let policy = assembly.policy else { throw Refusal(invalid: assembly) }
    return policy
  }
}
