/// The status line of a launched session: this program, and what it cannot learn from the session.
package struct StatusLineCommand: Hashable, Sendable {
  /// The program, an absolute path.
  private let program: String
  private let dollars: SessionDollars
  private let multiplier: Double
  private let sources: String?

  /// `multiplier` is what the backend adds to a list price; `sources` the user's `--setting-sources`,
  /// absent when the client reads all of them.
  package init(
    program: String,
    dollars: SessionDollars,
    multiplier: Double = 1,
    sources: String? = nil
  ) {
    self.program = program
    self.dollars = dollars
    self.multiplier = multiplier
    self.sources = sources
  }

  /// For `/bin/sh`, which the client runs it by.
  ///
  /// `own` is the command that the user's `--settings` has; without one the settings files say, read
  /// each time.
  package func text(with own: String?) -> String {
    var words = [program.shellQuoted, "statusline", "--with-own", "--dollars", dollars.rawValue]
    if dollars == .unknown, multiplier != 1 {
      words += ["--multiplier", "\(multiplier)"]
    }
    if let sources {
      words += ["--sources=\(sources)".shellQuoted]
    }
    if let own {
      words += ["--own=\(own)".shellQuoted]
    }
    return words.joined(separator: " ")
  }
}

/// What the client's dollars are on a route; it counts at Anthropic's list prices wherever a session
/// runs.
package enum SessionDollars: String, Hashable, Sendable, CaseIterable {
  /// What is billed.
  case billed
  /// A plan pays; nobody is billed by the token.
  case plan
  /// Somebody else bills, at prices that the client does not know.
  case list
  /// The client does not know the model, and takes another's price: the transcript tells.
  case unknown
}

extension String {
  /// One word for every POSIX shell.
  fileprivate var shellQuoted: String {
    "'\(split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
  }
}
