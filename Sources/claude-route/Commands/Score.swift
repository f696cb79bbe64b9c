internal import ArgumentParser
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// How well the classifier does on tasks that people labelled.
struct Score: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Measure the classifier on a table of labelled tasks.",
    discussion: """
      Columns are separated by tabs and named by a header: `text`, `primary` (bulk,
      prototype, production, multi-agent, thinking, other), and if there are such
      `secondary`, `cheap_ok` (yes, no), `source` and `kind`. Nothing of this machine
      counts, and every backend is there. Intervals are of 95 %; macro-F1 leaves out
      classes that are neither labelled nor predicted.

        claude-route score tasks.tsv
        claude-route score --rows tasks.tsv | awk -F '\\t' '$2 != $3'
      """
  )

  @ArgumentParser.Argument(help: "The table, `-` for standard input.")
  var file: String

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

  @Flag(help: "Print every task with what was decided and why. (default: off)")
  var rows = false

  @Flag(help: "Print JSON; with --rows the tasks are in it. (default: off)")
  var json = false

  @Flag(help: ArgumentHelp("Print labels and features for training.", visibility: .hidden))
  var features = false

  func validate() throws {
    _ = try layer.map(Layer.init(flag:))
    if layer != nil, policy == nil {
      throw ValidationError("`--as` says how to read a policy, and there is no `--policy FILE`")
    }
    if file == "-", policy == "-" {
      throw ValidationError("standard input can be read once only")
    }
    if features, rows || json || policy != nil {
      throw ValidationError("`--features` goes with no other flag")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let table = try LabelledTable(at: file)
    guard !features else {
      try writeFeatures(of: table.tasks)
      return Outcome.done.rawValue
    }
    let scoring = ScoringPolicy(try policy(input))
    let report = ScoreReport(table.tasks.map(scoring.scored))
    let text =
      json
      ? ScoreJSON(report, hasRows: rows).text
      : rows ? ScoreRows(report).text : ScoreText(report).text
    try writeOutput(text)
    return Outcome.done.rawValue
  }

  private func policy(_ input: ProcessInput) throws(Refusal) -> Policy {
    let home = input.environment.filled("HOME")
    var assembly = PolicyAssembly(of: [.builtIn], home: home)
    if let policy {
      let checked = try CheckedFile(policy, as: layer.flatMap(Layer.init(rawValue:)))
      assembly = CheckedPolicy(checked, home: home).assembly
    }
    guard let policy = assembly.policy else { throw Refusal(invalid: assembly) }
    return policy
  }

  /// In pieces: the features of a text take some fifty times its size.
  private func writeFeatures(of tasks: [LabelledTask]) throws(Refusal) {
    for start in stride(from: 0, to: tasks.count, by: 1000) {
      let end = min(start + 1000, tasks.count)
      try writeOutput(FeatureLines(tasks[start..<end]).text)
    }
  }
}
