internal import PolicyCheck
internal import RouteEngine

extension Rate {
  /// "3/240 = 1.3 % (0.4 to 3.6)"; `-` where there are no cases.
  var words: String {
    guard let fraction, let interval else { return "-" }
    return "\(hits)/\(count) = \(fraction.percent) % \(interval.percents)"
  }
}

extension Double {
  /// Hundredths with one digit after the point: `1.3`.
  var percent: String { fixed(scale: 100, digits: 1) }

  /// With four digits after the point: `0.0125`.
  var fraction: String { fixed(scale: 1, digits: 4) }

  /// Of a number that is not negative, rounded half up.
  private func fixed(scale: Double, digits: Int) -> String {
    let unit = Int((0..<digits).reduce(1) { unit, _ in unit * 10 })
    let value = Int((self * scale * Double(unit)).rounded())
    let rest = String(value % unit)
    return "\(value / unit).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }
}

extension ClosedRange<Double> {
  /// "(0.4 to 3.6)", in hundredths.
  var percents: String { "(\(lowerBound.percent) to \(upperBound.percent))" }
}

extension ScoredTask {
  /// The predicted class's evidence; for none what nearly was some.
  var reasons: [String] {
    evidence.map(\.words) + doubted.map(\.words)
  }
}
