internal import ArgumentParser
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// What a change of policy lets through.
struct Diff: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract:
      "Compare two policies by what they permit: equivalent, stricter, laxer, incomparable.",
    discussion: """
      Exit status 1 when the new policy permits anything that the old one does not.

        git show main:.claude-route.yaml | claude-route diff - .claude-route.yaml
      """
  )

  @ArgumentParser.Argument(help: "The old policy, `-` for standard input.", completion: .file())
  var old: String

  @ArgumentParser.Argument(help: "The new policy, `-` for standard input.", completion: .file())
  var new: String

  @ArgumentParser.Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Read them as managed, user or repository. (default: as their place says)",
      valueName: "layer"
    ),
    completion: .list(Layer.written)
  )
  var layer: String?

  @Flag(help: "Add your own and the managed policy to both. (default: off)")
  var withMyLayers = false

  @ArgumentParser.Option(help: "text or json. (default: text)")
  var format: DiffFormat?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    _ = try layer.map(Layer.init(flag:))
    if old == "-", new == "-" {
      throw ValidationError("standard input can be read once only")
    }
    if json, let format, format != .json {
      throw ValidationError("`--json` and `--format \(format.rawValue)` contradict each other")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let home = input.environment.filled("HOME")
    let mine =
      try withMyLayers
      ? PolicyReading(environment: input.environment, home: home).ownFiles() : []
    let layers = try layersAsPlaced()
    let before = try side(old, layers.old, mine, home)
    let after = try side(new, layers.new, mine, home)
    let comparison = Prover.comparison(old: before.policy, new: after.policy).joined
    let text =
      json || format == .json
      ? PolicyDiffJSON(comparison, old: before, new: after).text
      : PolicyDiffText(comparison, old: before, new: after).text
    try writeOutput(text)
    // What could not be compared must not look like no difference.
    let isLaxer = !comparison.laxer.isEmpty || comparison.exceededLimit != nil
    return (isLaxer ? Outcome.found : .done).rawValue
  }

  /// Standard input has no place of its own: it is the other version of the other file.
  private func layersAsPlaced() throws(Refusal) -> (old: Layer?, new: Layer?) {
    let given = layer.flatMap(Layer.init(rawValue:))
    return (
      given ?? (old == "-" ? CheckedFile.layer(placedAt: new) : nil),
      given ?? (new == "-" ? CheckedFile.layer(placedAt: old) : nil)
    )
  }

  private func side(
    _ path: String,
    _ layer: Layer?,
    _ mine: [PolicyFile],
    _ home: String?
  ) throws(Refusal) -> PolicyDiffSide {
    let checked = CheckedPolicy(try CheckedFile(path, as: layer), with: mine, home: home)
    guard let policy = checked.policy else { throw Refusal(invalid: checked.assembly) }
    return PolicyDiffSide(policy, layer: checked.layer, file: checked.name)
  }
}

/// How `diff` says what it found.
enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
