internal import Diagnostics
package import RouteEngine

/// A command line that decides a hermetic task again and shows why.
package struct ReplayCommand: Hashable, Sendable {
  /// To be pasted into a POSIX shell.
  package let text: String

  /// Of a task under the policy in a file, read as that layer.
  package init(of task: HermeticTask, under layer: Layer, file: String) {
    let facts = task.facts
    var words = ["claude-route", "explain", "--as", layer.rawValue, "--policy", file]
    func add(_ flag: String, _ values: [String]) {
      for value in values { words += [flag, value] }
    }
    add("--task", facts.text.map { [$0] } ?? [])
    add("--class", facts.namedClasses)
    add("--session-class", facts.sessionClasses)
    add("--label", facts.labels.sorted())
    for (name, state) in task.unusualFacts {
      switch state {
      case .value(let value): words += ["--fact", "\(name.text)=\(value.text)"]
      case .absent: words += ["--absent", name.text]
      case .unknown: words += ["--unknown", name.text]
      }
    }
    add("--unavailable", task.unavailable.map(\.text).sorted())
    add("--measured", task.measured.words)
    if let files = facts.files, !files.isEmpty {
      words += ["--files"] + files
    }
    text = words.map(\.shellWord).joined(separator: " ")
  }
}

extension HermeticTask {
  /// The facts that are not as in every task with that text and these files, in order of name.
  var unusualFacts: [(name: FactName, state: FactState)] {
    // Without paths there is nothing that a command line could name.
    let files = facts.files.flatMap { $0.isEmpty ? nil : $0 }
    let usual = HermeticTask(text: facts.text, files: files).facts.values
    return Set(usual.keys).union(facts.values.keys)
      .compactMap { name -> (name: FactName, state: FactState)? in
        let state = facts.values[name]
        guard state != usual[name] else { return nil }
        // A missing fact is absent; said in so many words, a region is absent as well.
        if (state ?? .absent) == (usual[name] ?? .absent), !name.isPlace { return nil }
        return (name, state ?? .absent)
      }
      .sorted { $0.name.text < $1.name.text }
  }
}

extension FactName {
  fileprivate var isPlace: Bool {
    if case .environment(let name) = self { HermeticTask.places[name] != nil } else { false }
  }
}

extension FactValue {
  /// As it is written in a policy, without quotes.
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .truth(let truth): "\(truth)"
    }
  }
}

extension SupposedTraits {
  /// As a command line gives them: `openrouter/haiku:thinking=broken`.
  var words: [String] {
    entries.map { "\($0.place.text):\($0.trait.rawValue)=\($0.grade.rawValue)" }
  }
}

extension Unavailable {
  /// As it is written in a policy.
  var text: String {
    switch self {
    case .backend(let name): name
    case .credential(let source): source.text
    }
  }
}
