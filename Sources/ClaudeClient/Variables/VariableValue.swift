internal import Diagnostics

/// A variable's value as it may be shown: no secret ever gets into one.
package enum VariableValue: Hashable, Sendable {
  /// With asterisks for every word in it that looks like a secret.
  case text(String)
  /// Where a secret comes from: `$OPENROUTER_API_KEY`, `the credential of openrouter`.
  case reference(String)
  /// A secret, or something that may hold one.
  case secret

  /// What somebody set the variable of that name to.
  package init(_ text: String, of name: String) {
    self = Self.mayHoldSecret(text, of: name) ? .secret : .text(SecretShape.concealed(text))
  }

  /// What a route sets; a policy holds no secrets, only references.
  init(_ value: EnvironmentValue) {
    let shown = EnvironmentValue(
      parts: value.parts.map { part in
        switch part {
        case .text(let text): .text(SecretShape.concealed(text))
        case .variable, .credential: part
        }
      }
    )
    self = shown.plainText.map(Self.text) ?? .reference(shown.reference)
  }

  /// Set to the empty string, which the client takes for unset.
  package var isEmpty: Bool { self == .text("") }

  private static func mayHoldSecret(_ text: String, of name: String) -> Bool {
    guard !text.isEmpty else { return false }
    let isCredential =
      RoutingVariables.credentials.contains(name) || name == "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE"
    // User info and queries of addresses; a proxy may be written without its scheme.
    let isAddress = text.containsBytes(of: "://") || name.lowercased().hasSuffix("_proxy")
    return isCredential || (isAddress && ["@", "?", "#"].contains { text.containsBytes(of: $0) })
  }
}
