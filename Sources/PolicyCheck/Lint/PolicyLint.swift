package import Diagnostics
package import RouteEngine

/// What is probably not meant in a policy that could be read, as far as it needs no proof.
package struct PolicyLint {
  let policy: Policy
  /// The day that retirements are judged by.
  let today: CalendarDay
  private let isChecked: (String) -> Bool

  /// Only what lies in a file that `isChecked` accepts is spoken of.
  package init(_ policy: Policy, on today: CalendarDay, isChecked: @escaping (String) -> Bool) {
    self.policy = policy
    self.today = today
    self.isChecked = isChecked
  }

  /// One group after the other, each in the order of the policy.
  package var diagnostics: [Diagnostic] {
    unusedClasses + unusedBackends + phrasesInBothSides + untestedClasses + missingReasons
      + retiredModels + wrongBaseURLs + regionMismatches + modelsOfOtherVendors
      + protectiveClassesThatLift + droppedConstraints
  }

  func isChecked(_ origin: Origin) -> Bool { isChecked(origin.file) }

  /// Backends of which at least a part was written in a checked file.
  var checkedBackends: [Backend] { policy.backends.filter { isChecked($0.origin) } }

  /// Where a value of a backend stands; the backend itself where it came from a recipe.
  func origin(of key: String, in backend: Backend) -> Origin {
    backend.valueOrigins[key] ?? backend.origin
  }
}

extension Sequence<String> {
  /// "`a`, `b`, `c`".
  var listed: String { map { "`\($0)`" }.joined(separator: ", ") }
}
