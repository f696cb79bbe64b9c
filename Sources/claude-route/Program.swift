internal import ArgumentParser
internal import ClaudeClient
internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Splits the command line at `--`, parses our part of it, and runs the command.
@main
struct Program {
  private let input: ProcessInput
  /// What stands before the first `--`, as text.
  private let ownWords: [String]
  /// What stands behind it, byte for byte; absent when there is no `--`.
  private let clientWords: [[UInt8]]?

  static func main() {
    exit(status(of: ProcessInput.current))
  }

  private static func status(of input: ProcessInput) -> Int32 {
    if WrapperForm(input.arguments) != nil {
      return Program(input, ownWords: [], clientWords: input.arguments).status
    }
    // The parser cannot see a `--` with nothing after it, so it is looked for first.
    let separator = Array("--".utf8)
    let end = input.arguments.firstIndex(of: separator)
    let own = input.arguments[..<(end ?? input.arguments.count)]
    let words = own.map { String(validating: $0, as: UTF8.self) }
    guard !words.contains(nil) else {
      let refusal = Refusal(.usage, "an argument is not valid UTF-8")
      return Program(input, ownWords: [], clientWords: nil).refused(refusal)
    }
    let program = Program(
      input,
      ownWords: words.compactMap { $0 },
      clientWords: end.map { Array(input.arguments[($0 + 1)...]) }
    )
    return program.status
  }

  private init(_ input: ProcessInput, ownWords: [String], clientWords: [[UInt8]]?) {
    self.input = input
    self.ownWords = ownWords
    self.clientWords = clientWords
  }

  private var status: Int32 {
    if let first = ownWords.first, first.contains(" "), !first.hasPrefix("-") {
      let refusal = Refusal(
        .usage,
        "`\(first.printable)` is no command",
        help: "a task is given so: claude-route --task \"\(first.printable)\" --"
      )
      return refused(refusal)
    }
    if let line = RouteCommandLine(ownWords) {
      return status { () throws(Refusal) in
        try Route.status(line.routing, line.output, input: input, clientWords: clientWords)
      }
    }
    do {
      var command = try ClaudeRoute.parseAsRoot(ownWords)
      guard let runnable = command as? any RunnableCommand else {
        // `help`, and every `--help`, is a command of the parser's own that ends by an error.
        try command.run()
        return Outcome.done.rawValue
      }
      return status { () throws(Refusal) in
        try runnable.status(input: input, clientWords: clientWords)
      }
    } catch {
      return parseStatus(error)
    }
  }

  private func status(of run: () throws(Refusal) -> Int32) -> Int32 {
    do throws(Refusal) {
      return try run()
    } catch {
      return refused(error)
    }
  }

  // MARK: Ends

  /// Help and version go to standard output and are no errors.
  private func parseStatus(_ error: any Error) -> Int32 {
    let text = ClaudeRoute.fullMessage(for: error)
    guard ClaudeRoute.exitCode(for: error) != .success else {
      do {
        try writeOutput(text.isEmpty ? "" : text + "\n")
        return Outcome.done.rawValue
      } catch {
        return refused(error)
      }
    }
    let message = ClaudeRoute.message(for: error)
    let help = "`claude-route --help` lists commands, `claude-route help route` the flags"
    return refused(Refusal(.usage, message.printable, help: help))
  }

  /// Says why on standard error; in print mode standard output gets the text that stops an `eval`.
  private func refused(_ refusal: Refusal) -> Int32 {
    if printsEnvironment {
      writeAll(refusalText, to: 1)
    } else if ownWords.first == "off", isatty(1) == 0 {
      // Whoever evaluates it must not take the shell for restored.
      writeAll("false\n", to: 1)
    }
    writeAll(refusal.text, to: 2)
    return refusal.outcome.rawValue
  }

  /// In the format that was asked for; formats that are not evaluated say nothing.
  private var refusalText: String {
    let wanted = OutputFormat(askedForIn: ownWords)
    guard let dialect = ShellDialect(rawValue: wanted.rawValue) else { return "" }
    return RefusalText(
      dialect: dialect,
      state: input.rawEnvironment.shellState,
      closedList: RoutingVariables.names
    )
    .text
  }

  /// Whether standard output is likely to be evaluated: no client, no sub-command, no screen.
  private var printsEnvironment: Bool {
    guard clientWords == nil, isatty(1) == 0 else { return false }
    return ownWords.first.map { !ClaudeRoute.commandNames.contains($0) } ?? true
  }
}
