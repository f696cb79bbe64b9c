package import RouteEngine
internal import Usage

/// The line on standard error that says where a session goes and who pays.
package struct LaunchLine: Sendable {
  /// Lines without a line break at the end.
  package let lines: [String]

  /// Absent for a denial.
  package init?(
    _ decision: Decision,
    for request: RoutingRequest,
    in policy: Policy,
    with inventory: CredentialInventory
  ) {
    guard let chosen = decision.chosen else { return nil }
    let classes = decision.classification.names
    let cost = CostWords(of: chosen, in: policy, with: inventory)
    var line = "claude-route: "
    line += request.causeWords(classes)
    line += " → \(chosen.routeWords)"
    if let region = chosen.target.region {
      line += ", \(region)"
    }
    line += " · \(chosen.payerWords) pays"
    line += cost.isWorthSaying ? " · \(cost.chosen)" : ""
    line += cost.native.map { " (\($0.name): \($0.shortWords))" } ?? ""
    line += chosen.target.target.maximumBudgetUSD.map { " · at most $\($0.dollars)" } ?? ""
    var lines = [line]
    let traits = TraitWords(of: chosen.target, for: classes)
    if !traits.needed.isEmpty {
      let list = traits.needed.joined(separator: "; ")
      lines.append("claude-route: on \(chosen.target.backend.name): \(list)")
    }
    self.lines = lines.map(\.printable)
  }
}

extension Candidate {
  /// "openrouter/haiku, effort low"; "anthropic, your default model".
  package var routeWords: String { target.target.routeWords }
}

extension Target {
  /// "openrouter/haiku, effort low"; "anthropic, your default model".
  package var routeWords: String {
    var words: String
    switch model {
    case .default: words = "\(backend), your default model"
    case .named, .id: words = text
    }
    if let effort {
      words += ", effort \(effort.rawValue)"
    }
    if let thinking {
      words += thinking ? ", thinking on" : ", thinking off"
    }
    return words
  }
}

extension Double {
  /// Dollars with two decimals: `0.50`.
  var dollars: String {
    // The command line takes any number; beyond a trillion the cents do not matter.
    let cents = Int((min(self, 1_000_000_000_000) * 100).rounded())
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
