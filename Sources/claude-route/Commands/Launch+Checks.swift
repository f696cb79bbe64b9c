internal import ClaudeClient
internal import Rendering
internal import RouteEngine

extension Launch {
  /// What the client would fall back to must be allowed too.
  func checkFallbacks(
    _ client: ClientArguments,
    _ chosen: Candidate,
    _ route: Routing
  ) throws(Refusal) {
    let backend = chosen.target.backend
    for model in client.fallbackModels {
      let isSent = Backend.familySlots.contains(model) || backend.models.contains { $0.id == model }
      guard backend.isNative || isSent else {
        throw Refusal(
          .usage,
          "backend `\(backend.name)` does not map the fallback model `\(model.printable)`",
          help: "use opus, sonnet, haiku, fable, or an id of its `models`"
        )
      }
      var request = route.request
      request.backend = backend.name
      request.model = model
      let decision = route.policy.decision(
        for: request,
        as: route.decision.classification,
        with: route.inventory
      )
      guard decision.chosen != nil else {
        throw Refusal(denied: decision, for: request)
      }
    }
  }

  /// A background session is started by the client's daemon, which has none of this environment
  /// (measured: it then sends nothing).
  func checkBackground(
    _ client: ClientArguments,
    _ chosen: Candidate
  ) throws(Refusal) {
    guard client.has("--background") else { return }
    throw Refusal(
      .usage,
      "a background session cannot be routed to \(chosen.target.backend.name): the client's daemon would not have its credential",
      help: "leave out `--bg`"
    )
  }
}
