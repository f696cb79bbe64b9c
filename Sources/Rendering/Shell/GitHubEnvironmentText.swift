/// `NAME=value` lines for the file that `$GITHUB_ENV` names, a removal as `NAME=`.
///
/// A line break in a value would set another variable of the job, so it is refused.
package struct GitHubEnvironmentText: Hashable, Sendable {
  /// One line for each change, in order.
  package let text: String

  package init(_ changes: [ResolvedChange]) throws(PlainFault) {
    var text = ""
    for change in changes where ShellVariable.isName(change.name) {
      let value = change.value ?? ""
      guard value.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
        throw PlainFault(
          message: "the value of `\(change.name)` has a line break or another control character,"
            + " which `GITHUB_ENV` cannot carry"
        )
      }
      text += "\(change.name)=\(value)\n"
    }
    self.text = text
  }
}
