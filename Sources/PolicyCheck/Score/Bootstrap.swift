/// Draws the tasks again and again to see how far macro-F1 depends on which were drawn.
enum Bootstrap {
  static let resamples = 1000

  /// The 95 % percentile interval of macro-F1; absent where there are no tasks.
  ///
  /// One cell of a `Confusion` for each task. The same cells in the same order give the same
  /// interval.
  static func interval(of cells: [UInt8]) -> ClosedRange<Double>? {
    guard !cells.isEmpty else { return nil }
    var numbers = SplitMix(state: 0)
    var values: [Double] = []
    for _ in 0..<resamples {
      var confusion = Confusion()
      for _ in cells.indices {
        confusion.add(cells[numbers.next(below: cells.count)])
      }
      values.append(confusion.macroF1 ?? 0)
    }
    values.sort()
    // The nearest ranks of 2.5 % and 97.5 %.
    return values[resamples / 40 - 1]...values[resamples - resamples / 40 - 1]
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers with every release of Swift.
private struct SplitMix {
  var state: UInt64

  /// From 0 up to the bound; a bias of the bound in 2^64 does not matter here.
  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Int(value.multipliedFullWidth(by: UInt64(bound)).high)
  }
}
