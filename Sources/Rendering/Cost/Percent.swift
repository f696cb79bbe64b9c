internal import Usage

/// A share as people read it.
struct Percent {
  /// 1 is all of it.
  let share: Double

  init(_ share: Double) {
    self.share = share
  }

  /// "5.5 %", "34 %": one decimal, left out when it is zero.
  var text: String {
    var digits = Dollars(share * 100).fixed(1)
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    return digits + " %"
  }

  /// "+5.5 %", "−97.4 %".
  var signedText: String { share > 0 ? "+" + text : text }
}

extension Double {
  /// A price without zeros at its end: "0.10", "2.50", "4", "0.625".
  var shortText: String {
    if self == rounded(), magnitude < 1e15 { return String(Int(self)) }
    var digits = Dollars(self).fixed(4)
    while digits.hasSuffix("0"), !digits.hasSuffix(".00"), digits.split(separator: ".")[1].count > 2
    {
      digits.removeLast()
    }
    return digits
  }
}

extension Int {
  /// "402K", "4.1M", "61M": two digits at least, of thousands or millions.
  var tokenText: String {
    func scaled(_ unit: Int, _ letter: String) -> String {
      let tenths = (Double(self) / Double(unit) * 10).rounded() / 10
      return
        (tenths < 10 && tenths != tenths.rounded()
        ? Dollars(tenths).fixed(1) : Dollars(tenths).fixed(0)) + letter
    }
    switch magnitude {
    case 999_500_000...: return scaled(1_000_000_000, "G")
    case 999_500...: return scaled(1_000_000, "M")
    case 1_000...: return scaled(1_000, "K")
    default: return String(self)
    }
  }
}
