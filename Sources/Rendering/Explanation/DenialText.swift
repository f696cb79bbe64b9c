package import RouteEngine

/// Why nothing was started: each candidate with what stopped it, the evidence, and a way on.
package struct DenialText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(_ decision: Decision, for request: RoutingRequest) {
    var lines: [String] = []
    switch decision.candidates.count {
    case 0:
      lines.append("claude-route: denied: no target is left for this task")
    case 1:
      let candidate = decision.candidates[0]
      let verdict = candidate.isPermitted ? "not available" : "not permitted for this task"
      lines.append("claude-route: denied: \(candidate.target.target.text) is \(verdict)")
      lines += Self.reasons(candidate).map { "  \($0)" }
    default:
      lines.append("claude-route: denied: no target is permitted and available for this task")
      for candidate in decision.candidates {
        lines.append("  \(candidate.target.target.text) (\(candidate.sourceWords))")
        lines += Self.reasons(candidate).map { "    \($0)" }
      }
    }
    lines += Self.evidence(decision)
    lines += Self.help(decision, request)
    lines.append("  = nothing was started, nothing was set")
    text = lines.map { $0.printable + "\n" }.joined()
  }

  private static func reasons(_ candidate: Candidate) -> [String] {
    guard candidate.isPermitted else {
      return candidate.stopWords
    }
    return ["unavailable: \(candidate.availability.words)"]
  }

  /// The evidence of the protective classes, since they are what constraints ask for.
  private static func evidence(_ decision: Decision) -> [String] {
    let protective = decision.classification.classes.filter(\.isProtective)
    let isConstrained = decision.candidates.contains { !$0.isPermitted }
    guard isConstrained, !protective.isEmpty else { return [] }
    let parts = protective.map { finding in
      "\(finding.name) \(finding.evidence.first?.shortWords ?? "")"
    }
    return ["  evidence: " + parts.joined(separator: ", ")]
  }

  private static func help(_ decision: Decision, _ request: RoutingRequest) -> [String] {
    var ways: [String] = []
    if let alias = request.alias, alias.backend != nil || alias.model != nil {
      ways.append("leave out the alias `\(alias.name)`")
    }
    if request.backendFlag != nil {
      ways.append("leave out --backend")
    }
    if request.modelFlag != nil {
      ways.append("leave out --model")
    }
    let isFromText = decision.classification.classes.contains { finding in
      finding.isProtective && finding.evidence.contains { $0.signal == .phrase }
    }
    if isFromText {
      ways.append("say what it is: --class prototyping")
    }
    return ways.isEmpty ? [] : ["  = help: " + ways.joined(separator: ", or ")]
  }
}

extension Candidate {
  /// The same for each constraint that stops it, and what was found of the traits it asks for: "forbidden
  /// by `NAME` (team.yaml:3); thinking broken (measured on 2026-11-26)".
  package var stopWords: [String] {
    stops.map { stop in
      let asked = (stop.constraint.effect.selector.trait ?? [:]).keys.sorted()
      let found = asked.map { trait in
        let finding = target.finding(of: trait)
        let source = finding.sourceWords
        return trait.words(finding.grade) + (source.isEmpty ? "" : " (\(source))")
      }
      return ([stop.words] + found).joined(separator: "; ")
    }
  }
}

extension Candidate.Stop {
  /// "forbidden by `NAME` (built-in:171): reason".
  package var words: String {
    let verb: String
    switch constraint.effect {
    case .forbid: verb = "forbidden by"
    case .require: verb = "not what is required by"
    }
    let reason = constraint.reason.map { ": \($0)" } ?? ""
    return "\(verb) `\(constraint.name)` (\(constraint.origin.label))\(reason)"
  }
}
