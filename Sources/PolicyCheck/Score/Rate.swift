/// How many of a number of cases are so.
package struct Rate: Hashable, Sendable {
  package let hits: Int
  package let count: Int

  package init(_ hits: Int, of count: Int) {
    self.hits = hits
    self.count = count
  }

  /// From 0 to 1; absent where there are no cases.
  package var fraction: Double? { count == 0 ? nil : Double(hits) / Double(count) }

  /// The 95 % score interval of Wilson (1927), without a correction for continuity; absent where
  /// there are no cases.
  package var interval: ClosedRange<Double>? {
    guard let fraction else { return nil }
    // The 97.5 % quantile of the normal distribution.
    let z = 1.959963984540054
    let cases = Double(count)
    let square = z * z / cases
    let middle = fraction + square / 2
    let half = z * ((fraction * (1 - fraction) + square / 4) / cases).squareRoot()
    // At the ends rounding must not leave what is certain.
    let low = hits == 0 ? 0 : (middle - half) / (1 + square)
    let high = hits == count ? 1 : (middle + half) / (1 + square)
    return low...high
  }
}
