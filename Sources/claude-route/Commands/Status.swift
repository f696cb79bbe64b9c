internal import ArgumentParser
internal import Rendering

/// Where this shell or session is routed, and where plain `claude` goes from here.
struct Status: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show where this shell is routed, and where plain `claude` goes from here.",
    discussion: """
      `--format prompt` is one word for a shell's prompt, and nothing when there is no route; it looks
      at the environment and at no file.
      """
  )

  @ArgumentParser.Option(
    help: ArgumentHelp("text, json or prompt. (default: text)", valueName: "format")
  )
  var format: String?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    guard let format else { return }
    guard ["text", "json", "prompt"].contains(format) else {
      throw ValidationError("unknown format `\(format)`; known: text, json, prompt")
    }
    if json, format != "json" {
      throw ValidationError("`--json` and `--format \(format)` contradict each other")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    if format == "prompt" {
      try writeOutput(input.rawEnvironment.shellRoute.map { $0.segment + "\n" } ?? "")
    } else {
      let status = ShellStatus(input)
      try writeOutput(json || format == "json" ? StatusJSON(status).text : StatusText(status).text)
    }
    return Outcome.done.rawValue
  }
}
