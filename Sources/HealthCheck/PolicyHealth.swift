package import Diagnostics
internal import PolicyCheck
package import RouteEngine

/// What stops a policy, and what of it no longer works.
package struct PolicyHealth: Sendable {
  /// One finding for each layer that decides, or for each file with a mistake, and what is retired.
  package let findings: [HealthFinding]

  /// A mistake of the policy by which a route goes wrong, rather than one that `check` is for.
  private static let outwardMistakes: Set<String> = [
    "retired-model", "base-url-ends-in-v1", "region-mismatch",
  ]

  /// Of a policy that could be read; `shown` says how a file is to be called.
  package init(
    _ policy: Policy,
    managed: HealthReport.ManagedFile?,
    on today: CalendarDay,
    shown: (String) -> String
  ) {
    let layers = policy.layers.map { layer in
      let digest = "sha256:\(layer.digest.prefix(6))"
      let owner =
        layer.layer == .managed
        ? managed.map { ", owner \($0.owner), mode \($0.modeText)" } ?? "" : ""
      return HealthFinding("policy", .ok, "\(shown(layer.file)) \(digest)\(owner)")
    }
    let mistakes = PolicyLint(policy, on: today, isChecked: { _ in true }).diagnostics
      .filter { Self.outwardMistakes.contains($0.id) }
    findings = layers + mistakes.map { HealthFinding("policy", $0, shown: shown) }
  }

  /// Of one that could not: the first mistake of each file.
  ///
  /// `fallback` says by what the rest is judged.
  package init(invalid diagnostics: [Diagnostic], fallback: String, shown: (String) -> String) {
    let errors = diagnostics.filter { $0.severity == .error }
    var files: [String?] = []
    for error in errors where !files.contains(error.place?.file) {
      files.append(error.place?.file)
    }
    findings = files.enumerated().map { index, file in
      let own = errors.filter { $0.place?.file == file }
      var explanations =
        index == 0 ? ["nothing is launched; the rest is judged by \(fallback)"] : []
      if own.count > 1 {
        let check = file.map { "claude-route check \(shown($0).typedPath)" } ?? "claude-route check"
        explanations.append("\(own.count - 1) more in this file: \(check)")
      }
      return HealthFinding("policy", own[0], explanations: explanations, shown: shown)
    }
  }
}

extension HealthFinding {
  fileprivate init(
    _ subject: String,
    _ diagnostic: Diagnostic,
    explanations: [String] = [],
    shown: (String) -> String
  ) {
    let level: Level =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    self.init(
      subject,
      level,
      at: diagnostic.place.map { Place(shown($0.file), line: $0.range.start.line) },
      "\(diagnostic.message) [\(diagnostic.id)]",
      explanations: explanations,
      help: diagnostic.help
    )
  }
}
