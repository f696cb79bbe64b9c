import PolicyCheck
import Rendering
import RouteEngine
import TestSupport
import Testing

@Suite struct `The tasks of this repository` {
  @Test func `are many, of every kind and class`() throws {
    let tasks = try OwnTasks.tasks()
    #expect(tasks.count >= 400)
    #expect(Set(tasks.map(\.kind)) == ["written", "trap", "language", "negation", "long"])
    #expect(Set(tasks.map(\.primary)) == Set(LabelledClass.allCases))
  }

  /// `Tasks/tasks.expected` is what `claude-route score` prints of them.
  @Test func `score as recorded`() throws {
    let scoring = ScoringPolicy(try OwnTasks.policy())
    let report = ScoreReport(try OwnTasks.tasks().map(scoring.scored))
    let text = ScoreText(report).text
    let expected = try Golden(input: OwnTasks.file).expected(recording: text)
    #expect(text == expected)
    // What the classifier must reach on any set, whatever was recorded.
    let leak = try #require(report.all.leak.fraction)
    #expect(leak <= 0.02)
  }

  @Test func `leave the native API only with evidence`() throws {
    let scoring = ScoringPolicy(try OwnTasks.policy())
    for task in try OwnTasks.tasks().map(scoring.scored) where task.isCheap {
      #expect(!task.evidence.isEmpty, "\(task.task.text)")
    }
  }
}
