/// `NAME=value` for a `.env` file, a removal as `NAME=`.
///
/// There is no one format. direnv (go-dotenv), python-dotenv, Node's `--env-file` and docker's read
/// a value alike only without quotes: docker keeps them, direnv ends an unquoted value at `#`,
/// python-dotenv expands `${…}` between all quotes. A value that would need quotes is refused.
package struct DotenvText: Hashable, Sendable {
  /// One line for each change, in order.
  package let text: String

  package init(_ changes: [ResolvedChange]) throws(PlainFault) {
    var text = ""
    for change in changes where ShellVariable.isName(change.name) {
      let value = change.value ?? ""
      guard Self.isPlain(value) else {
        throw PlainFault(
          message: "the value of `\(change.name)` has characters that readers of `.env` files read"
            + " differently (quotes, `#`, `$`, a backslash, a control character, a space at an end)"
        )
      }
      text += "\(change.name)=\(value)\n"
    }
    self.text = text
  }

  private static func isPlain(_ value: String) -> Bool {
    let scalars = value.unicodeScalars
    let ends = [scalars.first, scalars.last].compactMap(\.self)
    guard !ends.contains(where: \.properties.isWhitespace) else { return false }
    return scalars.allSatisfy { scalar in
      switch scalar {
      case "'", "\"", "`", "\\", "$", "#": false
      default: scalar.visibleEscape == nil
      }
    }
  }
}
