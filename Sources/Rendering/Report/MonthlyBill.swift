internal import RouteEngine
internal import Usage

/// What was billed in a month, and what may have been.
struct MonthlyBill {
  /// In US dollars, of all people together.
  let billed: Double
  /// The same and what nobody can tell the payer of, at list price.
  let possible: Double
  let people: Int
  /// "in October 2026".
  private let time: String

  /// What is judged: a limit for one person says nothing about a team's sum.
  var billedEach: Double { billed / Double(max(1, people)) }

  var possibleEach: Double { possible / Double(max(1, people)) }

  /// "$65.83 in October 2026 for 4 people together, $16.46 each".
  var text: String { text(of: billed) }

  /// The same with the amount that nobody can tell the payer of.
  var possibleText: String { text(of: possible) }

  /// The average over the whole months; absent without one.
  init?(wholeMonthsOf report: UsageReport) {
    let months = report.wholeMonths
    guard let first = months.first else { return nil }
    let sums = months.map { month in
      let days = month.first...month.first.lastOfMonth
      return UsageSums(report.cells.filter { days.contains($0.key.day) })
    }
    let count = Double(months.count)
    billed = sums.reduce(0) { $0 + $1.billed } / count
    possible = sums.reduce(0) { $0 + ($1.billed + $1.unknown) } / count
    people = report.people
    time =
      months.count == 1
      ? "in \(first.first.monthText)" : "on average over \(months.count) whole months"
  }

  /// The known parts of the months, which are the least that each of them was, in order.
  static func parts(of report: UsageReport) -> [MonthlyBill] {
    Dictionary(grouping: report.cells, by: \.key.day.firstOfMonth)
      .sorted { $0.key < $1.key }
      .map { month, cells in
        MonthlyBill(
          UsageSums(cells),
          people: report.people,
          time: "in a part of \(month.monthText)"
        )
      }
  }

  private init(_ sums: UsageSums, people: Int, time: String) {
    billed = sums.billed
    possible = sums.billed + sums.unknown
    self.people = people
    self.time = time
  }

  private func text(of amount: Double) -> String {
    let whole = "\(amount.dollarText) \(time)"
    guard people > 1 else { return whole }
    return
      "\(whole) for \(people) people together, \((amount / Double(people)).dollarText) each"
  }
}
