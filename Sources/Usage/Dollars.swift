/// An amount of US dollars as people read it.
package struct Dollars: Hashable, Sendable {
  package let amount: Double

  /// From an amount; it has to be finite, and below a thousand million million.
  package init(_ amount: Double) {
    self.amount = amount
  }

  /// "0.011": rounded half away from zero, without a sign for what rounds to nothing.
  package func fixed(_ decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let units = Int((amount.magnitude * Double(scale)).rounded())
    let sign = amount < 0 && units > 0 ? "−" : ""
    guard decimals > 0 else { return sign + String(units) }
    let fraction = String(units % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(units / scale).\(zeros)\(fraction)"
  }

  /// "$44.20", "−$0.04"; three decimals for what is below ten cents and not nothing.
  package var text: String {
    let decimals = amount != 0 && amount.magnitude < 0.0995 ? 3 : 2
    let digits = fixed(decimals)
    return digits.hasPrefix("−") ? "−$" + digits.dropFirst() : "$" + digits
  }
}
