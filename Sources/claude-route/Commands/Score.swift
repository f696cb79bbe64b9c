internal import ArgumentParser
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// How well the classifier does on tasks that people labelled.
struct Score: RunnableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the classifier on a table of labelled tasks."
  )

  @ArgumentParser.Argument(help: "The table, `-` for standard input.")
  var file: String

  @Flag(help: ArgumentHelp("Print labels and features for training.", visibility: .hidden))
  var features = false

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let table = try LabelledTable(at: file)
    if features {
      try writeFeatures(of: table.tasks)
    }
    return Outcome.done.rawValue
  }

  /// In pieces: the features of a text take some fifty times its size.
  private func writeFeatures(of tasks: [LabelledTask]) throws(Refusal) {
    for start in stride(from: 0, to: tasks.count, by: 1000) {
      let end = min(start + 1000, tasks.count)
      try writeOutput(FeatureLines(tasks[start..<end]).text)
    }
  }
}
