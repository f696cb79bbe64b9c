/// A point in time, as transcripts and the ledger write it: `2026-11-26T06:52:16.123Z`.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Since 1970-01-01 UTC, without leap seconds.
  package let milliseconds: Int64

  /// From its count.
  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads UTC as RFC 3339 writes it, with a fraction of any length or none.
  ///
  /// Absent for everything else, other offsets than `Z` included.
  package init?(_ text: some Collection<UInt8>) {
    var reading = TimestampReading(text)
    guard let year = reading.number(digits: 4), reading.take("-"),
      let month = reading.number(digits: 2), reading.take("-"),
      let day = reading.number(digits: 2), reading.take("T"),
      let hour = reading.number(digits: 2), reading.take(":"),
      let minute = reading.number(digits: 2), reading.take(":"),
      let second = reading.number(digits: 2), let fraction = reading.milliseconds(),
      reading.take("Z"), reading.isAtEnd,
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    milliseconds = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + fraction
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// UTC with milliseconds; right for the years 0 to 9999.
  package var text: String {
    let (days, rest) = Self.divided(milliseconds, by: 86_400_000)
    let date = Self.date(days: days)
    let clock = [(rest / 3_600_000, 2), (rest / 60_000 % 60, 2), (rest / 1_000 % 60, 2)]
    let day = [(date.year, 4), (date.month, 2), (date.day, 2)]
    return day.map(Self.padded).joined(separator: "-") + "T"
      + clock.map(Self.padded).joined(separator: ":") + "." + Self.padded(rest % 1_000, 3) + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func divided(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let rest = (value % divisor + divisor) % divisor
    return ((value - rest) / divisor, rest)
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let (era, yearOfEra) = divided(shifted, by: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, day) = divided(days + 719_468, by: 146_097)
    let yearOfEra = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

/// What is left of a text; nothing is allocated, since every reply of a month has a time.
private struct TimestampReading<Text: Collection<UInt8>> {
  private var rest: Text.SubSequence

  init(_ text: Text) {
    rest = text[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == mark.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func number(digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// The first three digits of a fraction; zero without one, absent when the point has no digit.
  mutating func milliseconds() -> Int64? {
    guard take(".") else { return 0 }
    guard var value = digit() else { return nil }
    var count = 1
    while let digit = digit() {
      if count < 3 {
        value = value * 10 + digit
      }
      count += 1
    }
    return count == 1 ? value * 100 : count == 2 ? value * 10 : value
  }

  private mutating func digit() -> Int64? {
    guard let byte = rest.first, byte >= 0x30, byte <= 0x39 else { return nil }
    rest = rest.dropFirst()
    return Int64(byte - 0x30)
  }
}
