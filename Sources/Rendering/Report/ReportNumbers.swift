internal import Usage

extension Double {
  /// What no report can hold; also keeps cents and millionths within `Int`.
  private static let maximumDollars = 1e12

  /// Itself when it is an amount that can be true, else the nearest such; nothing for no number.
  var boundedDollars: Double {
    isNaN ? 0 : Swift.min(Swift.max(self, -Self.maximumDollars), Self.maximumDollars)
  }

  /// Whether cents show it.
  var isShownInCents: Bool { magnitude >= 0.005 }

  /// "$44.20", "−$0.04", "$0.004", "<$0.001": cents, and more only for what cents do not show.
  var dollarText: String {
    let amount = boundedDollars
    if amount != 0, !amount.isShownInCents {
      return amount.magnitude < 0.0005 ? "<$0.001" : Dollars(amount).text
    }
    let digits = Dollars(amount).fixed(2)
    return digits.hasPrefix("−") ? "−$" + digits.dropFirst() : "$" + digits
  }

  /// The same, and a dash for nothing.
  var dollarCell: String { self == 0 ? "–" : dollarText }

  /// "34 %", and "3.4 %" below ten.
  var shareText: String {
    let share = Swift.min(Swift.max(self, -1e9), 1e9)
    return Percent(share.magnitude < 0.1 ? share : (share * 100).rounded() / 100).text
  }

  /// Six decimals with the minus of programs.
  var plainDollars: String {
    let digits = Dollars(boundedDollars).fixed(6)
    return digits.hasPrefix("−") ? "-" + digits.dropFirst() : digits
  }
}

extension Int {
  /// "1 session", "4 sessions".
  func counted(_ noun: String, _ plural: String? = nil) -> String {
    self == 1 ? "1 \(noun)" : "\(self) \(plural ?? noun + "s")"
  }

  /// Tokens, and a dash for none.
  var tokenCell: String { self == 0 ? "–" : tokenText }
}

// A report may be put together from anybody's numbers: a wrong sum is better than no report.
extension Sequence<Int> {
  /// The sum, held at the end of the range that it would leave.
  var boundedSum: Int {
    reduce(0) { sum, number in
      let (total, isBeyond) = sum.addingReportingOverflow(number)
      return isBeyond ? (number > 0 ? .max : .min) : total
    }
  }
}

extension Sequence<TokenUsage> {
  /// The sums of each kind, none of them beyond its range.
  var boundedSum: TokenUsage {
    let usages = Array(self)
    return TokenUsage(
      input: usages.map(\.input).boundedSum,
      output: usages.map(\.output).boundedSum,
      cacheWrite5m: usages.map(\.cacheWrite5m).boundedSum,
      cacheWrite1h: usages.map(\.cacheWrite1h).boundedSum,
      cacheRead: usages.map(\.cacheRead).boundedSum
    )
  }
}

extension TokenUsage {
  /// What was sent anew or written to the cache.
  var boundedNew: Int { [input, cacheWrite5m, cacheWrite1h].boundedSum }

  /// All that was sent, cached or not.
  var boundedPrompt: Int { [boundedNew, cacheRead].boundedSum }
}

extension String {
  /// In columns of a terminal.
  var columnCount: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

  /// Blanks behind it up to a width in columns of a terminal.
  func leading(in width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columnCount))
  }

  /// Blanks before it up to a width in columns of a terminal.
  func trailing(in width: Int) -> String {
    String(repeating: " ", count: max(0, width - columnCount)) + self
  }

  /// The same with a capital letter at its start, and a full stop at its end.
  var asSentence: String {
    prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
  }
}

extension Sequence<String> {
  /// "a", "a and b", "a, b and c".
  var listed: String {
    let parts = Array(self)
    guard let last = parts.last, parts.count > 1 else { return parts.joined() }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
