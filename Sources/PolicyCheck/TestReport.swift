/// What `test` found in all the files that it was given.
package struct TestReport: Hashable, Sendable {
  /// One for each file, in the order given.
  package let parts: [Part]
  /// The least percentage of covered rules, and of killed mutants where rules were mutated.
  package let floor: Int?

  /// What was found in one file.
  package struct Part: Hashable, Sendable {
    package let run: PolicyTestRun
    /// Absent when rules were not mutated.
    package let mutation: MutationRun?

    package init(_ run: PolicyTestRun, mutation: MutationRun? = nil) {
      self.run = run
      self.mutation = mutation
    }
  }

  package init(_ parts: [Part], floor: Int? = nil) {
    self.parts = parts
    self.floor = floor
  }

  package var testCount: Int { parts.map(\.run.results.count).reduce(0, +) }

  package var failedCount: Int { parts.map(\.run.failedCount).reduce(0, +) }

  /// Of all files together; absent when some tests were not asked for, since nothing is to be
  /// concluded then.
  package var coverage: RuleCoverage? {
    guard parts.allSatisfy({ $0.run.leftOutCount == 0 }) else { return nil }
    return RuleCoverage(rules: parts.flatMap(\.run.coverage.rules))
  }

  /// Of all files together; absent when rules were not mutated.
  package var mutationScore: Int? {
    let mutations = parts.compactMap(\.mutation)
    return mutations.isEmpty ? nil : mutations.score
  }

  /// What stays below the floor, in words: "coverage 66 %, wanted at least 90 %".
  package var shortfalls: [String] {
    guard let floor else { return [] }
    let shares = [("coverage", coverage?.percent), ("mutation score", mutationScore)]
    return shares.compactMap { name, percent in
      guard let percent, percent < floor else { return nil }
      return "\(name) \(percent) %, wanted at least \(floor) %"
    }
  }

  /// Whether every test passed and nothing stays below the floor.
  package var isGood: Bool { failedCount == 0 && shortfalls.isEmpty }
}
