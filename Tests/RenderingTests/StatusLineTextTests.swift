import ClaudeClient
import JSONTree
import Rendering
import Testing
import Usage

/// The line below the client's prompt.
@Suite struct `The status line's text` {
  private let route = ShellRoute(
    classes: "bulk",
    backend: "openrouter",
    model: "haiku",
    launched: nil
  )
  private let model = RoutedModel(
    id: "cheap",
    slots: [RoutedModel.Slot(family: "opus", id: "strong")]
  )

  private func line(
    _ input: JSONNode,
    _ dollars: SessionDollars = .billed,
    route: ShellRoute?,
    model: RoutedModel? = nil
  ) -> String {
    StatusLineText(StatusLineInput(input), on: route, asking: model, dollars: dollars).text
  }

  private func session(_ dollars: String, _ tokens: Int, model: String = "cheap") -> JSONNode {
    [
      "model": ["id": .string(model)], "cost": ["total_cost_usd": .number(dollars)],
      "context_window": ["total_input_tokens": .number("\(tokens)")],
    ]
  }

  @Test func `says the route, what was spent, and what goes along`() {
    #expect(
      line(session("0.0312", 41_200), route: route, model: model)
        == "bulk → openrouter/haiku · $0.03 · 41K in context\n"
    )
  }

  @Test(arguments: [
    (SessionDollars.billed, " · $1.50"), (.list, " · list $1.50"),
    (.plan, " · in your plan (list $1.50)"), (.unknown, ""),
  ])
  func `says whose dollars they are`(dollars: SessionDollars, words: String) {
    #expect(
      line(session("1.5", 0), dollars, route: route, model: model)
        == "bulk → openrouter/haiku\(words)\n"
    )
  }

  @Test func `rounds tokens`() {
    let rounded = [
      (812, "812"), (999, "999"), (1_000, "1K"), (999_499, "999K"), (1_240_000, "1.2M"),
    ]
    for (tokens, words) in rounded {
      #expect(
        line(session("0", tokens), .unknown, route: route)
          == "bulk → openrouter/haiku · \(words) in context\n"
      )
    }
  }

  @Test func `gives the alarm when another model runs`() {
    #expect(
      line(session("0.31", 41_000, model: "strong"), route: route, model: model)
        == "⚠ opus is running, the route is openrouter/haiku (/model) · $0.31\n"
    )
  }

  @Test func `gives none where the route names no model`() {
    let native = ShellRoute(classes: "", backend: "anthropic", model: "default", launched: nil)
    #expect(
      line(session("0.31", 0, model: "claude-opus-5-5"), route: native)
        == "no class → anthropic/default · $0.31\n"
    )
  }

  @Test func `says shortly that a session is not routed`() {
    #expect(line([:], route: nil) == "not routed\n")
    #expect(line(session("0.31", 2_000), route: nil) == "not routed · $0.31 · 2K in context\n")
  }

  @Test func `shows what the client does not say as little as it can`() {
    #expect(line([:], route: route, model: model) == "bulk → openrouter/haiku\n")
    #expect(
      line(["cost": ["total_cost_usd": 2]], route: route, model: model)
        == "bulk → openrouter/haiku · $2.00\n"
    )
  }

  @Test func `is one line of harmless characters whatever the client says`() {
    let hostile = "a\u{1B}[2J\n\u{202E}b\u{9B}c"
    #expect(
      line(session("0", 0, model: hostile), .unknown, route: route, model: model)
        == #"⚠ a\u{1B}[2J\n\u{202E}b\u{9B}c is running, the route is openrouter/haiku (/model)"#
        + "\n"
    )
    let long = String(repeating: "x", count: 1_000_000)
    #expect(
      line(session("0", 0, model: long), route: route, model: model).utf8.count < 300
    )
  }

  // MARK: A shell's prompt

  @Test func `of a prompt is one word`() {
    #expect(route?.segment == "bulk→openrouter/haiku")
    let none = ShellRoute(classes: nil, backend: "anthropic", model: nil, launched: nil)
    #expect(none?.segment == "anthropic/default")
    #expect(ShellRoute(classes: "bulk", backend: "", model: "x", launched: nil) == nil)
  }

  @Test func `of a prompt means nothing to a shell or to tmux`() {
    let hostile = "%n $(id) `id` \\u #[fg=red] !! \u{1B}[2J\n;&|<>\"'*{}^=é"
    let route = ShellRoute(classes: hostile, backend: hostile, model: hostile, launched: nil)
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789[]→/?…,")
    #expect(route?.segment.allSatisfy { allowed.contains($0.lowercased().first ?? " ") } == true)
    #expect(route?.segment.count == 81)
  }

  @Test func `knows a launch by the target that it left`() {
    func way(_ launched: String?) -> ShellRoute.Way? {
      ShellRoute(classes: nil, backend: "b", model: "m", launched: launched)?.way
    }
    #expect(way("b/m") == .launch)
    #expect(way("b/x") == .eval)
    #expect(way(nil) == .eval)
  }
}
