import RouteEngine
import Testing

@Suite struct `Conditions` {
  private func truth(_ condition: Condition) -> Truth {
    let atoms = Condition.Atoms(
      classTruth: { ["yes": .true, "maybe": .unknown][$0] ?? .false },
      labelTruth: { name, isNegated in Truth(name == "set" || name == "lifts" && isNegated) },
      factState: { $0 == .branch ? .value(.text("main")) : $0 == .ci ? .unknown : .absent }
    )
    return condition.truth(of: atoms)
  }

  private static let yes = Condition.hasClass("yes")
  private static let maybe = Condition.hasClass("maybe")
  private static let no = Condition.hasClass("no")

  struct Case: CustomStringConvertible {
    let description: String
    let condition: Condition
    let expected: Truth
  }

  static let cases = [
    Case(description: "all of nothing", condition: .all([]), expected: .true),
    Case(description: "any of nothing", condition: .any([]), expected: .false),
    Case(description: "all is the minimum", condition: .all([yes, maybe]), expected: .unknown),
    Case(description: "all with false", condition: .all([maybe, no, yes]), expected: .false),
    Case(description: "any is the maximum", condition: .any([no, maybe]), expected: .unknown),
    Case(description: "any with true", condition: .any([maybe, yes]), expected: .true),
    Case(description: "not true", condition: .not(yes), expected: .false),
    Case(description: "not false", condition: .not(no), expected: .true),
    Case(description: "not unknown", condition: .not(maybe), expected: .unknown),
    Case(description: "label", condition: .hasLabel("set"), expected: .true),
    Case(description: "label under `not`", condition: .not(.hasLabel("lifts")), expected: .false),
    Case(
      description: "label under two",
      condition: .not(.not(.hasLabel("lifts"))),
      expected: .false
    ),
    Case(description: "label not set", condition: .hasLabel("other"), expected: .false),
    Case(
      description: "fact with a value",
      condition: .fact(FactTest(fact: .branch, comparison: .equals(.text("main")))),
      expected: .true
    ),
    Case(
      description: "unknown fact",
      condition: .fact(FactTest(fact: .ci, comparison: .exists(false))),
      expected: .unknown
    ),
    Case(
      description: "absent fact",
      condition: .fact(FactTest(fact: .os, comparison: .exists(false))),
      expected: .true
    ),
    Case(
      description: "absent fact compared",
      condition: .fact(FactTest(fact: .os, comparison: .equals(.text("linux")))),
      expected: .false
    ),
  ]

  @Test(arguments: cases)
  func `follow Kleene`(_ row: Case) {
    #expect(truth(row.condition) == row.expected)
  }

  @Test func `name the facts they ask for`() {
    let test = FactTest(fact: .ci, comparison: .equals(.truth(true)))
    let condition = Condition.all([.not(.fact(test)), .any([.fact(test), .hasLabel("x")])])
    #expect(condition.facts == [.ci, .ci])
  }

  @Test(arguments: [
    (FactTest.Comparison.greaterThan(3), 3, Truth.false),
    (.greaterThan(3), 4, .true), (.atLeast(3), 3, .true), (.atLeast(3), 2, .false),
    (.lessThan(3), 3, .false), (.lessThan(3), 2, .true), (.atMost(3), 3, .true),
    (.atMost(3), 4, .false), (.exists(true), 0, .true), (.exists(false), 0, .false),
    (.isIn([.number(1), .number(2)]), 2, .true), (.isIn([]), 2, .false),
    (.equals(.text("2")), 2, .false),
  ])
  func `compare numbers`(comparison: FactTest.Comparison, number: Int, expected: Truth) {
    let test = FactTest(fact: .filesCount, comparison: comparison)
    #expect(test.truth(of: .value(.number(number))) == expected)
  }

  @Test func `know every fact by its name`() {
    for fact in FactName.fixed {
      #expect(FactName(fact.text) == fact)
    }
    #expect(FactName("env.CI_JOB") == .environment("CI_JOB"))
    #expect(FactName("env.") == nil)
    #expect(FactName("env.a-b") == nil)
    #expect(FactName("files") == nil)
    #expect(FactName.environment("X").text == "env.X")
  }
}
