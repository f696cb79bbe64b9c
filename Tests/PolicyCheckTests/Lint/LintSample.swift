import BuiltInPolicy
import Diagnostics
import PolicyCheck
import PolicyLoader
import RouteEngine

/// Policies in two files, `team.yaml`, which is checked, and the built-in one, which is not.
enum LintSample {
  static func here(_ line: Int) -> Origin { Origin(layer: .user, file: "team.yaml", line: line) }

  static func builtIn(_ line: Int) -> Origin {
    Origin(layer: .builtIn, file: "built-in", line: line)
  }

  static func backend(
    _ name: String,
    kind: Backend.Kind = .gateway,
    baseURL: String? = nil,
    region: String? = nil,
    models: [(String, String)] = [("opus", "claude-opus-5-5")],
    repositoryMayChoose: Backend.RepositoryChoice = .ask,
    origin: Origin = here(10),
    valueOrigins: [String: Origin] = [:]
  ) throws -> Backend {
    Backend(
      name: name,
      kind: kind,
      baseURL: try baseURL.map { try BaseURL($0) },
      credentials: [.environment("KEY")],
      region: region,
      models: models.map { Backend.Model(name: $0.0, id: $0.1) },
      repositoryMayChoose: repositoryMayChoose,
      origin: origin,
      valueOrigins: Backend.ValueOrigins(valueOrigins)
    )
  }

  static func signal(_ phrase: String, _ origin: Origin) throws -> Signal {
    Signal(matcher: .phrase(try Phrase(phrase)), origin: origin)
  }

  static func taskClass(
    _ name: String,
    isProtective: Bool = false,
    signals: [Signal] = [],
    unless: [Signal] = [],
    origins: [Origin] = [here(30)]
  ) -> TaskClass {
    TaskClass(
      name: name,
      description: nil,
      isProtective: isProtective,
      signals: signals,
      unless: unless,
      origins: origins
    )
  }

  static func route(_ name: String, when: Condition, to backend: String) -> Route {
    Route(
      name: name,
      when: when,
      targets: [Target(backend: backend, model: .named("opus"))],
      origin: here(40)
    )
  }

  static func constraint(
    _ name: String,
    when: Condition = .all([]),
    unless: Condition? = nil,
    forbid: Selector = Selector(),
    reason: String? = "so",
    origin: Origin = here(50)
  ) -> Constraint {
    Constraint(
      name: name,
      when: when,
      unless: unless,
      effect: .forbid(forbid),
      reason: reason,
      origin: origin
    )
  }

  static func policy(
    classes: [TaskClass] = [],
    backends: [Backend] = [],
    routes: [Route] = [],
    defaultTargets: [Target] = [],
    defaultOrigin: Origin? = nil,
    constraints: [Constraint] = [],
    invariants: [Invariant] = [],
    tests: [PolicyTest] = [],
    aliases: [Alias] = []
  ) -> Policy {
    Policy(
      classes: classes,
      backends: backends,
      routes: routes,
      defaultTargets: defaultTargets,
      defaultOrigin: defaultOrigin,
      constraints: constraints,
      knownLabels: [],
      invariants: invariants,
      tests: tests,
      aliases: aliases,
      prices: PriceList(shipped: BuiltInPolicy.priceBytes)
    )
  }

  /// The findings with one id in `team.yaml`, as text.
  static func findings(
    _ id: String,
    in policy: Policy,
    on day: String = "2026-11-22"
  ) throws -> String {
    guard let today = CalendarDay(day) else { return "\(day) is no day" }
    let lint = PolicyLint(policy, on: today) { $0 == "team.yaml" }
    return lint.diagnostics.filter { $0.id == id }.map(\.plainText).joined()
  }
}

extension Diagnostic {
  /// Place, severity and message, then notes and help, a line each.
  var plainText: String {
    let place = place.map { "\($0.file):\($0.range.start.line)" } ?? "nowhere"
    let notes = notes.map { note in
      "  note: \(note.message)" + (note.place.map { " \($0.file):\($0.range.start.line)" } ?? "")
    }
    let lines =
      ["\(place): \(severity.rawValue): \(message)"] + notes
      + (help.map { ["  help: \($0)"] } ?? [])
    return lines.map { $0 + "\n" }.joined()
  }
}
