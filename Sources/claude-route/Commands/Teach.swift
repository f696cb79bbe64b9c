internal import ArgumentParser
internal import PolicyLoader
internal import PolicyStarter
internal import Rendering
internal import RouteEngine

/// One more example in the user's policy.
struct Teach: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teach",
    abstract: "Add an example of a class to your policy, and show what that changes.",
    discussion: """
      Nothing else in ~/.config/claude-route/policy.yaml is touched. The text is classified before and after, without your
      files and repository, and with every credential there.

        claude-route teach --class bulk "bump the year everywhere"
        claude-route teach --class production --not "rename the payments folder"
      """
  )

  @ArgumentParser.Argument(help: "A task in the words that people use.")
  var text: String

  @ArgumentParser.Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class that the task is of.", valueName: "class")
  )
  var className: String

  @Flag(help: "Add a counter-example: the task only looks like the class. (default: off)")
  var not = false

  @Flag(help: "Show the change, and write nothing. (default: off)")
  var dryRun = false

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let example: TaughtExample
    do {
      example = try TaughtExample(text, of: className, isCounter: not)
    } catch {
      throw Refusal(.usage, "this cannot be an example: \(error.reason)")
    }
    let teaching = try Teaching(example, input: input)
    try writeOutput(try teaching.perform(isDryRun: dryRun))
    return Outcome.done.rawValue
  }
}
