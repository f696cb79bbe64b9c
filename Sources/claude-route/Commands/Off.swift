internal import ArgumentParser
internal import ClaudeClient
internal import Rendering

/// The way back to the shell as it was.
struct Off: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "off",
    abstract: "Print what restores the shell as it was before the first route."
  )

  @ArgumentParser.Option(
    help: ArgumentHelp("sh, fish or csh. (default: sh)", valueName: "format"),
    completion: .list(ShellDialect.allCases.map(\.rawValue))
  )
  var format = "sh"

  func validate() throws {
    guard ShellDialect(rawValue: format) != nil else {
      throw ValidationError("unknown format `\(format)`; known: sh, fish, csh")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let text = OffText(
      dialect: ShellDialect(rawValue: format) ?? .sh,
      state: input.rawEnvironment.shellState,
      closedList: RoutingVariables.names
    )
    try writeOutput(text.text)
    return Outcome.done.rawValue
  }
}
