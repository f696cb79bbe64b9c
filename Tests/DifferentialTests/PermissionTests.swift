import RouteEngine
import Testing

/// More rules, more protection and less knowledge never permit more.
///
/// On policies in which no protective class stands under `unless` or `not` of a constraint, and whose
/// repository was not allowed to lift anything.
@Suite struct `Nothing more is permitted` {
  /// A policy whose default is every target, so that one decision says what is permitted.
  private struct Subject {
    var generator: PolicyGenerator
    var spec: SpecPolicy
    /// What is a candidate of every task; routes add others for some tasks.
    let everywhere: Set<String>

    init(seed: UInt64, layers: [SpecLayer] = PolicyGenerator.Limits().layers) {
      generator = PolicyGenerator(
        seed: seed,
        limits: PolicyGenerator.Limits(layers: layers, protectiveClassesMayLift: false)
      )
      spec = generator.policy()
      let models = ["default", "sonnet", "haiku"]
      let targets = generator.known.backends.flatMap { backend in
        models.flatMap { model in
          [nil, "low"].map { effort in
            SpecTarget(backend: backend.name, model: model, effort: effort)
          }
        }
      }
      everywhere = Set(targets.map(Answer.text))
      for index in spec.files.indices {
        spec.files[index].defaults = nil
      }
      let user = spec.files.firstIndex { $0.layer != .repository } ?? 0
      spec.files[user].defaults = targets
    }

    /// A task without anything that takes candidates away.
    mutating func state() -> SpecState {
      var state = generator.state()
      (state.backend, state.model, state.effort) = (nil, nil, nil)
      return state
    }
  }

  private static func permitted(
    _ engine: Engine,
    _ state: SpecState,
    among targets: Set<String>
  ) -> Set<String> {
    let answer = engine.answer(in: state, repositoryMayLift: false)
    return targets.intersection(answer.lines.filter(\.stops.isEmpty).map(\.target))
  }

  /// How often something was permitted before, and how often less afterwards.
  private struct Tally {
    var count = 0
    var permitted = 0
    var narrowed = 0
  }

  /// Compares what is permitted before and after a change, over many policies and tasks.
  private func compare(
    layers: [SpecLayer] = PolicyGenerator.Limits().layers,
    policy change: (inout Subject) -> SpecPolicy? = { $0.spec },
    task: (inout Subject, SpecState) -> SpecState = { $1 }
  ) throws -> Tally {
    var tally = Tally()
    var seed: UInt64 = 0
    while tally.count < Scale.changedPolicyCount * Scale.tasksPerChangedPolicy {
      seed += 1
      try #require(seed < 10 * UInt64(Scale.changedPolicyCount), "too few changes are possible")
      var subject = Subject(seed: seed, layers: layers)
      let before = try Engine(subject.spec)
      guard let changed = change(&subject), let after = try? Engine(changed) else { continue }
      for _ in 0..<Scale.tasksPerChangedPolicy {
        let state = subject.state()
        let other = task(&subject, state)
        let first = Self.permitted(before, state, among: subject.everywhere)
        let second = Self.permitted(after, other, among: subject.everywhere)
        tally.count += 1
        tally.permitted += first.isEmpty ? 0 : 1
        tally.narrowed += second.count < first.count ? 1 : 0
        guard second.isSubset(of: first) else {
          Issue.record(
            """
            seed \(seed): \(second.subtracting(first).sorted()) became permitted
            \(subject.spec.text)
            --- changed
            \(changed.text)
            --- in
            \(state)
            --- changed
            \(other)
            """
          )
          return tally
        }
      }
    }
    return tally
  }

  private func expectVaried(_ tally: Tally) {
    #expect(tally.permitted * 3 > tally.count, "\(tally)")
    #expect(tally.narrowed * 50 > tally.count, "\(tally)")
  }

  @Test func `by one more constraint`() throws {
    let tally = try compare(policy: { subject in
      var changed = subject.spec
      let index = subject.generator.random.pick(Array(changed.files.indices))
      let layer = changed.files[index].layer
      changed.files[index].constraints
        .append(subject.generator.constraint("added", in: layer))
      return changed
    })
    expectVaried(tally)
  }

  @Test func `by a repository's policy`() throws {
    let tally = try compare(
      layers: [.builtIn, .managed, .user],
      policy: { subject in
        var repository = SpecFile(.repository)
        subject.generator.fill(&repository, named: "added")
        repository.defaults = nil
        var changed = subject.spec
        changed.files.insert(repository, at: 0)
        return changed
      }
    )
    expectVaried(tally)
  }

  @Test func `by a protective class`() throws {
    let tally = try compare(task: { subject, state in
      let protective = subject.generator.known.classes.filter { $0.value.isProtective }
      var state = state
      guard let name = protective.keys.sorted().randomElement(using: &subject.generator.random)
      else { return state }
      // Naming a first class sets aside what the text says, so that is another change.
      if state.namedClasses.isEmpty {
        state.sessionClasses.append(name)
      } else {
        state.namedClasses.append(name)
      }
      return state
    })
    expectVaried(tally)
  }

  @Test func `by knowing less`() throws {
    let tally = try compare(task: { subject, state in
      var state = state
      state.facts[subject.generator.random.pick(state.facts.keys.sorted())] = .unknown
      return state
    })
    expectVaried(tally)
  }
}
