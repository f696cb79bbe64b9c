/// The conditions of many rules as one flat array, for evaluating them for task after task.
///
/// The truth is that of `Condition.truth(of:)`: a node stands before its parts, and names are
/// numbers, so that nothing is looked up by its text and no memory is taken.
struct ConditionBook: Sendable {
  /// Names by number.
  private(set) var classes: [String] = []
  private(set) var labels: [String] = []
  private(set) var facts: [FactName] = []
  private var nodes: [Node] = []
  private var tests: [Test] = []

  private struct Node: Sendable {
    let kind: Kind
    /// Whether it stands under an odd number of `not`.
    let isNegated: Bool
    /// The number of the class, label or test.
    let argument: Int32
    /// Where the node after its last part stands.
    var end: Int32
  }

  private enum Kind: UInt8, Sendable {
    case all
    case any
    case not
    case hasClass
    case hasLabel
    case fact
  }

  private struct Test: Sendable {
    let fact: Int
    let test: FactTest
    /// What a value must begin with for its glob to match; empty for other comparisons.
    let beginning: [UInt8]
  }

  /// What is known of one task, by the numbers of the names.
  struct Situation {
    /// For each class.
    let classes: [Truth]
    /// For each fact.
    let facts: [FactState]
    let labels: SetLabels
    var view: LabelView

    fileprivate func truth(ofLabel name: String, isNegated: Bool) -> Truth {
      switch view {
      case .thoseThatMayLift(let authority, let isLifting) where isNegated != isLifting:
        labels.truth(of: name, thatMayLift: authority)
      case .anybody, .thoseThatMayLift: labels.truth(of: name)
      }
    }
  }

  /// Whose labels count.
  enum LabelView {
    case anybody
    /// Where a label lifts: under an odd number of `not`, or without one in an `unless`.
    case thoseThatMayLift(Layer.Authority, isLifting: Bool)
  }

  /// The place of a condition among the others.
  struct Place: Sendable {
    fileprivate let node: Int32
  }

  mutating func add(_ condition: Condition) -> Place {
    let place = Place(node: Int32(nodes.count))
    append(condition, isNegated: false)
    return place
  }

  private mutating func append(_ condition: Condition, isNegated: Bool) {
    let start = nodes.count
    switch condition {
    case .all(let parts):
      push(.all, isNegated)
      for part in parts { append(part, isNegated: isNegated) }
    case .any(let parts):
      push(.any, isNegated)
      for part in parts { append(part, isNegated: isNegated) }
    case .not(let part):
      push(.not, isNegated)
      append(part, isNegated: !isNegated)
    case .hasClass(let name):
      push(.hasClass, isNegated, classes.number(of: name))
    case .hasLabel(let name):
      push(.hasLabel, isNegated, labels.number(of: name))
    case .fact(let test):
      push(.fact, isNegated, tests.count)
      tests.append(
        Test(fact: facts.number(of: test.fact), test: test, beginning: test.literalBeginning)
      )
    }
    nodes[start].end = Int32(nodes.count)
  }

  private mutating func push(_ kind: Kind, _ isNegated: Bool, _ argument: Int = 0) {
    nodes.append(Node(kind: kind, isNegated: isNegated, argument: Int32(argument), end: 0))
  }

  // MARK: Evaluating

  func truth(of place: Place, in situation: borrowing Situation) -> Truth {
    truth(at: Int(place.node), in: situation)
  }

  private func truth(at index: Int, in situation: borrowing Situation) -> Truth {
    let node = nodes[index]
    switch node.kind {
    case .all:
      var lowest = Truth.true
      var part = index + 1
      while part < Int(node.end), lowest > .false {
        lowest = min(lowest, truth(at: part, in: situation))
        part = Int(nodes[part].end)
      }
      return lowest
    case .any:
      var highest = Truth.false
      var part = index + 1
      while part < Int(node.end), highest < .true {
        highest = max(highest, truth(at: part, in: situation))
        part = Int(nodes[part].end)
      }
      return highest
    case .not:
      return !truth(at: index + 1, in: situation)
    case .hasClass:
      return situation.classes[Int(node.argument)]
    case .hasLabel:
      return situation.truth(ofLabel: labels[Int(node.argument)], isNegated: node.isNegated)
    case .fact:
      return truth(ofTest: Int(node.argument), in: situation)
    }
  }

  private func truth(ofTest number: Int, in situation: borrowing Situation) -> Truth {
    let fact = tests[number].fact
    if !tests[number].beginning.isEmpty, case .value(.text(let text)) = situation.facts[fact],
      !text.utf8.starts(with: tests[number].beginning)
    {
      return .false
    }
    return tests[number].test.truth(of: situation.facts[fact])
  }
}

extension FactTest {
  /// The bytes that every value has in front which the glob matches; empty where there is no glob.
  fileprivate var literalBeginning: [UInt8] {
    guard case .matches(let glob) = comparison else { return [] }
    return glob.whole.literalBeginning
  }
}

extension Array where Element: Equatable {
  /// The place of the element, which is appended when it is new.
  fileprivate mutating func number(of element: Element) -> Int {
    if let number = firstIndex(of: element) { return number }
    append(element)
    return count - 1
  }
}
