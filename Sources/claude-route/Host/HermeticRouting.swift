internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// One decision under a policy file and nothing of this machine.
struct HermeticRouting {
  let policy: Policy
  let request: RoutingRequest
  let inventory: CredentialInventory
  let decision: Decision

  init(
    _ given: RoutingOptions,
    _ hermetic: HermeticOptions,
    input: ProcessInput
  ) throws(Refusal) {
    guard let path = given.policy else {
      throw Refusal(.usage, "`--as` says how to read a policy, and there is no `--policy FILE`")
    }
    guard let layer = hermetic.layer.flatMap(Layer.init(rawValue:)) else {
      throw Refusal(.usage, "`--as` takes managed, repository or user")
    }
    let checked = CheckedPolicy(
      try CheckedFile(path, as: layer),
      home: input.environment.filled("HOME")
    )
    guard let policy = checked.policy else { throw Refusal(invalid: checked.assembly) }
    self.policy = policy
    let alias = try given.alias(in: policy)
    let options = given.with(alias, client: nil)
    var task = HermeticTask(
      text: options.task,
      files: try FileList(options).paths,
      classes: try Routing.known(options.classes, "class", "--class", policy.classes.map(\.name)),
      labels: try Routing.known(options.labels, "label", "--label", policy.knownLabels.sorted()),
      // The flags were looked at when they were parsed.
      values: (try? hermetic.facts()) ?? [:],
      unavailable: Set(try Self.unavailable(hermetic.unavailable, in: policy)),
      measured: try Self.known((try? hermetic.supposed()) ?? SupposedTraits(), in: policy)
    )
    task.facts.sessionClasses = try Routing.known(
      hermetic.sessionClasses,
      "class",
      "--session-class",
      policy.classes.map(\.name)
    )
    var request = RoutingRequest(facts: task.facts)
    request.alias = alias
    request.backend = try Routing.known(
      [options.backend].compactMap { $0 },
      "backend",
      "--backend",
      policy.backends.map(\.name)
    )
    .first
    request.model = try Routing.modelName(options.model)
    request.effort = try Routing.effort(options.effort)
    request.maximumBudgetUSD = options.maximumBudgetUSD
    self.request = request
    inventory = task.inventory(for: policy)
    decision = policy.decision(for: request, with: inventory)
    try Routing.checkModel(request, decision)
  }

  private static func known(
    _ supposed: SupposedTraits,
    in policy: Policy
  ) throws(Refusal) -> SupposedTraits {
    for place in supposed.places {
      _ = try Routing.known(
        [place.backend],
        "backend",
        "--measured",
        policy.backends.map(\.name)
      )
      guard let model = place.model, let backend = policy.backend(named: place.backend),
        backend.choice(of: model) == nil
      else { continue }
      throw Refusal(
        .usage,
        "backend `\(backend.name)` does not map the model `\(model.printable)` of `--measured`",
        help: "use a name from its `models`: opus, sonnet, haiku, fable"
      )
    }
    return supposed
  }

  private static func unavailable(
    _ names: [String],
    in policy: Policy
  ) throws(Refusal) -> [Unavailable] {
    let sources = policy.backends.flatMap(\.credentials)
    var result: [Unavailable] = []
    for name in names {
      if policy.backend(named: name) != nil {
        result.append(.backend(name))
      } else if let source = sources.first(where: { $0.text == name }) {
        result.append(.credential(source))
      } else {
        _ = try Routing.known([name], "backend", "--unavailable", policy.backends.map(\.name))
      }
    }
    return result
  }
}
