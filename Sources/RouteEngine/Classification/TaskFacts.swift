/// What is known of the task: its text, its files and its surroundings.
package struct TaskFacts: Hashable, Sendable {
  /// Absent when nobody said what the task is.
  package var text: String?
  /// Whether the text is only part of the task (a resumed session, a prompt beside standard input);
  /// it then gives evidence for protective classes only.
  package var textIsPartial: Bool
  /// Paths relative to the working directory as given; absent without `--files`.
  package var files: [String]?
  /// Classes named by `--class`, in the order given; they are known to the policy.
  package var namedClasses: [String]
  /// Classes recorded for the session that is being resumed.
  package var sessionClasses: [String]
  /// Labels given by `--label`; they are known to the policy.
  package var labels: Set<String>
  /// Facts by name; a name that is missing is absent.
  package var values: [FactName: FactState]

  package init(
    text: String? = nil,
    textIsPartial: Bool = false,
    files: [String]? = nil,
    namedClasses: [String] = [],
    sessionClasses: [String] = [],
    labels: Set<String> = [],
    values: [FactName: FactState] = [:]
  ) {
    self.text = text
    self.textIsPartial = textIsPartial
    self.files = files
    self.namedClasses = namedClasses
    self.sessionClasses = sessionClasses
    self.labels = labels
    self.values = values
  }

  package func state(of fact: FactName) -> FactState {
    values[fact] ?? .absent
  }
}
