/// A day of the Gregorian calendar.
package struct CalendarDay: Hashable, Sendable, Comparable {
  package let year: Int
  /// Counted from 1.
  package let month: Int
  /// Counted from 1.
  package let day: Int

  /// Absent for a day that no calendar has.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, in: year)).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Reads `2026-06-15` (ISO 8601, extended format).
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isNumeric = text.utf8.allSatisfy {
      $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard isNumeric, parts.map(\.count) == [4, 2, 2] else { return nil }
    let numbers = parts.compactMap { Int($0) }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// As it is read: `2026-06-15`.
  package var text: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// How many days later another day is; negative for an earlier one.
  package func days(until other: CalendarDay) -> Int { other.number - number }

  package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// Counted from the first of March of the year 0, so that a leap day ends a year.
  private var number: Int {
    let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    // The months from March on have 31, 30, 31, 30, 31, 31, … days.
    let daysBeforeMonth = (153 * month + 2) / 5
    return 365 * year + year / 4 - year / 100 + year / 400 + daysBeforeMonth + day
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDay {
  /// 1970-01-01.
  package static let epoch = CalendarDay(number: 0)

  /// The day so many days later, or earlier when negative; at the calendar's ends it stays there.
  package func adding(days: Int) -> CalendarDay {
    CalendarDay(number: CalendarDay.epoch.days(until: self) + days)
  }

  /// Every day from this one to another one, both included; none when that is earlier.
  package func days(through last: CalendarDay) -> [CalendarDay] {
    let count = days(until: last)
    return count < 0 ? [] : (0...count).map { adding(days: $0) }
  }

  /// Days since 1970-01-01.
  private init(number: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * part + 2) / 5 + 1
    month = part < 10 ? part + 3 : part - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}
