internal import Usage

/// What routing saved, in sentences without a full stop at their end.
struct SavingWords {
  /// One for each case that there is; dollars and a plan's limits never meet in one.
  let sentences: [String]

  init(_ report: UsageReport) {
    let effect = report.routingEffect
    let plan = report.planName
    sentences = [
      Self.billed(effect.billed),
      Self.leftPlan(effect.leftPlan, plan, payer: report.people == 1 ? "You" : "They"),
      Self.joinedPlan(effect.joinedPlan, plan), Self.inPlan(effect.inPlan, plan),
    ]
    .compactMap(\.self)
  }

  private static func billed(_ part: RoutingEffect.Part) -> String? {
    guard part.saved.isShownInCents || part.savedByModel.isShownInCents else { return nil }
    let share = part.baseline > 0 ? " (\((part.saved.magnitude / part.baseline).shareText))" : ""
    guard part.saved < 0 else {
      return "saved \(part.saved.dollarText)\(share)\(origins(part, sign: 1))"
    }
    return "cost \((-part.saved).dollarText) more than the default route\(share)"
      + origins(part, sign: -1)
  }

  private static func origins(_ part: RoutingEffect.Part, sign: Double) -> String {
    let models = part.savedByModel < 0 ? "larger models" : "smaller models"
    let parts = [
      (part.savedByModel * sign, models), (part.savedByBackend * sign, "the other backend"),
    ]
    let shown = parts.filter { $0.0.isShownInCents }
    if shown.isEmpty { return "" }
    if shown.count == 1 { return ": all of it by \(shown[0].1)" }
    return ": " + shown.map { "\($0.0.dollarText) by \($0.1)" }.joined(separator: ", ")
  }

  private static func leftPlan(
    _ part: RoutingEffect.Part,
    _ plan: String,
    payer: String
  ) -> String? {
    guard part.replies > 0 else { return nil }
    return "\(part.amount) left \(plan); there \(part.pronoun) would have taken "
      + "\(part.baseline.dollarText) of it (list price). \(payer) paid \(part.cost.dollarText) for that."
  }

  private static func joinedPlan(_ part: RoutingEffect.Part, _ plan: String) -> String? {
    guard part.replies > 0 else { return nil }
    return "\(part.amount) ran in \(plan); on the default route \(part.pronoun) would have been "
      + "billed \(part.baseline.dollarText), now took \(part.cost.dollarText) of it (list price)"
  }

  private static func inPlan(_ part: RoutingEffect.Part, _ plan: String) -> String? {
    guard part.replies > 0 else { return nil }
    return "\(part.amount) in \(plan) took \(part.cost.dollarText) of it where the default route "
      + "would have taken \(part.baseline.dollarText) (list price): that "
      + "\(part.saved < 0 ? "costs" : "saves") limits, not dollars"
  }
}

extension UsageReport {
  /// Whose plan it is.
  var planName: String { people == 1 ? "your plan" : "a plan" }
}

extension RoutingEffect.Part {
  /// Sessions; replies where every session began in another case.
  fileprivate var amount: String {
    sessions > 0 ? sessions.counted("session") : replies.counted("reply", "replies")
  }

  fileprivate var pronoun: String { (sessions > 0 ? sessions : replies) == 1 ? "it" : "they" }
}
