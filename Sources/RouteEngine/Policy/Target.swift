/// What a route asks for: a backend, a model of it, and how hard it thinks.
package struct Target: Hashable, Sendable {
  package let backend: String
  package let model: ModelChoice
  package let effort: Effort?
  /// Absent: the client's own.
  package let thinking: Bool?
  /// US dollars a session may cost; passed on in the client's print mode.
  package let maximumBudgetUSD: Double?

  package init(
    backend: String,
    model: ModelChoice,
    effort: Effort? = nil,
    thinking: Bool? = nil,
    maximumBudgetUSD: Double? = nil
  ) {
    self.backend = backend
    self.model = model
    self.effort = effort
    self.thinking = thinking
    self.maximumBudgetUSD = maximumBudgetUSD
  }

  /// `openrouter/haiku`.
  package var text: String { "\(backend)/\(model.text)" }
}

/// How a target names its model.
package enum ModelChoice: Hashable, Sendable {
  /// The client's own default.
  case `default`
  /// A name in the backend's `models`.
  case named(String)
  /// An id that no name stands for; the native API only.
  case id(String)

  package var text: String {
    switch self {
    case .default: "default"
    case .named(let name): name
    case .id(let id): id
    }
  }
}

/// The client's levels of effort, weakest first.
package enum Effort: String, Hashable, Sendable, CaseIterable {
  case low
  case medium
  case high
  case xhigh
  case max
}
