internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// A test with the names that are to be looked up.
struct TestDraft {
  /// Without what is unavailable.
  let test: PolicyTest
  /// Backends or credential sources; which is which shows when all backends are known.
  let unavailable: [Positioned<String>]
  /// Where the places of `measured` stand: backends, or models of them.
  let measured: [Positioned<String>]
  let mentions: [Mention]
}

extension LayerReader {
  mutating func tests(_ node: YAMLNode) -> [TestDraft] {
    var names: [String: SourceRange] = [:]
    return list(node, "`tests`").compactMap { item in
      guard let section = section(item, "a test", keys: PolicyKey.Test.self),
        let name = ruleName(section, "a test", seen: &names)
      else { return nil }
      return test(name, section.titled(Title(.test, named: name)), item.range)
    }
  }

  private mutating func test(_ name: String, _ section: Section, _ range: SourceRange) -> TestDraft?
  {
    var mentions: [Mention] = []
    let task = section["task"].flatMap { text($0, "`task`") }
    let facts = section["facts"].map { factStates($0, "`facts` of \(section.title)") } ?? [:]
    let files = section["files"].map { node in
      list(node, "`files`").compactMap { string($0, "a file") }
    }
    let labels = words(section, "labels", .label, section.title, &mentions)
    let classes = words(section, "class", .taskClass, section.title, &mentions)
    let unavailable =
      section["unavailable"]?.itemsOrSelf
      .compactMap { item in
        string(item, "`unavailable`").map { Positioned(value: $0, place: place(item.range)) }
      } ?? []
    let measured = section["measured"].map { self.measured($0, section.title) } ?? []
    guard let node = required(section, "expect"),
      let expectation = expected(node, section.title, &mentions)
    else { return nil }
    let test = PolicyTest(
      name: name,
      task: task,
      facts: facts,
      labels: labels,
      files: files,
      classes: classes,
      measured: SupposedTraits(measured.map { ($0.place.value, $0.grades) }),
      expectation: expectation,
      origin: origin(range, named: section["name"]?.range)
    )
    return TestDraft(
      test: test,
      unavailable: unavailable,
      measured: measured.map(\.place),
      mentions: mentions
    )
  }

  /// A text that may be empty.
  private mutating func text(_ node: YAMLNode, _ what: String) -> String? {
    if let scalar = node.scalar { return scalar.text }
    wrongType(node, what, expected: "text")
    return nil
  }

  // MARK: Surroundings

  /// A mapping of facts to values, or to `{is: unknown}` and `{is: absent}`.
  private mutating func factStates(_ node: YAMLNode, _ what: String) -> [FactName: FactState] {
    guard let entries = node.entries else {
      wrongType(node, what, expected: "a mapping of facts to values")
      return [:]
    }
    var facts: [FactName: FactState] = [:]
    for entry in entries {
      guard let fact = FactName(entry.key) else {
        error(
          "unknown-name",
          entry.keyRange,
          "unknown fact `\(entry.key)` in \(what)",
          help: Suggestion(for: entry.key, among: FactName.fixed.map(\.text) + ["env.NAME"])
            .sentence
        )
        continue
      }
      facts[fact] = factState(entry.value, of: fact)
    }
    return facts
  }

  private mutating func factState(_ node: YAMLNode, of fact: FactName) -> FactState? {
    guard case .mapping = node.content else {
      return factValue(node, of: fact).map(FactState.value)
    }
    guard let section = section(node, "`\(fact.text)`", keys: PolicyKey.FactState.self),
      let word = required(section, "is"), let state = choice(word, "state", of: FactAbsence.self)
    else { return nil }
    switch state {
    case .absent: return .absent
    case .unknown: return .unknown
    }
  }

  /// Reads `{openrouter: {thinking: broken}, bedrock/opus: {tools: good}}`.
  private mutating func measured(
    _ node: YAMLNode,
    _ title: Title
  ) -> [(place: Positioned<String>, grades: SupposedTraits.Grades)] {
    guard let entries = node.entries else {
      wrongType(node, "`measured` of \(title)", expected: "a mapping of backends to traits")
      return []
    }
    return entries.map { entry in
      let grades = grades(entry.value, title.part(.measured))
      return (Positioned(value: entry.key, place: place(entry.keyRange)), grades)
    }
  }

  // MARK: Expectations

  /// `denied`, a backend, `backend/model`, or a mapping of what must hold.
  private mutating func expected(
    _ node: YAMLNode,
    _ title: Title,
    _ mentions: inout [Mention]
  ) -> PolicyTest.Expectation? {
    var expectation = PolicyTest.Expectation(origin: origin(node.range))
    if case .scalar = node.content {
      guard let text = string(node, "`expect`") else { return nil }
      if let outcome = Invariant.Outcome(rawValue: text) {
        expectation.outcome = outcome
      } else {
        expect(text, node, title, &expectation, &mentions)
      }
      return expectation
    }
    let what = title.part(.expect)
    guard let section = section(node, what, keys: PolicyKey.Expectation.self) else { return nil }
    guard PolicyKey.Expectation.words.contains(where: section.has) else {
      error(
        "missing-key",
        node.range,
        "\(what) expects nothing",
        help: "write one of "
          + PolicyKey.Expectation.words.map { "`\($0)`" }.joined(separator: ", ")
      )
      return nil
    }
    if let node = section["target"], let text = string(node, "`target`") {
      expect(text, node, title, &expectation, &mentions)
    }
    expectation.outcome = section["outcome"]
      .flatMap { choice($0, "outcome", of: Invariant.Outcome.self) }
    expectation.effort = section["effort"].flatMap { choice($0, "effort", of: Effort.self) }
    let backend = words(section, "backend", .backend, title, &mentions).first
    let model = words(section, "model", .model, title, &mentions).first
    expectation.backend = backend ?? expectation.backend
    expectation.model = model ?? expectation.model
    expectation.route = words(section, "route", .route, title, &mentions).first
    expectation.constraint = words(section, "constraint", .constraint, title, &mentions).first
    if let node = section["classes"] {
      expectation.classes = list(node, "`classes`").compactMap { string($0, "a class") }
      _ = words(section, "classes", .taskClass, title, &mentions)
    }
    return expectation
  }

  private mutating func expect(
    _ text: String,
    _ node: YAMLNode,
    _ title: Title,
    _ expectation: inout PolicyTest.Expectation,
    _ mentions: inout [Mention]
  ) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    expectation.backend = parts.first
    mentions.append(
      Mention(
        kind: .backend,
        name: parts.first ?? text,
        place: place(node.range),
        context: title
      )
    )
    guard parts.count == 2, let model = parts.last else { return }
    expectation.model = model
    mentions.append(Mention(kind: .model, name: model, place: place(node.range), context: title))
  }
}

/// Why a fact has no value.
enum FactAbsence: String, CaseIterable {
  case absent
  case unknown
}
