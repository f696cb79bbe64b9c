import RouteEngine
import Testing

/// The engine against an evaluator that was written from the language's definition alone.
@Suite struct `The engine` {
  @Test func `decides as the fifteen rules say`() throws {
    var tally = Tally()
    for seed in 0..<UInt64(Scale.policyCount) {
      let pair = try Comparison(seed: seed)
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
  private var silent = 0
  private var passedOver = 0
  private var graded = 0

  mutating func add(_ answer: Answer) {
    if let chosen = answer.chosen {
      decided += 1
      laterChosen += chosen > 0 ? 1 : 0
      let isPassedOver = answer.lines[..<chosen].contains {
        $0.isSilent && $0.stops.isEmpty && $0.availability != "unavailable"
      }
      passedOver += isPassedOver ? 1 : 0
    } else {
      denied += 1
    }
    for line in answer.lines {
      if line.stops.isEmpty { permitted += 1 } else { stopped += 1 }
      unavailable += line.availability == "unavailable" ? 1 : 0
      silent += line.isSilent ? 1 : 0
      graded += line.grades.contains { $0 != "unknown" } ? 1 : 0
      unverified += line.availability == "unverified" ? 1 : 0
    }
    withClasses += answer.classes.isEmpty ? 0 : 1
  }

  var isVaried: Bool {
    let count = decided + denied
    return passedOver * 100 > count
      && [
        decided, denied, permitted, stopped, laterChosen, unavailable, unverified, withClasses,
        silent, graded,
      ]
      .allSatisfy { $0 * 20 > count }
  }

  var description: String {
    """
    decided \(decided), denied \(denied), permitted \(permitted), stopped \(stopped), \
    later chosen \(laterChosen), unavailable \(unavailable), unverified \(unverified), \
    with classes \(withClasses), silent \(silent), passed over \(passedOver), graded \(graded)
    """
  }
}
