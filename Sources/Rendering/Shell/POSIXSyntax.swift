/// bash, dash, zsh, ksh93, mksh, busybox; also under `set -aeuf`, any `IFS`, and in a function.
///
/// A backslash in front of a word keeps aliases out.
struct POSIXSyntax: ShellSyntax {
  func saving(_ names: [String]) -> [String] {
    guard !names.isEmpty else { return [] }
    // Under `set -a` an assignment exports, and a copy in the environment could be read by every
    // program; no program is started while the option is remembered. busybox remembers it for a
    // name that was unset meanwhile: unset again, without the option, it is forgotten.
    let copies = names.map(ShellVariable.savedCopy)
    return ["_claude_route_flags=$-", "\\set +a", "\\unset \(copies.joined(separator: " "))"]
      + names.map { "\(ShellVariable.savedCopy(of: $0))=\"${\($0)}\"" }
      + ["case $_claude_route_flags in *a*) \\set -a ;; esac", "\\unset _claude_route_flags"]
  }

  func exporting(_ name: String, _ pieces: [ShellPiece]) -> [String] {
    ["\\export \(name)=\(pieces.map(word).joined())"]
  }

  func removing(_ name: String, isVisible: Bool) -> [String] {
    ["\\unset \(name)"]
  }

  func restoring(_ name: String) -> [String] {
    let copy = ShellVariable.savedCopy(of: name)
    return [
      "case \"${\(copy)+x}\" in",
      "x) \\export \(name)=\"${\(copy)}\"; \\unset \(copy) ;;",
      "*) \\unset \(name) ;;",
      "esac",
    ]
  }

  func restoring(_ name: String, fromExported copy: String) -> [String] {
    [
      "\\export \(name)=\"${\(copy)}\"",
      "\\unset \(copy) \(ShellVariable.savedCopy(of: name))",
    ]
  }

  func ending(_ guarded: ShellGuard) -> [String] {
    guard !guarded.isEmpty else { return [] }
    let found =
      guarded.filled.map { "${\($0):+x}" } + guarded.gone.map { "${\($0)+x}" }
      + guarded.texts.map { "${\($0.name)-}" }
    let expected =
      guarded.filled.map { _ in "x" } + guarded.gone.map { _ in "" } + guarded.texts.map(\.text)
    return ["case \"\(found.joined(separator: "/"))\" in"]
      + ["\(expected.joined(separator: "/").posixQuoted)) ;;", "*)"]
      + refusing(guarded)
      + ["\\echo \(ShellGuard.complaint.posixQuoted) >&2", "false", ";;", "esac"]
  }

  private func word(_ piece: ShellPiece) -> String {
    switch piece {
    case .text(let text): text.posixQuoted
    case .variable(let name, let mayBeMissing): "\"${\(name)\(mayBeMissing ? "-" : "")}\""
    case .output(let words): "\"$(\(words.map(\.posixQuoted).joined(separator: " ")))\""
    }
  }
}

extension String {
  /// In single quotes, where POSIX shells read every character but `'` as itself.
  var posixQuoted: String { quoted { $0 == "'" ? "'\\''" : nil } }

  /// In single quotes, with some characters written differently.
  ///
  /// By scalars: as characters `\r\n` is one, and so are `'` and a combining accent.
  func quoted(_ replacement: (Unicode.Scalar) -> String?) -> String {
    unicodeScalars.reduce(into: "'") { text, scalar in
      if let replacement = replacement(scalar) {
        text += replacement
      } else {
        text.unicodeScalars.append(scalar)
      }
    } + "'"
  }
}
