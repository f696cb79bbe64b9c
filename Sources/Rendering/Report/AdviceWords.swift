internal import RouteEngine
internal import Usage

/// Whether a second backend is worth its keep, in one piece of advice.
///
/// The rule is the article's: below 50 dollars a month, it is not.
struct AdviceWords {
  /// Ends with a full stop.
  let text: String

  private static let monthlyLimit = 50.0

  init(_ report: UsageReport) {
    let months = report.wholeMonths
    let billed = report.sums.billed
    let average = months.reduce(0) { $0 + $1.billed } / Double(max(1, months.count))
    if report.isFlatRate {
      text = Self.flatRate(billed: billed, average: months.isEmpty ? nil : average)
    } else if months.isEmpty {
      text =
        "whether a second backend is worth its keep shows in a month: report one of which no day "
        + "is missing, such as `claude-route report --month \(report.period.example)`."
    } else {
      let effect = report.routingEffect.billed
      text = Self.metered(months: months, average: average, effect: effect)
    }
  }

  private static func flatRate(billed: Double, average: Double?) -> String {
    let first = "you pay a flat rate, so a second backend saves limits, not dollars."
    guard billed > 0 else { return first }
    // Without a whole month, what was billed so far is the least that the month will be.
    if (average ?? billed) < monthlyLimit {
      return first + " Below $50 billed a month: keep it only if you meet the limits."
    }
    return first + " Above $50 billed a month: compare that with a larger plan."
  }

  private static func metered(
    months: [WholeMonth],
    average: Double,
    effect: RoutingEffect.Part
  ) -> String {
    let time =
      months.count == 1
      ? months[0].first.monthText : "on average over \(months.count) whole months"
    let amount = "(\(average.dollarText)\(months.count == 1 ? " in " : " ")\(time))"
    let (model, backend) = (effect.savedByModel, effect.savedByBackend)
    if average < monthlyLimit {
      let reason =
        backend.isShownInCents && backend > 0
        ? "the other backend saved \(backend.dollarText)"
        : model.isShownInCents && model > 0
          ? "the smaller model does the saving, not the backend" : "routing saved nothing"
      return "below $50 billed a month \(amount): a second backend is hardly worth its keep; "
        + "\(reason)."
    }
    let limit = average.dollarText == "$50.00" ? "at" : "above"
    return "\(limit) $50 billed a month \(amount): a second backend is worth its keep, "
      + saver(model: model, backend: backend) + "."
  }

  private static func saver(model: Double, backend: Double) -> String {
    switch (model.isShownInCents && model > 0, backend.isShownInCents && backend > 0) {
    case (true, false): "but here the smaller model does it, not the backend"
    case (false, true): "and here the backend does it, not the model"
    case (true, true):
      model > backend
        ? "but here the smaller model does most of it, not the backend"
        : "and here the backend does most of it, not the model"
    case (false, false): "but here routing saved nothing"
    }
  }
}

extension UsageReport.Period {
  /// The month before its last one: the newest that is over.
  fileprivate var example: String {
    let month = last.month == 1 ? 12 : last.month - 1
    let year = last.month == 1 ? last.year - 1 : last.year
    return String(repeating: "0", count: max(0, 4 - String(year).count)) + "\(year)"
      + (month < 10 ? "-0" : "-") + "\(month)"
  }
}
