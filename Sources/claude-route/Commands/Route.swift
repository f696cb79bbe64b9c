internal import ArgumentParser
internal import ClaudeClient

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Prints the environment of a route, or launches the client with it.
struct Route: RunnableCommand {
  static let configuration = CommandConfiguration(
    // Said, not derived, so that the parser's description of itself has it as the usual command.
    commandName: "route",
    abstract: "Print the environment of a route, or launch the client with it.",
    usage: """
      claude-route [--task T] [FLAGS]            print the environment
      claude-route [--task T] [FLAGS] -- ARGS…   launch the client with it
      """
  )

  @OptionGroup(title: "Route") var routing: RoutingFlags
  @OptionGroup(title: "Output") var output: OutputFlags

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    try Self.status(routing.options, output.options, input: input, clientWords: clientWords)
  }

  /// The same of options that need not have come from the parser.
  static func status(
    _ routing: RoutingOptions,
    _ output: OutputOptions,
    input: ProcessInput,
    clientWords: [[UInt8]]?
  ) throws(Refusal) -> Int32 {
    guard let clientWords else {
      if input.arguments.isEmpty, isatty(1) == 1 {
        return try Welcome(input: input).status()
      }
      return try Print(routing: routing, output: output, input: input).status()
    }
    let wrapper = WrapperForm(clientWords)
    return try Launch(
      routing: routing,
      output: output,
      wrapper: wrapper,
      arguments: wrapper?.arguments ?? clientWords,
      input: input
    )
    .status()
  }
}
