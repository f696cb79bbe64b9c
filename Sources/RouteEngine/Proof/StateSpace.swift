/// All combinations of the values of some variables, numbered.
///
/// The first variable changes fastest from one number to the next.
struct StateSpace: Hashable, Sendable {
  /// How many values each variable has.
  let radices: [Int]
  /// How far apart two states are that differ by one in a variable.
  let strides: [Int]
  /// `Int.max` when there are more.
  let count: Int

  init(radices: [Int]) {
    self.radices = radices
    var strides: [Int] = []
    var count = 1
    for radix in radices {
      strides.append(count)
      count = count.timesOrMaximum(radix)
    }
    self.strides = strides
    self.count = count
  }

  func value(of variable: Int, in state: Int) -> Int {
    state / strides[variable] % radices[variable]
  }
}

extension Int {
  /// The product, or the largest number when it is larger still.
  func timesOrMaximum(_ other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? .max : product
  }
}
