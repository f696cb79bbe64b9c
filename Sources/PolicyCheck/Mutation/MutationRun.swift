package import RouteEngine

/// What a policy's tests and invariants notice of small changes to its rules.
package struct MutationRun: Hashable, Sendable {
  /// The file whose rules were changed.
  package let file: String
  /// In the order of `Policy.mutants`.
  package let outcomes: [Outcome]

  /// One change and what became of it.
  package struct Outcome: Hashable, Sendable {
    package let mutation: Mutation
    package let fate: Fate

    package init(mutation: Mutation, fate: Fate) {
      self.mutation = mutation
      self.fate = fate
    }
  }

  package enum Fate: Hashable, Sendable {
    /// The first test that passed and now fails.
    case killedByTest(String)
    /// The first invariant that was not refuted and now is.
    case killedByInvariant(String)
    case survived
    /// It survived because no decision and nothing that is permitted changes.
    case equivalent
  }

  package init(file: String, outcomes: [Outcome]) {
    self.file = file
    self.outcomes = outcomes
  }

  /// Mutates every rule in the run's files.
  ///
  /// `refuted` gives the invariants that do not hold under a policy; `isEquivalent` says whether two
  /// policies with the same classes decide and permit the same in every state. It is asked of
  /// survivors only.
  package init(
    of run: PolicyTestRun,
    under policy: Policy,
    refuted: (Policy) -> [Invariant],
    isEquivalent: (Policy, Policy) -> Bool
  ) {
    let cases = run.results.filter(\.hasPassed).map { MutationCase($0, under: policy) }
    let mutants = policy.mutants(ofRulesIn: Set(run.files))
    let refutedBefore = mutants.isEmpty ? [] : Set(refuted(policy))
    file = run.file
    outcomes = mutants.map { mutant in
      let fate: Fate
      if let test = Self.failing(cases, under: mutant.policy, insteadOf: policy) {
        fate = .killedByTest(test)
      } else if let invariant = refuted(mutant.policy).first(where: { !refutedBefore.contains($0) })
      {
        fate = .killedByInvariant(invariant.name)
      } else {
        // States say nothing of how a text comes to a class, so a changed class is never equivalent.
        let isSame = mutant.policy.classes == policy.classes && isEquivalent(policy, mutant.policy)
        fate = isSame ? .equivalent : .survived
      }
      return Outcome(mutation: mutant.mutation, fate: fate)
    }
  }

  package var survivors: [Mutation] {
    outcomes.filter { $0.fate == .survived }.map(\.mutation)
  }

  package var equivalentCount: Int { outcomes.count { $0.fate == .equivalent } }

  package var killedCount: Int { outcomes.count - equivalentCount - survivors.count }

  /// The killed share of all mutants that change something, in percent, rounded down; 100 when there
  /// are none.
  package var score: Int { [self].score }

  private static func failing(
    _ cases: [MutationCase],
    under mutant: Policy,
    insteadOf policy: Policy
  ) -> String? {
    guard mutant.classes != policy.classes else {
      return cases.first { !$0.passes(under: mutant, as: $0.classification) }?.name
    }
    let classifier = Classifier(of: mutant)
    return cases.first {
      !$0.passes(under: mutant, as: classifier.classification(of: $0.task.facts))
    }?.name
  }
}

extension [MutationRun] {
  /// The score of all mutants of all files.
  package var score: Int {
    let killed = map(\.killedCount).reduce(0, +)
    return Percentage.of(killed, in: killed + map(\.survivors.count).reduce(0, +))
  }
}

/// A test that passed, with everything that the mutants of a policy have in common.
private struct MutationCase {
  let name: String
  let task: HermeticTask
  let classification: Classification
  private let expectation: PolicyTest.Expectation
  private let inventory: CredentialInventory

  init(_ result: PolicyTestResult, under policy: Policy) {
    name = result.test.name
    task = result.test.hermeticTask
    classification = result.decision.classification
    expectation = result.test.expectation
    inventory = task.inventory(for: policy)
  }

  func passes(under policy: Policy, as classification: Classification) -> Bool {
    let request = RoutingRequest(facts: task.facts)
    let decision = policy.decision(for: request, as: classification, with: inventory)
    return expectation.unmetParts(by: decision).isEmpty
  }
}
