/// One generated policy, loaded and understood.
struct Comparison {
  let seed: UInt64
  let spec: SpecPolicy
  let states: [SpecState]
  private let engine: Engine
  private let naive: NaivePolicy
  private let repositoryMayLift: Bool

  init(seed: UInt64, limits: PolicyGenerator.Limits = PolicyGenerator.Limits()) throws {
    var generator = PolicyGenerator(seed: seed, limits: limits)
    spec = generator.policy()
    states = (0..<Scale.tasksPerPolicy).map { _ in generator.state() }
    repositoryMayLift = generator.random.chance(50)
    self.seed = seed
    naive = NaivePolicy(spec)
    do {
      engine = try Engine(spec)
    } catch {
      let messages = error.messages.joined(separator: "\n")
      throw Unloadable(description: "seed \(seed)\n\(messages)\n\(spec.text)")
    }
  }

  /// A generated policy that the loader refused.
  struct Unloadable: Error, CustomStringConvertible {
    let description: String
  }

  func naiveAnswer(in state: SpecState) -> Answer {
    Self.naiveAnswer(naive, state, repositoryMayLift)
  }

  func engineAnswer(in state: SpecState) -> Answer {
    engine.answer(in: state, repositoryMayLift: repositoryMayLift)
  }

  private static func naiveAnswer(
    _ policy: NaivePolicy,
    _ state: SpecState,
    _ repositoryMayLift: Bool
  ) -> Answer {
    NaiveEvaluator(policy: policy, state: state, repositoryMayLift: repositoryMayLift).answer()
  }

  /// The smallest pair found that still disagrees, with both answers.
  func report(of state: SpecState) -> String {
    func answers(_ spec: SpecPolicy, _ state: SpecState) -> (naive: Answer, engine: Answer)? {
      guard let engine = try? Engine(spec) else { return nil }
      return (
        Self.naiveAnswer(NaivePolicy(spec), state, repositoryMayLift),
        engine.answer(in: state, repositoryMayLift: repositoryMayLift)
      )
    }
    let small = Shrinking(spec, state) { spec, state in
      answers(spec, state).map { $0.naive != $0.engine } ?? false
    }
    let both = answers(small.spec, small.state)
    return """
      seed \(seed), repository may lift: \(repositoryMayLift)
      \(small.spec.text)
      \(small.state)
      --- by the rules
      \(both?.naive.description ?? "")
      --- the engine
      \(both?.engine.description ?? "")
      """
  }
}

extension SpecPolicy {
  /// Every file, nearest first.
  var text: String {
    files.map { "# \($0.layer.rawValue)\n\($0.yaml)" }.joined(separator: "\n")
  }
}
