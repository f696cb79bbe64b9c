extension TaskStates {
  /// The task with those values of some variables, and nothing out of the ordinary in the others.
  ///
  /// Classes are named; where that is not what the state says, `tasks` knows better.
  func task(choosing values: [Int: Int], under policies: [Policy]) -> HermeticTask {
    var classes: [String] = []
    var labels: [String] = []
    var facts: [FactName: FactState] = [:]
    var unavailable: Set<Unavailable> = []
    var supposed = SupposedTraits()
    for (index, value) in values.sorted(by: { $0.key < $1.key }) {
      switch variables[index].subject {
      case .taskClass(let name, let ways):
        if ways[value] == .given { classes.append(name) }
      case .label(let name):
        if value == 1 { labels.append(name) }
      case .fact(let fact, let states):
        let state = states[value]
        if askedFacts.contains(fact) && fact.isPlace || state != fact.usualState {
          facts[fact] = state
        }
        unavailable.formUnion(
          policies.missingSources(with: fact, state).map(Unavailable.credential)
        )
      case .credential(let source):
        if value == 1 { unavailable.insert(.credential(source)) }
      case .measured(let model, let trait, let grades):
        guard let grade = grades[value] else { continue }
        for place in places(of: model, trait) {
          supposed.suppose(grade, of: trait, at: place)
        }
      case .naming: break
      }
    }
    return HermeticTask(
      classes: classes,
      labels: labels,
      values: facts,
      unavailable: unavailable,
      measured: supposed
    )
  }

  private func places(
    of model: MeasuredModel?,
    _ trait: Backend.Trait
  ) -> [SupposedTraits.Place] {
    guard let model else {
      return measured.otherPlaces.filter { $0.value.contains(trait) }.map(\.key)
    }
    return [measured.places[model]].compactMap(\.self)
  }

  /// Tasks that may be in that state, the plainest first.
  ///
  /// A text is made of the phrases of the classes; as it may say more than it should, and classes
  /// of a resumed session say just what they should, these come as well.
  func tasks(in state: Int, under policies: [Policy]) -> [HermeticTask] {
    let values = variables.indices.map { ($0, value(of: $0, in: state)) }
    let chosen = Dictionary(uniqueKeysWithValues: values)
    var task = task(choosing: chosen, under: policies)
    let isNaming = namingVariable.map { value(of: $0, in: state) == 0 } ?? true
    let told = told(in: state)
    if isNaming {
      if task.facts.namedClasses.isEmpty, namingVariable != nil, let spareClass {
        task.facts.namedClasses = [spareClass]
      }
      return [task]
    }
    guard told.contains(where: { $0.way != .nothing }) else { return [task] }
    let given = task.facts.namedClasses
    task.facts.namedClasses = []
    let byText = policies.text(telling: told)
      .map { said(task, $0, values: chosen) }
    let rest = policies.text(telling: told.filter { $0.way != .given })
    var bySession = said(task, rest, values: chosen)
    bySession.facts.sessionClasses = given
    return [byText].compactMap(\.self) + [bySession]
  }

  /// The task with a text; facts that follow from a text are said where they are asked for.
  private func said(_ task: HermeticTask, _ text: String?, values: [Int: Int]) -> HermeticTask {
    var facts = task.facts.values
    for fact in [FactName.taskWords, .clientThinking] {
      let variable = factVariable(fact)
      facts[fact] = variable.flatMap { index, states in values[index].map { states[$0] } }
    }
    return HermeticTask(
      text: text,
      labels: task.facts.labels.sorted(),
      values: facts,
      unavailable: task.unavailable,
      measured: task.measured
    )
  }

  private func told(in state: Int) -> [(name: String, way: StateVariable.ClassWay)] {
    variables.indices.compactMap { index in
      guard case .taskClass(let name, let ways) = variables[index].subject else { return nil }
      return (name, ways[value(of: index, in: state)])
    }
  }
}

extension FactName {
  /// Whether replays have a value for it that conditions do not see.
  fileprivate var isPlace: Bool {
    if case .environment(let name) = self { HermeticTask.places[name] != nil } else { false }
  }
}

extension [Policy] {
  /// A text with a phrase or an example for each class that something is said of, or nil when one has
  /// none.
  fileprivate func text(telling classes: [(name: String, way: StateVariable.ClassWay)]) -> String? {
    var sentences: [String] = []
    for (name, way) in classes where way != .nothing {
      let defined = compactMap { $0.taskClass(named: name) }
      let signals = defined.flatMap { way == .veto ? $0.unless : $0.signals }
      let examples = way == .veto ? [] : defined.flatMap(\.examples).map(\.text)
      guard let sentence = signals.lazy.compactMap(\.words).first ?? examples.first else {
        return nil
      }
      sentences.append(sentence)
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: ". ")
  }
}

extension Signal {
  /// The words of a phrase without its marks.
  fileprivate var words: String? {
    guard case .phrase(let phrase) = matcher else { return nil }
    return phrase.text.split(separator: " ").filter { $0 != "..." }
      .map { $0.first == "=" ? $0.dropFirst() : $0 }
      .joined(separator: " ")
  }
}
