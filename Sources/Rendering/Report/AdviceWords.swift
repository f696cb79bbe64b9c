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
    let verdict = Verdict(report)
    text =
      report.isFlatRate
      ? Self.flatRate(verdict, report) : Self.metered(verdict, report)
  }

  /// On which side of the limit a month is.
  private enum Verdict {
    case below(MonthlyBill)
    case above(MonthlyBill)
    /// Who paid decides, and nobody can tell.
    case open(MonthlyBill)
    /// What is known of the months is too little to judge one.
    case noWholeMonth

    init(_ report: UsageReport) {
      if let bill = MonthlyBill(wholeMonthsOf: report) {
        self =
          bill.billedEach >= monthlyLimit
          ? .above(bill) : bill.possibleEach >= monthlyLimit ? .open(bill) : .below(bill)
        return
      }
      // A part of a month can be enough for being above, and never for being below.
      let parts = MonthlyBill.parts(of: report)
      let most = parts.max { $0.billed < $1.billed }
      let mostPossible = parts.max { $0.possible < $1.possible }
      if let most, most.billedEach >= monthlyLimit {
        self = .above(most)
      } else if let mostPossible, mostPossible.possibleEach >= monthlyLimit {
        self = .open(mostPossible)
      } else {
        self = .noWholeMonth
      }
    }
  }

  private static func flatRate(_ verdict: Verdict, _ report: UsageReport) -> String {
    let payer = report.people == 1 ? "you" : "they"
    let first = "\(payer) pay a flat rate, so a second backend saves limits, not dollars."
    guard report.sums.billed > 0 || report.sums.unknown > 0 else { return first }
    return switch verdict {
    case .below(let bill):
      "\(first) Below $50 billed a month\(team(bill)): keep it only if \(payer) meet the limits."
    case .above(let bill):
      "\(first) Above $50 billed a month\(team(bill)): compare that with a larger plan."
    case .open(let bill): "\(first) \(doubt(bill).asSentence)"
    case .noWholeMonth:
      "\(first) No whole month is there yet to say whether $50 a month is billed."
    }
  }

  /// One person finds the amount in the table.
  private static func team(_ bill: MonthlyBill) -> String {
    bill.people > 1 ? " (\(bill.text))" : ""
  }

  private static func metered(_ verdict: Verdict, _ report: UsageReport) -> String {
    let effect = report.routingEffect.billed
    let (model, backend) = (effect.savedByModel, effect.savedByBackend)
    switch verdict {
    case .below(let bill):
      let reason =
        backend.isShownInCents && backend > 0
        ? "the other backend saved \(backend.dollarText)"
        : model.isShownInCents && model > 0
          ? "the smaller model does the saving, not the backend" : "routing saved nothing"
      return "below $50 billed a month (\(bill.text)): a second backend is hardly worth its keep; "
        + "\(reason)."
    case .above(let bill):
      let limit = bill.billedEach.dollarText == "$50.00" ? "at" : "above"
      return "\(limit) $50 billed a month (\(bill.text)): a second backend is worth its keep, "
        + saver(model: model, backend: backend) + "."
    case .open(let bill): return "\(doubt(bill))."
    case .noWholeMonth:
      let command = report.commandForLastMonth.map { ": report one with `\($0)`" } ?? ""
      return "no whole month is there yet to say whether a second backend is worth its keep"
        + "\(command)."
    }
  }

  private static func doubt(_ bill: MonthlyBill) -> String {
    "nobody here can tell who paid \((bill.possible - bill.billed).dollarText) of "
      + "\(bill.possibleText), and that decides whether $50 a month is billed"
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

extension UsageReport {
  /// What reports the whole of the last month; absent where it would say no more than this.
  ///
  /// The month has to be over, no day of it may be missing, and one command reports one person.
  fileprivate var commandForLastMonth: String? {
    let last = period.last
    guard people == 1, last == last.lastOfMonth,
      !coverage.missing.contains(where: { $0 >= last.firstOfMonth })
    else { return nil }
    return "claude-route report --month \(last.text.prefix(7))" + (period.isUTC ? " --utc" : "")
  }
}
