package import PolicyCheck
internal import RouteEngine

/// Why a test failed: what was given, what was expected, what came, and what may be missing.
package struct TestTrace: Sendable {
  /// Lines without indentation and without a line break.
  package let lines: [String]

  /// Of a test that failed.
  package init(_ result: PolicyTestResult) {
    let rows = Self.given(result.test) + Self.outcome(result)
    lines = rows.flatMap { row in
      row.lines.enumerated().map { index, line in
        ((index == 0 ? row.label : "").padded(to: 10) + line).printable
      }
    }
  }

  private typealias Row = (label: String, lines: [String])

  private static func given(_ test: PolicyTest) -> [Row] {
    var rows: [Row] = []
    if let task = test.task {
      rows.append(("task", [task]))
    }
    let facts = test.facts.map { name, state in (name: name.text, words: state.words(of: name)) }
      .sorted { $0.name < $1.name }
    let lists = [
      ("files", test.files.map { $0.isEmpty ? ["none"] : $0 } ?? []),
      ("class", test.classes),
      ("labels", test.labels),
      ("facts", facts.map(\.words)),
      ("without", test.unavailable.map(\.words)),
      ("measured", test.measured.listing.map { Self.words($0.place, $0.grades) }),
    ]
    rows += lists.filter { !$1.isEmpty }.map { ($0, [$1.joined(separator: ", ")]) }
    return rows
  }

  /// "openrouter: tools good and sub agents broken".
  private static func words(
    _ place: SupposedTraits.Place,
    _ grades: [(trait: Backend.Trait, grade: Backend.TraitGrade)]
  ) -> String {
    let found = grades.map { "\($0.trait.words) \($0.grade.rawValue)" }
    return "\(place.text): \(found.joined(separator: " and "))"
  }

  private static func outcome(_ result: PolicyTestResult) -> [Row] {
    var rows: [Row] = [
      ("expected", [result.test.expectation.words]), ("got", [got(result)]),
    ]
    let stopped = passedOver(in: result.decision).flatMap(\.stoppedWords)
    if !stopped.isEmpty {
      rows.append(("stopped", stopped))
    } else if result.unmetParts.contains(.constraint) {
      rows.append(("stopped", ["nothing"]))
    }
    rows.append(("classes", classes(result.decision.classification)))
    let missing = result.missingClasses.flatMap { $0.words(whereFileIs: result.test.origin.file) }
    if !missing.isEmpty {
      rows.append(("missing", missing))
    }
    return rows
  }

  /// "openrouter/haiku, route `mechanical` (built-in:143)".
  private static func got(_ result: PolicyTestResult) -> String {
    guard let chosen = result.decision.chosen else {
      return result.decision.candidates.isEmpty ? "denied, no candidate" : "denied"
    }
    var words = chosen.target.target.text
    if result.unmetParts.contains(.model), let id = chosen.target.modelID {
      words += " = `\(id)`"
    }
    if result.unmetParts.contains(.effort) {
      words += ", \(result.effortWords)"
    }
    return words + ", \(chosen.sourceWords)"
  }

  /// The candidates that came before the chosen one.
  private static func passedOver(in decision: Decision) -> ArraySlice<Candidate> {
    decision.candidates.prefix(decision.chosenIndex ?? decision.candidates.count)
  }

  private static func classes(_ classification: Classification) -> [String] {
    let present = classification.classes.map(\.traceWords)
    let setAside = classification.setAside.map { "set aside: \($0.traceWords)" }
    return (present.isEmpty ? ["none"] : present) + setAside
  }
}

extension Candidate {
  /// "openrouter/haiku: forbidden by `x` (team.yaml:12): reason", a line for each reason.
  fileprivate var stoppedWords: [String] {
    let reasons = isPermitted ? [availability.words] : stopWords
    return reasons.map { "\(target.target.text): \($0)" }
  }
}

extension ClassFinding {
  /// "bulk (phrase `rename`, 0-6)".
  fileprivate var traceWords: String {
    "\(name) (\(evidence.map(\.traceWords).joined(separator: "; ")))"
  }
}

extension Evidence {
  /// Without the place: "phrase `rename`, 0-6".
  fileprivate var traceWords: String {
    let doubt = isUnknown ? ", cannot be known here" : ""
    switch signal {
    case .phrase:
      let shown = text.lowercased() == pattern.lowercased() ? "" : " in `\(text)`"
      let span = span.map { ", \($0.lowerBound)-\($0.upperBound)" } ?? ""
      return "phrase `\(pattern)`\(shown)\(span)"
    case .anyPath, .everyPath:
      return "\(signal.rawValue) `\(pattern)`: \(text)\(doubt)"
    case .fact:
      return "\(pattern): \(text)\(doubt)"
    case .example:
      return "example `\(pattern)`, \(text) alike"
    case .model:
      return "model \(pattern)\(text.isEmpty ? "" : ": \(text)")"
    case .given:
      return "given"
    case .session:
      return "of the session"
    }
  }
}

extension FactState {
  /// "branch = main"; of a variable only whether it is set, since its value may be a secret.
  fileprivate func words(of fact: FactName) -> String {
    switch (self, fact) {
    case (.value, .environment): "\(fact.text) set"
    case (.value(.text(let text)), _): "\(fact.text) = \(text)"
    case (.value(.number(let number)), _): "\(fact.text) = \(number)"
    case (.value(.truth(let truth)), _): "\(fact.text) = \(truth)"
    case (.absent, _): "\(fact.text) absent"
    case (.unknown, _): "\(fact.text) unknown"
    }
  }
}

extension Unavailable {
  fileprivate var words: String {
    switch self {
    case .backend(let name): name
    case .credential(let source): source.text
    }
  }
}
