internal import RouteEngine

/// What a target is not known to do well, and who says so.
struct TraitWords {
  /// "thinking broken (measured on 2026-11-26)"; empty when nothing is to be said.
  let all: [String]
  /// Of what the task's classes need, and of what was measured as broken.
  let needed: [String]

  /// Traits that are worth a word when nobody knows them.
  private static let notable: [Backend.Trait] = [
    .thinking, .tools, .parallelTools, .streaming, .rateLimit,
  ]

  init(of target: ResolvedTarget, for classes: [String]) {
    let findings = Backend.Trait.allCases.map { ($0, target.finding(of: $0)) }
    let needs = Set(classes.flatMap(Self.needs))
    all = Self.words(findings, of: target)
    needed = Self.words(
      findings.filter { trait, finding in
        needs.contains(trait) || finding.grade == .broken && finding.isMeasured
      },
      of: target
    )
  }

  /// One part for each source, the unknown last; in front of all that the model is not the vendor's.
  private static func words(
    _ findings: [(trait: Backend.Trait, finding: TraitFinding)],
    of target: ResolvedTarget
  ) -> [String] {
    var parts: [(source: String, traits: [String])] = []
    var unknown: [String] = []
    for (trait, finding) in findings where finding.grade != .good {
      if finding.grade == .unknown {
        guard notable.contains(trait) else { continue }
        if finding.source == .nobody {
          unknown.append(trait.words)
          continue
        }
      }
      let source = finding.sourceWords
      if let index = parts.firstIndex(where: { $0.source == source }) {
        parts[index].traits.append(trait.words(finding.grade))
      } else {
        parts.append((source, [trait.words(finding.grade)]))
      }
    }
    var words = target.isOfOtherVendor ? ["not supported by the client's vendor"] : []
    words += parts.map { part in
      part.traits.joined(separator: ", ") + (part.source.isEmpty ? "" : " (\(part.source))")
    }
    if !unknown.isEmpty {
      let source = target.measurement.flatMap { measurement in
        measurement.staleness == nil ? nil : "\(measurement.words); "
      }
      words.append(
        "\(unknown.joined(separator: ", ")) unknown (\(source ?? "")`\(target.probeCommand)` measures it)"
      )
    }
    return words
  }

  /// What breaks elsewhere, by the kind of task that suffers from it.
  private static func needs(_ className: String) -> [Backend.Trait] {
    switch className {
    case "extended-thinking": [.thinking]
    case "multi-agent": [.tools, .parallelTools, .subAgents, .rateLimit]
    case "production": [.tools, .parallelTools]
    default: []
    }
  }
}

extension Backend.Trait {
  /// "parallel tools".
  var words: String { String(rawValue.map { $0 == "-" ? " " : $0 }) }

  /// "thinking degraded", "no web search".
  func words(_ grade: Backend.TraitGrade) -> String {
    self == .webSearch && grade == .broken ? "no \(words)" : "\(words) \(grade.rawValue)"
  }
}

extension TraitFinding {
  /// "measured on 2026-11-26", "assumed"; empty for what the policy states, as for what nobody says.
  var sourceWords: String {
    switch source {
    case .stated, .nobody: ""
    case .assumed: "assumed"
    case .supposed: "measured"
    case .measured(let measurement): measurement.words
    }
  }

  fileprivate var isMeasured: Bool {
    switch source {
    case .measured, .supposed: true
    case .stated, .assumed, .nobody: false
    }
  }
}

extension Measurement {
  /// "measured on 2026-09-01, older than 30 days".
  var words: String {
    switch staleness {
    case nil: "measured on \(day.text)"
    case .age: "measured on \(day.text), older than \(Self.maximumAgeDays) days"
    case .client: "measured on \(day.text) with another client"
    case .distrusted: "measured on \(day.text) where others could have written it"
    }
  }
}

extension ResolvedTarget {
  /// Whether somebody else's model answers.
  fileprivate var isOfOtherVendor: Bool { modelID.map(ModelVendor.isOther) ?? false }

  /// What measures it: `claude-route probe openrouter --model sonnet`.
  var probeCommand: String {
    let usual = backend.models.first { $0.name == "haiku" }?.id
    let own = backend.models.first { $0.name == target.model.text }?.id
    let isUsual = target.model.text == "haiku" || own != nil && own == usual
    return "claude-route probe \(backend.name)" + (isUsual ? "" : " --model \(target.model.text)")
  }
}
