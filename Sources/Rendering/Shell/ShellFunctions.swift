internal import Diagnostics
package import RouteEngine

/// The functions of a start file: `claude-NAME` for each alias, which starts the client with what the
/// alias stands for when it is called.
///
/// No decision and no credential is in them, so they hold while the policy changes.
package struct ShellFunctions: Hashable, Sendable {
  /// Lines, each ended by a line break; the first is a comment.
  package let text: String

  /// One for each alias in its order, and with `wrapsClient` one that is called `claude`.
  package init(_ aliases: [Alias], for shell: InteractiveShell, wrapsClient: Bool) {
    var lines = ["# claude-route: functions for the aliases of your policy; they hold no key"]
    for alias in aliases {
      let words = ["--alias", alias.name.shellWord]
      lines += Self.function("claude-\(alias.name)", words, for: shell, isNew: true)
    }
    if wrapsClient {
      lines += Self.function("claude", [], for: shell, isNew: false)
    }
    text = lines.map { $0 + "\n" }.joined()
  }

  /// The word `claude` behind `--` stands for the client, so that what follows is the client's,
  /// whatever it is.
  private static func function(
    _ name: String,
    _ words: [String],
    for shell: InteractiveShell,
    isNew: Bool
  ) -> [String] {
    let call = (["command claude-route"] + words + ["-- claude"]).joined(separator: " ")
    switch shell {
    case .bash, .zsh:
      // An alias of that name would be called instead, and without the word `function` even be put in
      // the place of the name here.
      var lines = [
        "\\unalias \(name) 2>/dev/null || :",
        "function \(name) { \\\(call) \"$@\"; }",
      ]
      if isNew, shell == .zsh {
        lines.append(
          "(( ${+_comps} )) && (( ${+_comps[claude]} )) && compdef \(name)=claude || :"
        )
      }
      return lines
    case .fish:
      return ["function \(name)\(isNew ? " --wraps claude" : "")", "    \(call) $argv", "end"]
    }
  }
}
