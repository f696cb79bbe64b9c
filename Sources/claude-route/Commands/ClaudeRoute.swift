internal import ArgumentParser
internal import CProcess

/// The program; without a sub-command it routes.
struct ClaudeRoute: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claude-route",
    abstract: "Send each Claude Code task to the backend and model its policy allows.",
    usage: """
      claude-route [--task T] [FLAGS]            print the environment
      claude-route [--task T] [FLAGS] -- ARGS…   launch the client with it
      claude-route COMMAND
      """,
    discussion: """
      Everything after `--` goes to the client untouched; `--` alone launches it too.

        claude-route --task "license headers" --
        eval "$(claude-route --task "license headers")"
        claude-route explain --task "license headers"

      The flags: `claude-route help route`.
      """,
    version: versionLine,
    subcommands: [Complete.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Routing",
        subcommands: [Route.self, Explain.self, Off.self, Status.self, StatusLine.self]
      ),
      CommandGroup(name: "Repositories", subcommands: [Allow.self, Revoke.self]),
      CommandGroup(name: "Shells", subcommands: [ShellInit.self, Completions.self]),
      CommandGroup(name: "Health", subcommands: [Doctor.self, Probe.self]),
      CommandGroup(name: "Money", subcommands: [Cost.self, Report.self, Replay.self]),
      CommandGroup(name: "Credentials", subcommands: [Credential.self]),
      CommandGroup(name: "Teams", subcommands: [Export.self]),
      CommandGroup(
        name: "Policy authors",
        subcommands: [
          Check.self, Test.self, Diff.self, Init.self, Schema.self, Score.self, Teach.self,
          Decide.self,
        ]
      ),
    ],
    defaultSubcommand: Route.self
  )

  /// First words that do not print an environment.
  static let commandNames = [
    "explain", "off", "status", "statusline", "allow", "revoke", "doctor", "probe", "cost",
    "report",
    "replay", "credential", "export", "check", "test", "diff", "init", "schema", "score", "teach",
    "decide", "shell-init", "completions", "complete", "help",
  ]
}

/// The version of this source.
let programVersion = "0.1.0"

/// "0.1.0 (94fa12e)": with the commit it was built from, where the build was told.
var versionLine: String {
  let revision = unsafe String(cString: claude_route_revision())
  return revision.isEmpty ? programVersion : "\(programVersion) (\(revision))"
}

/// A command that knows how to run; what it prints and where it ends is its result.
protocol RunnableCommand: ParsableCommand {
  /// Runs the command; `clientWords` is what stood behind `--`, absent when there was none.
  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32
}
