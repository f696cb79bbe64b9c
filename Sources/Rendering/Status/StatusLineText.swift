package import ClaudeClient
package import Usage

/// The line that the client shows below the prompt: the route, what was spent, and an alarm when
/// another model runs.
package struct StatusLineText: Sendable {
  /// One line, ended by a line break.
  package let text: String

  /// `route` is absent in a session that is not routed, `model` where the route names none;
  /// `reckoned` is what the session cost where the client cannot know.
  package init(
    _ input: StatusLineInput,
    on route: ShellRoute?,
    asking model: RoutedModel?,
    dollars: SessionDollars,
    reckoned: Double? = nil
  ) {
    var parts: [String] = []
    let running = input.modelID.flatMap { model?.other($0) }
    if let route, let running {
      parts = ["⚠ \(running.shortened) is running, the route is \(route.target.shortened) (/model)"]
    } else {
      parts = [route?.text.shortened ?? "not routed"]
    }
    if let reckoned {
      parts += [Self.words(reckoned, .billed)].compactMap(\.self)
    } else {
      parts += [input.dollars.flatMap { Self.words($0, dollars) }].compactMap(\.self)
    }
    if running == nil, let tokens = input.contextTokens, tokens > 0 {
      parts.append("\(Self.rounded(tokens)) in context")
    }
    text = parts.map(\.printable).joined(separator: " · ") + "\n"
  }

  private static func words(_ amount: Double, _ meaning: SessionDollars) -> String? {
    let figure = "$" + Dollars(amount).fixed(2)
    return switch meaning {
    case .billed: figure
    case .list: "list \(figure)"
    case .plan: "in your plan (list \(figure))"
    case .unknown: nil
    }
  }

  /// "812", "41K", "1.2M".
  private static func rounded(_ tokens: Int) -> String {
    if tokens < 1_000 { return "\(tokens)" }
    if tokens < 999_500 { return "\((tokens + 500) / 1_000)K" }
    return "\(Dollars(Double(tokens) / 1_000_000).fixed(1))M"
  }
}

extension String {
  /// What fits on a line beside the rest.
  fileprivate var shortened: String { count > 120 ? prefix(120) + "…" : self }
}
