package import ClaudeClient

extension RouteHold {
  /// One clause: "yes; a launch cancels .claude/settings.json:6 env.ANTHROPIC_BASE_URL".
  package var words: String {
    switch self {
    case .holds(let isEnforced, let cancelled):
      let enforced = isEnforced ? ", enforced by the managed settings" : ""
      let places = cancelled.map(\.words).joined(separator: ", ")
      return "yes\(enforced)" + (places.isEmpty ? "" : "; a launch cancels \(places)")
    case .overruled(let finding): return "no: \(finding.words) of the managed settings differs"
    case .withheld(let finding):
      return "no: \(finding.words) cannot be overridden, since your own value may be a secret"
    case .unknown(let reason): return "not known: \(reason)"
    }
  }

  /// The same below a table that shows the variables: only what else is cancelled.
  var wordsBelowTable: String {
    guard case .holds(_, let cancelled) = self else { return words }
    let others = cancelled.filter { !$0.isVariable }.map(\.words).joined(separator: ", ")
    return others.isEmpty ? "yes" : "yes; a launch also cancels \(others)"
  }

  /// `yes`, `no` or `unknown`.
  var name: String {
    switch self {
    case .holds: "yes"
    case .overruled, .withheld: "no"
    case .unknown: "unknown"
    }
  }
}

extension SettingsFinding {
  /// The place and the key.
  fileprivate var words: String { "\(path):\(line) \(key)" }
}
