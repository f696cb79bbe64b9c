internal import RouteEngine
internal import Usage

extension ReplayedSession.Place {
  /// "anthropic/opus"; "opus, not launched here".
  var words: String {
    guard isLaunched, let backend else { return "\(model), not launched here" }
    return "\(backend)/\(model)"
  }
}

extension ReplayedSession.Denial {
  /// The end of "denied …".
  var words: String {
    switch self {
    case .constraint(let name): "by `\(name)`"
    case .unavailable: "since nothing that is permitted is available here"
    }
  }
}

extension UsageCell.Payment {
  /// What amounts are said to be.
  var amountWords: String {
    switch self {
    case .billed: "billed"
    case .plan: "in the plan"
    case .unknown: "payer unknown"
    }
  }
}

extension ReplayCosts {
  /// Those who pay something, before or after.
  var payments: [UsageCell.Payment] {
    UsageCell.Payment.allCases.filter { ran[$0] != 0 || replayed[$0] != 0 }
  }

  /// "$1.20 → $0.05"; a dash for nothing.
  func words(_ payment: UsageCell.Payment) -> String {
    guard ran[payment] != 0 || replayed[payment] != 0 else { return "–" }
    return "\(Dollars(ran[payment]).text) → \(Dollars(replayed[payment]).text)"
  }
}

extension Policy {
  /// The nearest file by its name, "frugal sha256:71aa0e"; several layers decide, and this one is
  /// what was asked about.
  var nearestWords: String {
    guard let layer = layers.first else { return "no policy" }
    return "\(layer.name ?? layer.file) sha256:\(layer.digest.prefix(6))"
  }
}

extension Int {
  /// "1 session", "12 sessions".
  var sessionWords: String { self == 1 ? "1 session" : "\(self) sessions" }
}
