package import RouteEngine

/// What standard error says where a backend did not answer its last probe.
package struct ProbeFailureLines: Sendable {
  /// Lines without a line break at the end; empty when no probe matters.
  package let lines: [String]

  /// Those that were passed over, each backend once, then the one that is chosen all the same.
  package init(_ decision: Decision) {
    var seen: Set<String> = []
    var lines = decision.skipped.compactMap { candidate -> String? in
      let name = candidate.target.backend.name
      guard seen.insert(name).inserted, let words = candidate.probeFailureWords else { return nil }
      return "passed over \(name): \(words); try again: `\(candidate.failedProbeCommand)`"
    }
    if let chosen = decision.chosen, let words = chosen.probeFailureWords {
      let name = chosen.target.backend.name
      lines.append("on \(name): \(words); try again: `\(chosen.failedProbeCommand)`")
    }
    self.lines = lines.map { "claude-route: \($0)".printable }
  }
}

extension Candidate {
  /// "its probe failed on 2026-11-26: connection refused".
  var probeFailureWords: String? {
    failedProbe.map { "its probe failed on \($0.day.text): \($0.failure ?? "no answer")" }
  }

  /// The probe that failed, once more.
  fileprivate var failedProbeCommand: String {
    let id = failedProbe?.modelID
    let backend = target.backend
    let names = Backend.familySlots.filter { slot in
      target.slots.contains { $0.name == slot && $0.id == id }
    }
    let own = backend.models.first { $0.id == id }?.name
    guard let model = names.contains("haiku") ? "haiku" : names.first ?? own ?? id, model != "haiku"
    else { return "claude-route probe \(backend.name)" }
    return "claude-route probe \(backend.name) --model \(model)"
  }
}
