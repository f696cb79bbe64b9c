internal import ArgumentParser
internal import BuiltInPolicy
internal import Diagnostics
internal import PolicyStarter
internal import Rendering

/// A policy to start from.
struct Init: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented policy to start from; what is there already is never overwritten.",
    discussion: """
      Without flags: your own, ~/.config/claude-route/policy.yaml.

        claude-route init --from settings,env,aliases
        claude-route init --repository
        claude-route init --managed bedrock --region eu-central-1 > policy.yaml
      """
  )

  @Flag(help: "Write `.claude-route.yaml`, what this repository says. (default: off)")
  var repository = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Print an organisation's policy that sends everything to this backend. (default: none)",
      valueName: "recipe"
    )
  )
  var managed: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("With `--managed`: the cloud's region. (default: none)", valueName: "region")
  )
  var region: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "With `--managed`: the project or resource. (default: the environment's)",
      valueName: "project"
    )
  )
  var project: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("With `--managed`: the AWS profile. (default: none)", valueName: "profile")
  )
  var profile: String?

  @ArgumentParser.Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Take over what routes today, reading settings, env, aliases. (default: nothing)",
      valueName: "list"
    ),
    completion: .list(["settings", "env", "aliases"])
  )
  var from: [String] = []

  @Flag(help: "Print the policy instead of writing a file. (default: off)")
  var print = false

  func validate() throws {
    if managed == nil, region ?? project ?? profile != nil {
      throw ValidationError("`--region`, `--project` and `--profile` go with `--managed`")
    }
    guard [repository, managed != nil, !from.isEmpty].count(where: { $0 }) <= 1 else {
      throw ValidationError("give one of `--repository`, `--managed` and `--from`")
    }
    for word in sourceWords where EarlierSetups.Source(rawValue: word) == nil {
      throw ValidationError("`--from` takes settings, env and aliases, separated by commas")
    }
  }

  private var sourceWords: [String] {
    from.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// Each once, in the order in which they were given.
  private var sources: [EarlierSetups.Source] {
    var sources: [EarlierSetups.Source] = []
    for source in sourceWords.compactMap(EarlierSetups.Source.init(rawValue:))
    where !sources.contains(source) {
      sources.append(source)
    }
    return sources
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let recipes = Recipe.all(in: BuiltInPolicy.presetBytes)
    if let managed {
      try writeOutput(try managedText(managed, recipes))
    } else if repository {
      try RepositoryStart(home: input.environment.filled("HOME")).write(printing: print)
    } else {
      try UserStart(input: input, recipes: recipes).write(takingOver: sources, printing: print)
    }
    return Outcome.done.rawValue
  }

  private func managedText(_ name: String, _ recipes: [Recipe]) throws(Refusal) -> String {
    guard let recipe = recipes.first(where: { $0.name == name }) else {
      throw Refusal(
        .usage,
        "no recipe is called `\(name.printable)` in `--managed`",
        help: Suggestion(for: name, among: recipes.map(\.name)).sentence
      )
    }
    guard let place = ManagedStarter.Place(region: region, project: project, profile: profile)
    else {
      throw Refusal(
        .usage,
        "`--region`, `--project` and `--profile` take letters, digits, `-`, `_`, `.` and `:`"
      )
    }
    guard region != nil || !ManagedStarter.needsRegion(recipe.kind) else {
      throw Refusal(
        .usage,
        "`--managed \(recipe.name)` needs `--region`",
        help: "without one the client picks a region silently; write `--region eu-central-1`"
      )
    }
    guard region == nil || ManagedStarter.needsRegion(recipe.kind) else {
      throw Refusal(.usage, "`--managed \(recipe.name)` takes no `--region`: it has none")
    }
    return ManagedStarter(recipe, at: place).text
  }
}
