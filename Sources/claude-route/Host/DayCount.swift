internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Days as this machine's time zone has them, or as UTC has them.
struct DayCount {
  let isUTC: Bool

  /// The day of a time; the first day of 1970 where the C library knows none.
  func day(of time: Timestamp) -> CalendarDay {
    let milliseconds = time.milliseconds
    var seconds = time_t((milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000)
    var parts = unsafe tm()
    let isKnown =
      isUTC ? unsafe gmtime_r(&seconds, &parts) != nil : unsafe localtime_r(&seconds, &parts) != nil
    let day =
      isKnown
      ? unsafe CalendarDay(
        year: Int(parts.tm_year) + 1900,
        month: Int(parts.tm_mon) + 1,
        day: Int(parts.tm_mday)
      ) : nil
    return day ?? CalendarDay.epoch
  }
}
