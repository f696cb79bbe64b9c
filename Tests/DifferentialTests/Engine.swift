import Diagnostics
import PolicyLoader
import RouteEngine

/// The real thing, asked the same questions as the naive evaluator.
struct Engine {
  let policy: Policy

  /// Loads the text of every file.
  init(_ spec: SpecPolicy) throws(Refusal) {
    try self.init(files: Self.files(of: spec))
  }

  init(files: [PolicyFile]) throws(Refusal) {
    let assembly = PolicyAssembly(of: files)
    guard let policy = assembly.policy else {
      throw Refusal(messages: assembly.diagnostics.map { "\($0.id): \($0.message)" })
    }
    self.policy = policy
  }

  /// What was found when a policy did not load.
  struct Refusal: Error {
    let messages: [String]
  }

  static func files(of spec: SpecPolicy) -> [PolicyFile] {
    spec.files.enumerated()
      .map { index, file in
        PolicyFile(
          layer: Layer(file.layer),
          name: "\(file.layer.rawValue)-\(index)",
          bytes: Array(file.yaml.utf8)
        )
      }
  }

  func decision(in state: SpecState, repositoryMayLift: Bool) -> Decision {
    var policy = policy
    policy.repositoryMayLift = repositoryMayLift
    return policy.decision(for: state.request, with: state.inventory(for: policy))
  }

  func answer(in state: SpecState, repositoryMayLift: Bool) -> Answer {
    Answer(decision(in: state, repositoryMayLift: repositoryMayLift))
  }
}

extension Layer {
  fileprivate init(_ layer: SpecLayer) {
    self =
      switch layer {
      case .repository: .repository
      case .user: .user
      case .managed: .managed
      case .builtIn: .builtIn
      }
  }
}

extension SpecState {
  /// Each sentence with a capital and a full stop.
  var writtenText: String? {
    text.map { sentences in
      sentences.map { $0.joined(separator: " ").capitalizedFirst + "." }.joined(separator: " ")
    }
  }

  var request: RoutingRequest {
    var values: [FactName: FactState] = [:]
    for (name, fact) in facts {
      guard let name = FactName(name) else { preconditionFailure("no fact `\(name)`") }
      values[name] =
        switch fact {
        case .value(.text(let text)): .value(.text(text))
        case .value(.number(let number)): .value(.number(number))
        case .value(.truth(let truth)): .value(.truth(truth))
        case .absent: .absent
        case .unknown: .unknown
        }
    }
    return RoutingRequest(
      facts: TaskFacts(
        text: writtenText,
        textIsPartial: textIsPartial,
        files: files,
        namedClasses: namedClasses,
        sessionClasses: sessionClasses,
        labels: Set(labels),
        values: values
      ),
      backend: backend,
      model: model,
      effort: effort.flatMap(Effort.init(rawValue:))
    )
  }

  func inventory(for policy: Policy) -> CredentialInventory {
    let sources = Set(policy.backends.flatMap(\.credentials))
    return CredentialInventory(
      present: sources.filter { present.contains($0.text) },
      unverified: sources.filter { unverified.contains($0.text) },
      places: places,
      missing: Set(missingBackends.map(Unavailable.backend))
        .union(
          sources.filter { missingCredentials.contains($0.text) }.map(Unavailable.credential)
        ),
      measurements: measurements.compactMap(\.record)
    )
  }
}

extension SpecMeasurement {
  fileprivate var record: Measurement? {
    guard let day = CalendarDay(year: 2026, month: 11, day: day) else { return nil }
    let found = grades.compactMap { trait, grade in
      Backend.Trait(rawValue: trait).flatMap { trait in
        Backend.TraitGrade(rawValue: grade).map { (trait, $0) }
      }
    }
    return Measurement(
      backend: backend,
      modelID: id,
      grades: Dictionary(uniqueKeysWithValues: found),
      day: day,
      staleness: isStale ? .age(days: 40) : nil,
      failure: isFailure ? "no answer" : nil
    )
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Answer {
  init(_ decision: Decision) {
    classes = decision.classification.names.sorted()
    lines = decision.candidates.map { candidate in
      let target = candidate.target.target
      return Line(
        target: Answer.text(
          of: SpecTarget(
            backend: target.backend,
            model: target.model.text,
            effort: target.effort?.rawValue,
            thinking: target.thinking
          )
        ),
        stops: candidate.stops
          .map { "\($0.constraint.origin.layer.rawValue):\($0.constraint.name)" }.sorted(),
        availability: candidate.availability.word,
        payer: candidate.availability.payer?.text ?? "nobody",
        grades: SpecWorld.traits.map { name in
          Backend.Trait(rawValue: name).map { candidate.target.finding(of: $0).grade.rawValue }
            ?? "no trait"
        },
        isSilent: candidate.failedProbe != nil
      )
    }
    chosen = decision.chosenIndex
  }
}

extension Availability {
  fileprivate var word: String {
    switch self {
    case .available: "available"
    case .unverified: "unverified"
    case .unavailable: "unavailable"
    }
  }
}

extension SpecState: CustomStringConvertible {
  /// Only what is said; facts by name.
  var description: String {
    var parts: [String] = []
    if let writtenText {
      parts.append("text \"\(writtenText)\"\(textIsPartial ? " (partial)" : "")")
    }
    if let files { parts.append("files \(files)") }
    for (name, fact) in facts.sorted(by: { $0.key < $1.key }) {
      switch fact {
      case .value(let value): parts.append("\(name) is \(value)")
      case .absent: parts.append("\(name) is absent")
      case .unknown: parts.append("\(name) is unknown")
      }
    }
    parts += namedClasses.map { "--class \($0)" } + sessionClasses.map { "session \($0)" }
    parts += labels.map { "--label \($0)" }
    if let backend { parts.append("--backend \(backend)") }
    if let model { parts.append("--model \(model)") }
    if let effort { parts.append("--effort \(effort)") }
    parts.append("present \(present.sorted())")
    if !unverified.isEmpty { parts.append("unverified \(unverified.sorted())") }
    parts += places.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    parts += (missingBackends.sorted() + missingCredentials.sorted()).map { "\($0) is missing" }
    for record in measurements {
      let grades = record.grades.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      let words = grades + (record.isStale ? ["stale"] : []) + (record.isFailure ? ["failed"] : [])
      parts.append(
        "\(record.backend) \(record.id ?? "default") on the \(record.day)th: "
          + words.joined(separator: ", ")
      )
    }
    return parts.joined(separator: "\n")
  }
}
