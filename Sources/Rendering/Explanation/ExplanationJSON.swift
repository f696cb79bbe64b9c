internal import JSONTree
package import RouteEngine

/// A decision with its reasons, for programs.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning.
package struct ExplanationJSON: Sendable {
  private let document: JSONNode

  /// One document, ended by a line break.
  package var text: String { document.prettyText + "\n" }

  /// The same on one line, without a line break.
  package var compactText: String { document.text }

  /// `move` is what the repository's policy changes without consent, absent when nothing.
  package init(
    _ decision: Decision,
    for request: RoutingRequest,
    in policy: Policy,
    with inventory: CredentialInventory,
    move: String? = nil
  ) {
    let other = policy.alternative(to: decision, for: request, with: inventory)
    let alias = request.alias.map { [("alias", Self.alias($0))] } ?? []
    document =
      ([("schema", .number("1"))] + alias + [
        ("classes", .array(decision.classification.classes.map(Self.finding))),
        ("set-aside", .array(decision.classification.setAside.map(Self.finding))),
        ("doubted", .array(decision.classification.doubted.map(Self.doubted))),
        ("candidates", .array(decision.candidates.map { Self.candidate($0, in: policy) })),
        ("decision", Self.outcome(decision, in: policy)),
        ("alternative", other.map(Self.alternative) ?? .null),
        ("consent-needed", move.map(JSONNode.string) ?? .null),
        ("policy", Self.policy(policy)),
      ]).object
  }

  private static func alias(_ alias: Alias) -> JSONNode {
    [("name", .string(alias.name)), ("origin", .string(alias.origin.label))].object
  }

  private static func finding(_ finding: ClassFinding) -> JSONNode {
    [
      ("name", .string(finding.name)),
      ("protective", .truth(finding.isProtective)),
      ("evidence", .array(finding.evidence.map(evidence))),
    ].object
  }

  private static func doubted(_ doubted: DoubtedClass) -> JSONNode {
    [
      ("name", .string(doubted.name)),
      ("model-percent", doubted.percent.map { .number("\($0)") } ?? .null),
      ("evidence", .array(doubted.evidence.map(evidence))),
    ].object
  }

  private static func alternative(_ other: Alternative) -> JSONNode {
    let change: (String, JSONNode) =
      switch other.change {
      case .without(let names): ("without", .array(names.map(JSONNode.string)))
      case .with(let name): ("with", .string(name))
      }
    let target = other.decision.chosen?.target.target.text
    return [change, ("target", target.map(JSONNode.string) ?? .null)].object
  }

  private static func evidence(_ evidence: Evidence) -> JSONNode {
    [
      ("signal", .string(evidence.signal.rawValue)),
      ("pattern", .string(evidence.pattern)),
      ("text", .string(evidence.text)),
      ("start", evidence.span.map { .number("\($0.lowerBound)") } ?? .null),
      ("end", evidence.span.map { .number("\($0.upperBound)") } ?? .null),
      ("origin", evidence.origin.map { .string($0.label) } ?? .null),
    ].object
  }

  private static func candidate(_ candidate: Candidate, in policy: Policy) -> JSONNode {
    [
      ("backend", .string(candidate.target.backend.name)),
      ("model", .string(candidate.target.target.model.text)),
      ("route", candidate.routeName.map(JSONNode.string) ?? .null),
      ("origin", origin(of: candidate, in: policy)),
      ("permitted", .truth(candidate.isPermitted)),
      ("stopped-by", .array(candidate.stops.map { .string($0.constraint.name) })),
      ("stops", .array(candidate.stops.map(stop))),
      ("availability", .string(candidate.availability.name)),
      ("probe-failure", candidate.failedProbe.map(failure) ?? .null),
    ].object
  }

  private static func failure(_ measurement: Measurement) -> JSONNode {
    [
      ("date", .string(measurement.day.text)),
      ("reason", measurement.failure.map(JSONNode.string) ?? .null),
    ].object
  }

  /// Every trait, whoever speaks of it.
  private static func traits(of target: ResolvedTarget) -> JSONNode {
    Backend.Trait.allCases.map { trait in
      let finding = target.finding(of: trait)
      return (trait.rawValue, self.finding(finding))
    }
    .object
  }

  private static func finding(_ finding: TraitFinding) -> JSONNode {
    let grade = ("grade", JSONNode.string(finding.grade.rawValue))
    func with(_ source: String) -> JSONNode { [grade, ("source", .string(source))].object }
    switch finding.source {
    case .stated: return with("stated")
    case .assumed: return with("assumed")
    case .nobody: return with("unknown")
    case .supposed: return with("measured")
    case .measured(let measurement):
      return [
        grade, ("source", .string("measured")), ("date", .string(measurement.day.text)),
        ("stale", .truth(measurement.staleness != nil)),
      ].object
    }
  }

  private static func stop(_ stop: Candidate.Stop) -> JSONNode {
    [
      ("constraint", .string(stop.constraint.name)),
      ("origin", .string(stop.constraint.origin.label)),
      ("layer", .string(stop.constraint.origin.layer.rawValue)),
      ("reason", stop.constraint.reason.map(JSONNode.string) ?? .null),
    ].object
  }

  /// The line of the route or of the default; null for the command line.
  private static func origin(of candidate: Candidate, in policy: Policy) -> JSONNode {
    candidate.origin(in: policy).map { .string($0.label) } ?? .null
  }

  private static func outcome(_ decision: Decision, in policy: Policy) -> JSONNode {
    guard let chosen = decision.chosen else {
      return [("outcome", .string("denied"))].object
    }
    let target = chosen.target.target
    return [
      ("outcome", .string("routed")),
      ("backend", .string(target.backend)),
      ("model", .string(target.model.text)),
      ("model-id", chosen.target.modelID.map(JSONNode.string) ?? .null),
      ("effort", target.effort.map { .string($0.rawValue) } ?? .null),
      ("route", chosen.routeName.map(JSONNode.string) ?? .null),
      ("origin", origin(of: chosen, in: policy)),
      ("payer", chosen.availability.payer.map { .string($0.text) } ?? .null),
      ("traits", traits(of: chosen.target)),
    ].object
  }

  private static func policy(_ policy: Policy) -> JSONNode {
    let layers = policy.layers.map { layer in
      [
        ("layer", .string(layer.layer.rawValue)),
        ("file", .string(layer.file)),
        ("name", layer.name.map(JSONNode.string) ?? .null),
        ("digest", .string("sha256:\(layer.digest)")),
      ].object
    }
    return [
      ("digest", .string(policy.digest)),
      ("layers", .array(layers)),
    ].object
  }
}
