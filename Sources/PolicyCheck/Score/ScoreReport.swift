/// How well tasks were decided, beside what people say of them.
package struct ScoreReport: Hashable, Sendable {
  /// In the order of the table.
  package let tasks: [ScoredTask]
  package let all: Figures
  /// The 95 % interval of macro-F1; absent where there are no tasks.
  package let macroF1Interval: ClosedRange<Double>?
  /// In order of name; empty where no task has a kind.
  package let kinds: [Kind]

  /// The figures of the tasks of one kind.
  package struct Kind: Hashable, Sendable {
    /// Empty for tasks without one.
    package let name: String
    package let figures: Figures
  }

  /// What is counted of some tasks.
  package struct Figures: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var confusion = Confusion()
    private var labelledCheap = 0
    private var predictedCheap = 0
    private var bothCheap = 0

    package init() {}

    mutating func add(_ scored: ScoredTask) {
      count += 1
      confusion.add(scored.cell)
      labelledCheap += scored.task.isCheap ? 1 : 0
      predictedCheap += scored.isCheap ? 1 : 0
      bothCheap += scored.task.isCheap && scored.isCheap ? 1 : 0
    }

    /// How many of the tasks that may not go to a cheap model do.
    package var leak: Rate { Rate(predictedCheap - bothCheap, of: count - labelledCheap) }

    /// How many of the tasks that go to a cheap model may.
    package var cheapPrecision: Rate { Rate(bothCheap, of: predictedCheap) }

    /// How many of the tasks that may go to a cheap model do.
    package var cheapRecall: Rate { Rate(bothCheap, of: labelledCheap) }
  }

  package init(_ tasks: [ScoredTask]) {
    self.tasks = tasks
    var all = Figures()
    var kinds: [String: Figures] = [:]
    for scored in tasks {
      all.add(scored)
      kinds[scored.task.kind, default: Figures()].add(scored)
    }
    self.all = all
    macroF1Interval = Bootstrap.interval(of: tasks.map(\.cell))
    let isOfKinds = kinds.keys.contains { !$0.isEmpty }
    self.kinds =
      isOfKinds
      ? kinds.map { Kind(name: $0.key, figures: $0.value) }.sorted { $0.name < $1.name } : []
  }
}

extension ScoredTask {
  fileprivate var cell: UInt8 { Confusion.cell(labelled: task.primary, predicted: predicted) }
}
