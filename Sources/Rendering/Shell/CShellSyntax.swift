/// tcsh and csh.
///
/// The whole text is read with `source`: `eval` takes no lines.
///
/// `if` stands on lines of its own, since on one line csh expands its command even when the
/// condition is false. `:q` keeps what is in a variable from being read as syntax.
struct CShellSyntax: ShellSyntax {
  func saving(_ names: [String]) -> [String] {
    names.map { "set \(ShellVariable.savedCopy(of: $0)) = \(reference($0))" }
  }

  func exporting(_ name: String, _ pieces: [ShellPiece]) -> [String] {
    var before: [String] = []
    var after: [String] = []
    var missable: [String] = []
    var words = ""
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .text(let text): words += quoted(text)
      case .variable(let name, let mayBeMissing):
        words += reference(name)
        missable += mayBeMissing ? [name] : []
      case .output(let command):
        // csh reads the words between backquotes twice, and `!` and quotes do not survive that. A
        // variable that sh reads does; what sh is given is `eval $NAME`, unsplit.
        let variable = "_claude_route_command_\(index)"
        let script = "exec " + command.map(\.posixQuoted).joined(separator: " ")
        before.append("setenv \(variable) \(quoted(script))")
        words += "\"`/bin/sh -f -c 'IFS=;eval \"\\$\"\(variable)'`\""
        after.append("unsetenv \(variable)")
      }
    }
    let setting = before + ["setenv \(name) \(words)"] + after
    guard !missable.isEmpty else { return setting }
    // A variable that is not there would end the whole text here, without a refusal.
    let condition = missable.map { "$?\($0)" }.joined(separator: " && ")
    return ["if (\(condition)) then"] + setting + ["else", "unsetenv \(name)", "endif"]
  }

  func removing(_ name: String, isVisible: Bool) -> [String] {
    ["unsetenv \(name)"]
  }

  func restoring(_ name: String) -> [String] {
    let copy = ShellVariable.savedCopy(of: name)
    return ["if ($?\(copy)) then", "setenv \(name) \(reference(copy))", "unset \(copy)"]
      + ["else", "unsetenv \(name)", "endif"]
  }

  func restoring(_ name: String, fromExported copy: String) -> [String] {
    ["setenv \(name) \(reference(copy))", "unsetenv \(copy)"]
      + ["unset \(ShellVariable.savedCopy(of: name))"]
  }

  func ending(_ guarded: ShellGuard) -> [String] {
    guard !guarded.filled.isEmpty else { return [] }
    let failed = "_claude_route_failed"
    var lines = ["unset \(failed)"]
    for name in guarded.filled {
      // Not `else if`: its words are expanded when the first condition was true.
      lines += ["if ($?\(name)) then", "if (x\(reference(name)) == x) set \(failed)"]
      lines += ["else", "set \(failed)", "endif"]
    }
    return lines + ["if ($?\(failed)) then"] + refusing(guarded)
      + ["/bin/sh -c 'echo \"\(ShellGuard.complaint)\" >&2'", "endif"]
      // `endif` has status 0.
      + ["if ($?\(failed)) false"]
  }

  /// Without double quotes, in which a backslash before a newline in the value would be lost.
  private func reference(_ name: String) -> String { "${\(name):q}" }

  /// In single quotes `!` and a newline still want a backslash, and whether a backslash there is
  /// itself depends on `backslash_quote`: outside it does not.
  private func quoted(_ text: String) -> String {
    text.quoted { scalar in
      switch scalar {
      case "\\": "'\\\\'"
      case "'": "'\\''"
      case "!": "\\!"
      case "\n": "\\\n"
      default: nil
      }
    }
  }
}
