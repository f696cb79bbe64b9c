/// Which variables the states of a task need, before their values are known.
struct StateOutline {
  /// For each class that matters what may be said of it.
  private(set) var ways: [String: [StateVariable.ClassWay]] = [:]
  /// Labels that `--label` may add.
  let labels: [String]
  private(set) var questions: [FactName: FactCells.Questions] = [:]
  /// Sources whose presence decides who pays, and that no fact speaks of.
  private(set) var sources: [CredentialSource] = []
  /// Whether it matters that naming classes sets aside what the facts say of permissive ones.
  private(set) var needsNaming = false
  let spareClass: String?

  private let policies: [Policy]

  init(of policies: [Policy], mentions: Mentions) {
    self.policies = policies
    let mentioned = policies.map { $0.classes.filter { mentions.classes.contains($0.name) } }
    labels = mentions.labels.filter { label in
      policies.contains { !$0.isAlwaysLabelled(label) }
    }
    .sorted()
    let others = policies.map { Set($0.classes.map(\.name)).subtracting(mentions.classes) }
    spareClass = others.dropFirst().reduce(others.first ?? []) { $0.intersection($1) }.min()
    for test in mentions.tests.union(classTests(mentioned, asked: mentions.tests)) {
      questions[test.fact, default: FactCells.Questions()].tests.insert(test)
    }
    addPlaces(mentions)
    for (policy, classes) in zip(policies, mentioned) {
      for taskClass in classes {
        addWays(of: taskClass, policy.classifier)
      }
    }
  }

  /// Sources without a credential in that state of a fact: the variable is not set.
  func missing(with fact: FactName, _ state: FactState) -> [CredentialSource] {
    policies.missingSources(with: fact, state)
  }

  // MARK: Classes

  /// The tests of classes on facts that must be told apart.
  ///
  /// A fact that only one class asks for, that is always known and usually says no to it needs no
  /// variable: the class may as well be named.
  private func classTests(_ mentioned: [[TaskClass]], asked: Set<FactTest>) -> [FactTest] {
    let askedFacts = Set(asked.map(\.fact))
    let classes = Array(mentioned.joined())
    let all = Set(classes.flatMap { $0.signalTests + $0.vetoTests })
    return all.filter { test in
      let fact = test.fact
      let users = classes.filter { taskClass in
        (taskClass.signalTests + taskClass.vetoTests).contains { $0.fact == fact }
      }
      let names = Set(users.map(\.name))
      // A policy may have the class without the fact.
      let namesakes = classes.filter { names.contains($0.name) }
      let usesDiffer = Set(namesakes.map { Set($0.signalTests) }).count > 1
      let isSimple =
        !fact.canBeUnknown && !policies.haveBackend(readingFrom: fact)
        && Set(users.map(\.name)).count == 1 && !usesDiffer
        && !users.contains { taskClass in
          taskClass.vetoTests.contains { $0.fact == fact }
            || taskClass.signalTests.contains {
              $0.fact == fact && $0.truth(of: fact.conditionState) != .false
            }
        }
      return askedFacts.contains(fact) || !isSimple
    }
  }

  private mutating func addWays(of taskClass: TaskClass, _ settings: ClassifierSettings) {
    var ways = self.ways[taskClass.name] ?? [.nothing, .given]
    if !taskClass.isProtective {
      let isToldByFacts = taskClass.signalTests.contains { questions[$0.fact] != nil }
      let mayBeDoubted = taskClass.vetoTests.contains { $0.fact.canBeUnknown }
      if mayBeDoubted, taskClass.isToldFreely(by: settings), !ways.contains(.text) {
        ways.append(.text)
      }
      if isToldByFacts, taskClass.hasFreeVeto, !ways.contains(.veto) { ways.append(.veto) }
      needsNaming = needsNaming || isToldByFacts || ways.count > 2
    }
    self.ways[taskClass.name] = ways
  }

  // MARK: Places

  private mutating func addPlaces(_ mentions: Mentions) {
    // Where the others would run, and who would pay, no decision depends on.
    let backends = policies.flatMap { policy in
      let proposed = Set(policy.proposedBackends)
      return policy.backends.filter { proposed.contains($0.name) }
    }
    for backend in backends {
      for name in backend.regionVariables + backend.projectVariables {
        questions[.environment(name)]?.asksForPresence = true
      }
      for case .environment(let name) in backend.credentials {
        questions[.environment(name)]?.asksForPresence = true
      }
      guard mentions.askForRegions, backend.region == nil else { continue }
      for (index, name) in backend.regionVariables.enumerated() {
        let fact = FactName.environment(name)
        // The second variable counts where the first is unset; replays leave it unset too.
        guard index == 0 || questions[fact] != nil else { continue }
        questions[fact, default: FactCells.Questions()].regions = mentions.regions
      }
    }
    guard mentions.askForPayers else { return }
    let choices = backends.filter { $0.credentials.count > 1 }.flatMap(\.credentials)
    sources = Set(choices).filter { source in
      if case .environment(let name) = source, questions[.environment(name)] != nil {
        return false
      }
      return source != .none
    }
    .sorted { $0.text < $1.text }
  }
}

extension FactName {
  /// What a condition sees of it usually.
  fileprivate var conditionState: FactState { HermeticTask().facts.state(of: self) }
}

extension Policy {
  /// Whether the policy itself sets the label so that `--label` adds nothing.
  fileprivate func isAlwaysLabelled(_ name: String) -> Bool {
    labels.contains { label in
      label.name == name && label.project == nil
        && (label.origin.layer.authority >= .user || repositoryMayLift)
    }
  }
}

extension [Policy] {
  /// Whether a backend takes its region, project or credential from that variable.
  fileprivate func haveBackend(readingFrom fact: FactName) -> Bool {
    guard case .environment(let name) = fact else { return false }
    return contains { policy in
      policy.backends.contains { backend in
        (backend.regionVariables + backend.projectVariables).contains(name)
          || backend.credentials.contains(.environment(name))
      }
    }
  }

  /// Sources without a credential in that state of a fact: the variable is not set.
  func missingSources(with fact: FactName, _ state: FactState) -> [CredentialSource] {
    guard case .environment(let name) = fact, state == .absent else { return [] }
    let source = CredentialSource.environment(name)
    let isUsed = contains { $0.backends.contains { $0.credentials.contains(source) } }
    return isUsed ? [source] : []
  }
}
