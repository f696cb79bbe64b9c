internal import Diagnostics
package import RouteEngine
package import Usage

/// The line that says where a session ran that goes on, and whether it stays there.
package struct ResumptionLine: Sendable {
  /// Without a line break at the end.
  package let text: String
  /// Whether the conversation goes to another backend than before.
  package let leaves: Bool

  /// `last` is the session's newest launch; `elsewhere` a backend that could be asked for instead;
  /// `isFork` tells that the old conversation stays as it is.
  package init(after last: LedgerEntry, on chosen: Candidate, elsewhere: String?, isFork: Bool) {
    let backend = chosen.target.backend.name
    let session = last.session.map { "session \($0.shortText)" } ?? "the session"
    let classes = last.classes.isEmpty ? "no class" : last.classes.joined(separator: ", ")
    var line = "claude-route: \(session) ran on \(classes) → \(last.backend)/\(last.model); "
    leaves = backend != last.backend
    if leaves {
      line += "the whole conversation goes to \(backend) now"
      line += isFork ? "" : "; `--fork-session` leaves the old one as it is"
    } else {
      line += "going on there"
      if let elsewhere, elsewhere != backend {
        line += " (elsewhere: --backend \(elsewhere))"
      }
    }
    text = line.printable
  }
}
