package import RouteEngine

/// The tests of one policy file, run.
package struct PolicyTestRun: Hashable, Sendable {
  /// The file that was asked for, then those it extends.
  package let files: [String]
  /// In the order of the policy.
  package let results: [PolicyTestResult]
  /// How many tests of the files were not asked for.
  package let leftOutCount: Int
  /// Of the rules in the files.
  package let coverage: RuleCoverage
  /// The layers beside the files that decided with them, nearest first, each once.
  package let otherLayers: [Layer]

  /// Runs the tests that stand in the file, or in one that it extends, under the whole policy.
  package init(
    of file: String,
    extending others: [String] = [],
    under policy: Policy,
    running isWanted: (PolicyTest) -> Bool = { _ in true }
  ) {
    files = [file] + others
    let names = Set(files)
    let tests = policy.tests.filter { names.contains($0.origin.file) }
    let wanted = tests.filter(isWanted)
    results = wanted.map { PolicyTestResult($0, under: policy, in: names) }
    leftOutCount = tests.count - wanted.count
    coverage = RuleCoverage(of: results.map(\.decision), in: policy, files: names)
    let layers = Set(policy.layers.filter { !names.contains($0.file) }.map(\.layer))
    otherLayers = Layer.allCases.filter(layers.contains)
  }

  /// The name of the file that was asked for.
  package var file: String { files[0] }

  package var failedCount: Int { results.count { !$0.hasPassed } }
}
