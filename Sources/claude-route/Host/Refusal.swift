internal import Rendering
internal import RouteEngine

/// Why nothing is started and nothing set: what people are told, and the exit code.
struct Refusal: Error {
  let outcome: Outcome
  /// Whole lines for standard error.
  let text: String

  init(_ outcome: Outcome, lines: [String]) {
    self.outcome = outcome
    text = lines.map { $0 + "\n" }.joined()
  }

  /// One sentence behind the program's name, and what to do about it.
  init(_ outcome: Outcome, _ message: String, help: String? = nil) {
    var lines = ["claude-route: \(message)"]
    if let help {
      lines.append("  = help: \(help)")
    }
    self.init(outcome, lines: lines)
  }

  /// No candidate is permitted and available: each of them with what stopped it.
  init(denied decision: Decision, for request: RoutingRequest) {
    outcome = .denied
    text = DenialText(decision, for: request).text
  }
}
