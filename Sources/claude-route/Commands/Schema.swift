internal import ArgumentParser
internal import BuiltInPolicy
internal import JSONTree
internal import PolicyLoader
internal import RouteEngine

/// The shape of policy files, for editors and other programs.
struct Schema: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print a JSON Schema of policy files, for editors.",
    discussion: """
      Names that are looked up, globs and phrases are left to `claude-route check`.

        claude-route schema > ~/.config/claude-route/policy.schema.json
        claude-route schema --layer repository > .claude-route.schema.json

      An editor finds it by the first line of a policy:

        # yaml-language-server: $schema=./policy.schema.json
      """
  )

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Whose files: user, managed or repository. (default: user)",
      valueName: "layer"
    )
  )
  var layer: SchemaLayer?

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let schema = PolicySchema(layer: (layer ?? .user).layer, presets: BuiltInPolicy.presetBytes)
    try writeOutput(schema.document.prettyText + "\n")
    return Outcome.done.rawValue
  }
}

/// The layers whose files people write.
enum SchemaLayer: String, ExpressibleByArgument, CaseIterable {
  case user
  case managed
  case repository

  var layer: Layer {
    switch self {
    case .user: .user
    case .managed: .managed
    case .repository: .repository
    }
  }
}
