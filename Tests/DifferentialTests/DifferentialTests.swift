import Foundation
import RouteEngine
import Testing

/// The engine against an evaluator that was written from the language's definition alone.
@Suite struct `The engine` {
  /// Policies of each run, with 25 tasks each; `make differential` asks for 4,000.
  private static let policyCount =
    ProcessInfo.processInfo.environment["DIFFERENTIAL_POLICIES"].flatMap { Int($0) } ?? 1000

  @Test func `decides as the fifteen rules say`() throws {
    var tally = Tally()
    for seed in 0..<UInt64(Self.policyCount) {
      let pair = try Comparison(seed: seed, limits: .init(layers: [.builtIn, .user], usesLayerKeys: false))
      for state in pair.states {
        let answer = pair.naiveAnswer(in: state)
        tally.add(answer)
        if answer != pair.engineAnswer(in: state) {
          Issue.record("\(pair.report(of: state))")
          return
        }
      }
    }
    // What never happens is not tested.
    #expect(tally.isVaried, "\(tally)")
  }
}

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
    states = (0..<25).map { _ in generator.state() }
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
    NaiveEvaluator(policy: naive, state: state, repositoryMayLift: repositoryMayLift).answer()
  }

  func engineAnswer(in state: SpecState) -> Answer {
    engine.answer(in: state, repositoryMayLift: repositoryMayLift)
  }

  func report(of state: SpecState) -> String {
    """
    seed \(seed), repository may lift: \(repositoryMayLift)
    \(spec.text)
    \(state)
    --- naive
    \(naiveAnswer(in: state))
    --- engine
    \(engineAnswer(in: state))
    """
  }
}

extension SpecPolicy {
  /// Every file, nearest first.
  var text: String {
    files.map { "# \($0.layer.rawValue)\n\($0.yaml)" }.joined(separator: "\n")
  }
}

/// What happened how often.
private struct Tally: CustomStringConvertible {
  private var decided = 0
  private var denied = 0
  private var permitted = 0
  private var stopped = 0
  private var laterChosen = 0
  private var unavailable = 0
  private var unverified = 0
  private var withClasses = 0

  mutating func add(_ answer: Answer) {
    if let chosen = answer.chosen {
      decided += 1
      laterChosen += chosen > 0 ? 1 : 0
    } else {
      denied += 1
    }
    for line in answer.lines {
      if line.stops.isEmpty { permitted += 1 } else { stopped += 1 }
      unavailable += line.availability == "unavailable" ? 1 : 0
      unverified += line.availability == "unverified" ? 1 : 0
    }
    withClasses += answer.classes.isEmpty ? 0 : 1
  }

  var isVaried: Bool {
    let count = decided + denied
    return [decided, denied, permitted, stopped, laterChosen, unavailable, unverified, withClasses]
      .allSatisfy { $0 * 20 > count }
  }

  var description: String {
    """
    decided \(decided), denied \(denied), permitted \(permitted), stopped \(stopped), \
    later chosen \(laterChosen), unavailable \(unavailable), unverified \(unverified), \
    with classes \(withClasses)
    """
  }
}
