/// The states of a fact that a policy can tell apart, each with one value that shows it.
struct FactCells {
  let fact: FactName
  /// The usual state first when it is among them.
  let states: [FactState]
  /// Whether every state that the policy can tell apart is among them.
  let isComplete: Bool

  /// What is asked of the fact.
  struct Questions {
    var tests: Set<FactTest> = []
    /// Whether its being there matters by itself: it holds a credential or names a place.
    var asksForPresence = false
    /// The regions that selectors name, when the fact is a backend's region.
    var regions: Set<String>?
  }

  init(of fact: FactName, for questions: Questions) {
    self.fact = fact
    let usual = fact.usualState
    var candidates = [usual]
    var isComplete = true
    switch fact.type {
    case .truth:
      candidates += [.value(.truth(false)), .value(.truth(true))]
    case .number:
      candidates += [.absent] + questions.numbers.map { .value(.number($0)) }
    case .text:
      candidates.append(.absent)
      let known = questions.constants + questions.usualRegions(for: fact)
      let usualText: [String] = if case .value(.text(let text)) = usual { [text] } else { [] }
      let witnesses = TextWitnesses(of: questions.patterns, besides: usualText + known)
      candidates += (known + witnesses.texts).map { .value(.text($0)) }
      isComplete = witnesses.isComplete
    }
    if fact.canBeUnknown {
      candidates.append(.unknown)
    }
    var seen: Set<Answer> = []
    states = candidates.filter { seen.insert(questions.answer(in: $0)).inserted }
    self.isComplete = isComplete
  }

  /// What a policy sees of one state.
  fileprivate struct Answer: Hashable {
    let truths: [Truth]
    let isPresent: Bool?
    let region: String?
    let geography: Geography?
  }
}

extension FactName {
  /// What a task outside every repository, on a terminal, has; of a place what replays have.
  var usualState: FactState {
    if case .environment(let name) = self, let place = HermeticTask.places[name] {
      return .value(.text(place))
    }
    return HermeticTask().facts.state(of: self)
  }

  /// Whether reading it can fail.
  package var canBeUnknown: Bool {
    switch self {
    case .branch, .projectPath, .projectRemote, .sessionBackend: true
    case .filesCount, .ci, .hook, .interactive, .clientPrint, .clientPermissionMode,
      .clientAgents, .clientEffort, .clientThinking, .taskWords, .os, .environment:
      false
    }
  }
}

extension FactCells.Questions {
  fileprivate func answer(in state: FactState) -> FactCells.Answer {
    let text: String? = if case .value(.text(let text)) = state { text } else { nil }
    let region = regions == nil ? nil : text
    return FactCells.Answer(
      truths: orderedTests.map { $0.truth(of: state) },
      isPresent: asksForPresence || regions != nil ? text != nil : nil,
      region: region.flatMap { regions?.contains($0) == true ? $0 : nil },
      geography: region.flatMap(Geography.init(region:))
    )
  }

  /// One order for all states; which one does not matter.
  private var orderedTests: [FactTest] { Array(tests) }

  /// The numbers on both sides of every bound.
  fileprivate var numbers: [Int] {
    let bounds = tests.flatMap { test -> [Int] in
      switch test.comparison {
      case .equals(let value): [value].compactMap(\.number)
      case .isIn(let values): values.compactMap(\.number)
      case .greaterThan(let bound), .atLeast(let bound), .lessThan(let bound), .atMost(let bound):
        [bound]
      case .exists, .matches: []
      }
    }
    let around = bounds.flatMap { [$0 == .min ? $0 : $0 - 1, $0, $0 == .max ? $0 : $0 + 1] }
    return Set(around + [0]).filter { $0 >= 0 }.sorted()
  }

  /// The texts that are compared with.
  fileprivate var constants: [String] {
    let texts = tests.flatMap { test -> [String] in
      switch test.comparison {
      case .equals(let value): [value].compactMap(\.text)
      case .isIn(let values): values.compactMap(\.text)
      case .greaterThan, .atLeast, .lessThan, .atMost, .exists, .matches: []
      }
    }
    return Set(texts).union(regions ?? []).sorted()
  }

  fileprivate var patterns: [TextAutomaton.Pattern] {
    let globs = tests.compactMap { test -> Glob? in
      if case .matches(let glob) = test.comparison { glob } else { nil }
    }
    let named = constants.map(TextAutomaton.Pattern.literal)
    let matched = Set(globs).sorted { $0.text < $1.text }.map(TextAutomaton.Pattern.glob)
    return named + matched + (regions == nil ? [] : Geography.regionPatterns)
  }

  /// A known region of each geography, and one of none.
  fileprivate func usualRegions(for fact: FactName) -> [String] {
    guard regions != nil else { return [] }
    return fact == .environment("CLOUD_ML_REGION")
      ? [
        "global", "us-east5", "europe-west1", "asia-southeast1", "asia-northeast1",
        "australia-southeast1", "southamerica-east1",
      ]
      : [
        "us-east-1", "eu-west-1", "ap-southeast-1", "ap-northeast-1", "ap-southeast-2", "global",
        "sa-east-1",
      ]
  }
}

extension Geography {
  /// What `init(region:)` looks at.
  static let regionPatterns: [TextAutomaton.Pattern] =
    [
      "global", "ap-northeast-1", "ap-northeast-3", "asia-northeast1", "asia-northeast2",
      "ap-southeast-2", "ap-southeast-4", "us", "eu",
    ].map(TextAutomaton.Pattern.literal)
    + ["us-", "eu-", "europe-", "australia-", "ap-", "asia-"].map(TextAutomaton.Pattern.prefix)
}

extension FactValue {
  fileprivate var number: Int? {
    if case .number(let number) = self { number } else { nil }
  }

  fileprivate var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}
