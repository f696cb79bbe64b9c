/// How often each class was taken for each class.
package struct Confusion: Hashable, Sendable {
  /// By `cell(labelled:predicted:)`.
  private var counts: [Int]

  private static let width = LabelledClass.allCases.count

  package init() {
    counts = Array(repeating: 0, count: Self.width * Self.width)
  }

  /// A number for a pair of classes, below 36.
  static func cell(labelled: LabelledClass, predicted: LabelledClass) -> UInt8 {
    UInt8(labelled.rawValue * width + predicted.rawValue)
  }

  /// Counts one task.
  mutating func add(_ cell: UInt8) {
    counts[Int(cell)] += 1
  }

  package func count(labelled: LabelledClass, predicted: LabelledClass) -> Int {
    counts[Int(Self.cell(labelled: labelled, predicted: predicted))]
  }

  package var accuracy: Rate {
    let hits = LabelledClass.allCases.reduce(0) { $0 + count(labelled: $1, predicted: $1) }
    return Rate(hits, of: counts.reduce(0, +))
  }

  /// How many of those predicted as the class are of it.
  package func precision(of found: LabelledClass) -> Rate {
    Rate(count(labelled: found, predicted: found), of: predictedCount(found))
  }

  /// How many of the class are predicted as it.
  package func recall(of found: LabelledClass) -> Rate {
    Rate(count(labelled: found, predicted: found), of: labelledCount(found))
  }

  /// The harmonic mean of precision and recall, from 0 to 1; absent for a class that is neither
  /// labelled nor predicted.
  package func f1(of found: LabelledClass) -> Double? {
    let sum = labelledCount(found) + predictedCount(found)
    guard sum > 0 else { return nil }
    return Double(2 * count(labelled: found, predicted: found)) / Double(sum)
  }

  /// The mean of the classes' F1; absent where there are no tasks.
  package var macroF1: Double? {
    var sum = 0.0
    var classes = 0
    for found in LabelledClass.allCases {
      guard let f1 = f1(of: found) else { continue }
      sum += f1
      classes += 1
    }
    return classes == 0 ? nil : sum / Double(classes)
  }

  private func labelledCount(_ found: LabelledClass) -> Int {
    LabelledClass.allCases.reduce(0) { $0 + count(labelled: found, predicted: $1) }
  }

  private func predictedCount(_ found: LabelledClass) -> Int {
    LabelledClass.allCases.reduce(0) { $0 + count(labelled: $1, predicted: found) }
  }
}
