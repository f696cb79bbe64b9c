package import RouteEngine

/// What was used on one day, of one model, for one class of task: the smallest thing that is counted.
///
/// All amounts are sums, so cells of one key can be added up, also those of several people.
package struct UsageCell: Hashable, Sendable {
  package let key: Key
  /// Those whose first reply is in this cell: sums over cells count each session once.
  package var sessions: Int
  package var replies: Int
  package var usage: TokenUsage
  /// In US dollars, the backend's multiplier included; absent when the model's price is not known.
  package var cost: Double?
  /// What the default route would have cost; absent when that, or `cost`, is not known, and for
  /// what was not launched here.
  package var baseline: Baseline?

  /// What is told apart.
  package struct Key: Hashable, Sendable {
    /// Local or UTC, as the report is.
    package let day: CalendarDay
    /// The task's classes as the ledger has them, joined by commas, "no class" for none; absent for
    /// what was not launched here.
    package let className: String?
    /// The policy's name for it; for what was not launched here what the client's settings suggest,
    /// such as `openrouter.ai`, absent when they suggest nothing.
    package let backend: String?
    /// The id that answered, as the transcript has it.
    package let model: String
    package let payment: Payment
    package let isLaunched: Bool
    /// The working directory; absent where nobody asks for it, and in what leaves the machine.
    package let project: String?

    /// From its parts.
    package init(
      day: CalendarDay,
      className: String?,
      backend: String?,
      model: String,
      payment: Payment,
      isLaunched: Bool,
      project: String? = nil
    ) {
      self.day = day
      self.className = className
      self.backend = backend
      self.model = model
      self.payment = payment
      self.isLaunched = isLaunched
      self.project = project
    }
  }

  /// Who pays.
  package enum Payment: String, Hashable, Sendable, CaseIterable {
    /// By the token.
    case billed
    /// A flat rate: the cost is a share of its limits, at list price.
    case plan
    /// Nobody can tell.
    case unknown
  }

  /// The same tokens on the default route, in US dollars.
  package struct Baseline: Hashable, Sendable {
    package var cost: Double
    /// Whether the default route is billed by the token.
    package let isBilled: Bool
    /// What the other model saved, negative when it cost more.
    package var savedByModel: Double
    /// What the other backend saved, negative when it added to the price.
    package var savedByBackend: Double

    /// From its parts.
    package init(cost: Double, isBilled: Bool, savedByModel: Double, savedByBackend: Double) {
      self.cost = cost
      self.isBilled = isBilled
      self.savedByModel = savedByModel
      self.savedByBackend = savedByBackend
    }
  }

  /// From its parts.
  package init(
    key: Key,
    sessions: Int = 0,
    replies: Int = 0,
    usage: TokenUsage = TokenUsage(),
    cost: Double? = nil,
    baseline: Baseline? = nil
  ) {
    self.key = key
    self.sessions = sessions
    self.replies = replies
    self.usage = usage
    self.cost = cost
    self.baseline = baseline
  }
}
