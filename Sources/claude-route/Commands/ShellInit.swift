internal import ArgumentParser
internal import Rendering
internal import RouteEngine

/// The line of a start file that makes shells know the policy's aliases.
struct ShellInit: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell-init",
    abstract: "Print functions for the policy's aliases, and completion, for a shell's start file.",
    discussion: """
      Each alias of your policy becomes a function: `claude-cheap` starts the client with what the \
      alias `cheap` stands for. Aliases of a repository are for `--alias`.

        eval "$(claude-route shell-init bash)"      in ~/.bashrc
        eval "$(claude-route shell-init zsh)"       in ~/.zshrc, behind `compinit`
        claude-route shell-init fish | source       in ~/.config/fish/config.fish
      """
  )

  @ArgumentParser.Argument(help: "bash, zsh or fish.")
  var shell: InteractiveShell

  @Flag(
    inversion: .prefixedNo,
    help:
      "Make `claude` itself a function that routes; `command claude` goes around it. (default: as `client: {wrap}` of the policy says, else off)"
  )
  var wrap: Bool?

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    // What a repository says depends on the folder, and functions stay while folders change.
    let policy = try PolicyReading(
      environment: input.environment,
      home: input.environment.filled("HOME"),
      includesRepository: false
    )
    .policy(insteadOfUsers: nil)
    let functions = ShellFunctions(
      policy.aliases,
      for: shell,
      wrapsClient: wrap ?? policy.client.wrap ?? false
    )
    try writeOutput(functions.text + CompletionScript(for: shell, isFile: false).text)
    return Outcome.done.rawValue
  }
}

/// The completion alone, for a package.
struct Completions: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completion of a shell as a file, for packages.",
    discussion: """
      Who has `shell-init` in a start file needs none of it.

        claude-route completions bash > /usr/share/bash-completion/completions/claude-route
        claude-route completions zsh  > /usr/share/zsh/vendor-completions/_claude-route
        claude-route completions fish > /usr/share/fish/vendor_completions.d/claude-route.fish
      """
  )

  @ArgumentParser.Argument(help: "bash, zsh or fish.")
  var shell: InteractiveShell

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    try writeOutput(CompletionScript(for: shell, isFile: true).text)
    return Outcome.done.rawValue
  }
}

extension InteractiveShell: ExpressibleByArgument {}
