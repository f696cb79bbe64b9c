internal import ArgumentParser
internal import BuiltInPolicy
internal import PolicyLoader
internal import PolicyStarter
internal import RouteEngine

/// What the completion functions of the shells ask.
struct Complete: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete",
    abstract: "Answer a shell that completes a command line.",
    usage: "claude-route complete -- WORDS…",
    shouldDisplay: false
  )

  /// Never an error: a person is in the middle of a line.
  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let words = (clientWords ?? []).map { String(decoding: $0, as: UTF8.self) }
    try writeOutput(Self.answer(words.isEmpty ? [""] : words, input).text)
    return Outcome.done.rawValue
  }

  private static func answer(_ words: [String], _ input: ProcessInput) -> CompletionAnswer {
    guard let tree = CommandTree() else { return .nothing }
    switch CompletedWord(words, in: tree) {
    case .client: return .client
    case .nothing: return .nothing
    case .command:
      return .words(tree.root.commands.map { .init(word: $0.name, summary: $0.summary) })
    case .flag(let command, let given):
      let flags = command.arguments.filter { $0.kind != .positional }
      return .words(
        flags.flatMap { flag in
          flag.names.filter { $0.hasPrefix("--") && !given.contains($0) }
            .map { .init(word: $0, summary: flag.summary) }
        }
      )
    case .value(let argument, let prefix):
      return value(argument, prefix, words, input)
    }
  }

  private static func value(
    _ argument: CommandTree.Argument,
    _ prefix: String,
    _ words: [String],
    _ input: ProcessInput
  ) -> CompletionAnswer {
    if argument.takesFiles { return .files }
    let names =
      argument.valueName == "recipe"
      ? Recipe.all(in: BuiltInPolicy.presetBytes).map(\.name) : argument.values
    var candidates = names.map { CompletionAnswer.Candidate(word: $0) }
    if candidates.isEmpty, let policy = policy(words, input) {
      candidates = PolicyNames(policy, words: words).candidates(for: argument.valueName) ?? []
    }
    guard !candidates.isEmpty else { return .nothing }
    return .words(candidates.map { .init(word: prefix + $0.word, summary: $0.summary) })
  }

  /// Of the working directory; with a mistake anywhere, the built-in one.
  private static func policy(_ words: [String], _ input: ProcessInput) -> Policy? {
    let home = input.environment.filled("HOME")
    let reading = PolicyReading(
      environment: input.environment,
      home: home,
      includesRepository: !words.contains("--no-repo-policy")
    )
    return (try? reading.policy(insteadOfUsers: words.value(of: "--policy")))
      ?? PolicyAssembly(of: [.builtIn], home: home).policy
  }
}
