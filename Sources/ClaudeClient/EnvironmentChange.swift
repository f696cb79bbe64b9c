/// One step from the user's environment to the session's; print and launch use the same list.
package struct EnvironmentChange: Hashable, Sendable {
  /// The variable's name.
  package let name: String
  /// Absent: the variable is removed.
  package let value: EnvironmentValue?

  /// The variable gets a value.
  package static func set(_ name: String, _ value: EnvironmentValue) -> EnvironmentChange {
    EnvironmentChange(name: name, value: value)
  }

  /// The variable is removed.
  package static func unset(_ name: String) -> EnvironmentChange {
    EnvironmentChange(name: name, value: nil)
  }

  private init(name: String, value: EnvironmentValue?) {
    self.name = name
    self.value = value
  }
}

/// A value that may hold references to secrets, never the secrets themselves.
package struct EnvironmentValue: Hashable, Sendable, ExpressibleByStringLiteral {
  /// Read one after the other, without anything between.
  package let parts: [Part]

  /// Text, or a reference to a secret.
  package enum Part: Hashable, Sendable {
    case text(String)
    /// The value of another variable: `"${OPENROUTER_API_KEY}"`.
    case variable(String)
    /// What `claude-route credential NAME` prints.
    case credential(backend: String)
  }

  /// From parts.
  package init(parts: [Part]) {
    self.parts = parts
  }

  /// Plain text.
  package init(_ text: String) {
    parts = [.text(text)]
  }

  /// Plain text.
  package init(stringLiteral text: String) {
    self.init(text)
  }

  /// Absent when a part is a reference.
  package var plainText: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else { return nil }
      text += piece
    }
    return text
  }
}
