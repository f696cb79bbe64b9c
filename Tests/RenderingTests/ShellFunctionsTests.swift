import Rendering
import RouteEngine
import Testing

/// What a start file evaluates; `ShellInitTests` has the shells do it.
@Suite struct `A shell's functions` {
  private static let aliases = [
    Alias(name: "cheap", backend: "openrouter", origin: Origin(layer: .user, file: "p", line: 2))
  ]

  @Test(arguments: [
    (
      InteractiveShell.bash,
      #"""
      \unalias claude-cheap 2>/dev/null || :
      function claude-cheap { \command claude-route --alias cheap -- claude "$@"; }
      \unalias claude 2>/dev/null || :
      function claude { \command claude-route -- claude "$@"; }

      """#
    ),
    (
      .zsh,
      #"""
      \unalias claude-cheap 2>/dev/null || :
      function claude-cheap { \command claude-route --alias cheap -- claude "$@"; }
      (( ${+_comps} )) && (( ${+_comps[claude]} )) && compdef claude-cheap=claude || :
      \unalias claude 2>/dev/null || :
      function claude { \command claude-route -- claude "$@"; }

      """#
    ),
    (
      .fish,
      """
      function claude-cheap --wraps claude
          command claude-route --alias cheap -- claude $argv
      end
      function claude
          command claude-route -- claude $argv
      end

      """
    ),
  ])
  func `hand the client's words on`(shell: InteractiveShell, lines: String) {
    #expect(
      ShellFunctions(Self.aliases, for: shell, wrapsClient: true).text
        == "# claude-route: functions for the aliases of your policy; they hold no key\n" + lines
    )
  }

  @Test func `are completed by a script that a folder of completions takes, too`() {
    for shell in [InteractiveShell.bash, .zsh, .fish] {
      let file = CompletionScript(for: shell, isFile: true).text
      let here = CompletionScript(for: shell, isFile: false).text
      #expect(file.hasPrefix("#compdef claude-route\n") == (shell == .zsh))
      #expect((file == here) == (shell != .zsh))
    }
  }
}
