internal import RouteEngine
package import Usage

extension CalendarDay {
  /// "October 2026".
  var monthText: String {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return "\(names[month - 1]) \(year)"
  }
}

extension UsageReport.Period {
  /// "October 2026", "November 2026, days 1-22", "2026-09-15 to 2026-11-22"; UTC is named.
  package var title: String {
    plainTitle + (isUTC ? " (UTC)" : "")
  }

  /// Whether the days of the period need no month beside them.
  fileprivate var isInOneMonth: Bool { first.firstOfMonth == last.firstOfMonth }

  private var plainTitle: String {
    guard isInOneMonth else {
      let isWhole = first == first.firstOfMonth && last == last.lastOfMonth
      return isWhole
        ? "\(first.monthText) to \(last.monthText)" : "\(first.text) to \(last.text)"
    }
    if first == last { return "\(first.monthText), day \(first.day)" }
    if first.day == 1, last == last.lastOfMonth { return first.monthText }
    return "\(first.monthText), days \(first.day)-\(last.day)"
  }
}

extension UsageReport {
  /// Which days are known, and why others are not, without a full stop.
  package var coverageSentence: String {
    let count = period.dayCount
    let missing = coverage.missing.count
    var facts = ["\(count - missing) of \(count.counted("day"))"]
    if !coverage.kept.isEmpty {
      let days = coverage.kept.count.counted("day")
      facts.append("\(days) from kept totals, transcripts are deleted")
    }
    let known = facts.joined(separator: "; ")
    guard missing > 0 else { return "\(period.title): complete (\(known))" }
    let isOne = missing == 1
    let whose = people == 1 ? "" : " for one person or more"
    return "\(period.title): \(known); \(missingDays) \(isOne ? "is" : "are") missing\(whose): "
      + "no report has seen \(isOne ? "its" : "their") transcripts"
  }

  /// Years of every other day would fill a page.
  private static let maximumRanges = 12

  /// "days 1-4 and 9"; with months where the period has more than one, and how many more there are.
  private var missingDays: String {
    let months = Dictionary(grouping: coverage.missing, by: \.firstOfMonth)
      .sorted { $0.key < $1.key }
    var room = Self.maximumRanges
    var parts: [String] = []
    var rest = coverage.missing.count
    for (month, days) in months where room > 0 {
      let ranges = Self.ranges(days.map(\.day)).prefix(room)
      let shown = ranges.reduce(0) { $0 + $1.count }
      room -= ranges.count
      rest -= shown
      var words = ranges.map { range in
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
      }
      // In one month the rest is one more of its ranges, so that there is one "and".
      if period.isInOneMonth, rest > 0 {
        words.append(rest.counted("more day"))
        rest = 0
      }
      parts.append(
        (shown == 1 && words.count == 1 ? "day " : "days ") + words.listed
          + (period.isInOneMonth ? "" : " of \(month.monthText)")
      )
    }
    return (parts + (rest > 0 ? [rest.counted("more day")] : [])).listed
  }

  /// 1-4, 9, for numbers in order.
  private static func ranges(_ numbers: [Int]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges
  }
}
