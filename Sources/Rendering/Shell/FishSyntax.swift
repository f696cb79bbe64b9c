/// fish 3.1 and later (`string collect`).
///
/// Every `set` names its scope. A universal variable belongs to all of the user's shells, so it is
/// never erased or written: a global one hides it, and erasing that shows it again.
struct FishSyntax: ShellSyntax {
  func saving(_ names: [String]) -> [String] {
    names.map { "set -g \(ShellVariable.savedCopy(of: $0)) \"$\($0)\"" }
  }

  func exporting(_ name: String, _ pieces: [ShellPiece]) -> [String] {
    ["set -gx \(name) \(pieces.map(word).joined())"]
  }

  func removing(_ name: String, isVisible: Bool) -> [String] {
    // An unexported global does not keep an exported universal from programs (fish 3.6); an empty
    // one does, and the client takes an empty routing variable as unset.
    ["set -eg \(name)"]
      + (isVisible ? ["set -qx \(name); and set -gx \(name) ''"] : [])
  }

  func restoring(_ name: String) -> [String] {
    let copy = ShellVariable.savedCopy(of: name)
    return ["set -eg \(name)", "if set -qg \(copy)"]
      + ["  " + filling(name, from: copy), "  set -eg \(copy)", "end"]
  }

  func restoring(_ name: String, fromExported copy: String) -> [String] {
    ["set -eg \(name)", filling(name, from: copy)]
      + ["set -eg \(copy)", "set -eg \(ShellVariable.savedCopy(of: name))"]
  }

  func ending(_ guarded: ShellGuard) -> [String] {
    // `set -e` of what is not there leaves status 4.
    guard !guarded.filled.isEmpty else { return ["true"] }
    let conditions = guarded.filled.map { "test -n \"$\($0)\"" }
    return ["if \(conditions.joined(separator: "; and "))", "true", "else"]
      + refusing(guarded)
      + ["echo \(quoted(ShellGuard.complaint)) >&2", "false", "end"]
  }

  /// Not when the universal variable that the route hid already says so.
  private func filling(_ name: String, from copy: String) -> String {
    "set -qx \(name); and test \"$\(name)\" = \"$\(copy)\"; or set -gx \(name) \"$\(copy)\""
  }

  private func word(_ piece: ShellPiece) -> String {
    switch piece {
    case .text(let text): quoted(text)
    case .variable(let name, _): "\"$\(name)\""
    case .output(let words): "(\(words.map(quoted).joined(separator: " ")) | string collect)"
    }
  }

  /// Unlike POSIX shells, fish reads `\\` and `\'` inside single quotes.
  private func quoted(_ text: String) -> String {
    text.quoted { $0 == "\\" ? "\\\\" : $0 == "'" ? "\\'" : nil }
  }
}
