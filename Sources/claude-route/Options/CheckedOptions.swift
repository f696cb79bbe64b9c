internal import ArgumentParser
internal import PolicyLoader
internal import RouteEngine

/// Which policy files a command looks at, and over what.
struct CheckedOptions: ParsableArguments {
  @ArgumentParser.Argument(
    help: "Policy files, `-` for standard input. (default: the repository's .claude-route.yaml)",
    completion: .file()
  )
  var paths: [String] = []

  @ArgumentParser.Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Read them as managed, user or repository. (default: as their place says)",
      valueName: "layer"
    ),
    completion: .list(Layer.written)
  )
  var layer: String?

  @Flag(help: "Add your own and the managed policy. (default: off)")
  var withMyLayers = false

  func validate() throws {
    _ = try layer.map(Layer.init(flag:))
    if paths.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input can be read once only")
    }
  }

  /// Each file by itself, joined with what it is checked over.
  func policies(
    _ input: ProcessInput,
    with others: [PolicyFile] = []
  ) throws(Refusal) -> [CheckedPolicy] {
    let home = input.environment.filled("HOME")
    let mine = try withMyLayers ? ownFiles(input, home) : []
    guard !paths.isEmpty else {
      let checked = try CheckedFile(ofRepository: RepositoryPolicies(home: home))
      return [CheckedPolicy(checked, with: mine + others, home: home)]
    }
    var policies: [CheckedPolicy] = []
    for path in paths {
      let checked = try CheckedFile(path, as: layer.flatMap(Layer.init(rawValue:)))
      policies.append(CheckedPolicy(checked, with: mine + others, home: home))
    }
    return policies
  }

  private func ownFiles(_ input: ProcessInput, _ home: String?) throws(Refusal) -> [PolicyFile] {
    try PolicyReading(environment: input.environment, home: home).ownFiles()
  }
}
