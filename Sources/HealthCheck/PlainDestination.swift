internal import ClaudeClient

/// Where a `claude` that nobody routes goes, what pays there, and the model it asks for.
package struct PlainDestination: Hashable, Sendable {
  /// `api.anthropic.com`, `bedrock eu-central-1`, or a gateway's address.
  package let endpoint: Word
  package let credential: Credential
  /// Absent for the client's default.
  package let model: Word?

  /// A word and who says it.
  package struct Word: Hashable, Sendable {
    /// Never a secret.
    package let text: String
    /// `~/.claude/settings.json:4`; absent for the shell, and for the client's own default.
    package let place: String?

    /// From its parts.
    package init(_ text: String, place: String? = nil) {
      self.text = text
      self.place = place
    }
  }

  /// What is sent along.
  package enum Credential: Hashable, Sendable {
    /// The variables that hold it; two when the client sends both.
    case variables([Word])
    /// What `apiKeyHelper` prints.
    case helper(Word)
    case login
    /// The login, with a key of the environment beside it: `claude -p` uses the key, a session in a
    /// terminal once somebody agreed to it.
    case loginBeside(Word)
    /// The cloud's own: AWS or Google.
    case cloud(String)
    /// None was found: the client asks for a login.
    case unfound
    /// None, and no login is used: the client says that it is not logged in, and sends nothing.
    case withheld
  }

  /// From its parts.
  package init(endpoint: Word, credential: Credential, model: Word?) {
    self.endpoint = endpoint
    self.credential = credential
    self.model = model
  }
}
