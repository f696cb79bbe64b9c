import BuiltInPolicy
import Diagnostics
import PolicyLoader
import Rendering
import RouteEngine
import Testing

/// A key written where it does not belong is reported, never repeated.
@Suite struct `Diagnostics keep secrets` {
  /// Invented.
  private static let key = "sk-or-v1-c4narybird0123456789abcdef"

  struct Place: CustomStringConvertible {
    let description: String
    let yaml: String
    /// What must not be shown, when it is not the key.
    let secret: String

    init(_ description: String, _ yaml: String, secret: String = key) {
      self.description = description
      self.yaml = yaml
      self.secret = secret
    }
  }

  private static func gateway(_ lines: String) -> String {
    """
    version: 1
    backends:
      one:
        kind: gateway
        models: {opus: a, sonnet: b, haiku: c, fable: d}
    \(lines)

    """
  }

  @Test(arguments: [
    Place("a credential", gateway("    base-url: https://a.example\n    credential: \(key)")),
    Place("in a list", gateway("    base-url: https://a.example\n    credential: [none, \(key)]")),
    Place(
      "of no known shape",
      gateway("    base-url: https://a.example\n    credential: hunter2"),
      secret: "hunter2"
    ),
    Place(
      "beside another mistake on the same line",
      gateway("    base-url: https://a.example\n    credential: [hunter2, {comand: [a]}]"),
      secret: "hunter2"
    ),
    Place(
      "behind `env:`",
      gateway("    base-url: https://a.example\n    credential: env:\(key)")
    ),
    Place(
      "a header",
      gateway("    base-url: https://a.example\n    credential: none\n    headers: {x-key: \(key)}")
    ),
    Place(
      "a header's name",
      gateway(
        "    base-url: https://a.example\n    credential: none\n    headers: {\"\(key) \": a}"
      )
    ),
    Place(
      "an authorization header",
      gateway(
        "    base-url: https://a.example\n    credential: none\n"
          + "    headers: {authorization: Bearer hunter222222}"
      ),
      secret: "hunter222222"
    ),
    Place(
      "a variable",
      gateway(
        "    base-url: https://a.example\n    credential: none\n    env: {API_TIMEOUT_MS: \(key)}"
      )
    ),
    Place(
      "a variable's name",
      gateway("    base-url: https://a.example\n    credential: none\n    env: {\(key): 1}")
    ),
    Place(
      "user info of a base URL",
      gateway("    base-url: https://user:hunter2@a.example\n    credential: none"),
      secret: "hunter2"
    ),
    Place(
      "the query of a base URL",
      gateway("    base-url: https://a.example/v1?key=hunter2\n    credential: none"),
      secret: "hunter2"
    ),
    Place("an unknown key", "version: 1\n\(key): true\n"),
    Place("an unknown key of a backend", gateway("    base-url: https://a.example\n    \(key): x")),
    Place("a target", "version: 1\ndefault: [\(key)]\n"),
    Place("a backend's name", "version: 1\ndefault: [\(key)/haiku]\n"),
    Place("a label", "version: 1\nlabels: [\(key)]\n"),
    Place(
      "a class of a condition",
      "version: 1\nroutes: [{name: a, when: {class: \(key)}, to: [anthropic/haiku]}]\n"
    ),
    Place(
      "a fact",
      "version: 1\nroutes: [{name: a, when: {fact: \(key), equals: b}, to: [anthropic/haiku]}]\n"
    ),
    Place("a glob", "version: 1\nclasses: {bulk: {signals: [{any-path: [\"!\(key)\"]}]}}\n"),
    Place("a selector", "version: 1\nconstraints: [{name: a, forbid: {payer: [\(key)]}}]\n"),
    Place(
      "a name twice",
      "version: 1\nroutes:\n  - {name: \(key), to: [anthropic/haiku]}\n  - {name: \(key), to: [anthropic/haiku]}\n"
    ),
    Place("a syntax error on the same line", gateway("    credential: \(key): x")),
    Place("no space behind the colon", gateway("    credential:\(key)")),
    Place("no space behind the hyphen", gateway("    credential:\n      -\(key)")),
    Place("an open quote", gateway("    credential: \"\(key)")),
    Place("a broken list", gateway("    credential: [\(key)")),
    Place("a value that begins with a percent sign", gateway("    credential: %\(key)")),
    Place("a tag", gateway("    credential: !\(key) x")),
    Place("an anchor", gateway("    credential: &\(key) x")),
    Place("an alias", gateway("    credential: *\(key)")),
    Place(
      "a URL before a syntax error",
      gateway("    base-url: https://user:hunter2@a.example: x"),
      secret: "hunter2"
    ),
  ])
  func `wherever they stand`(_ place: Place) {
    let file = PolicyFile(layer: .user, name: "team.yaml", bytes: Array(place.yaml.utf8))
    let builtIn = PolicyFile(layer: .builtIn, name: "built-in", bytes: BuiltInPolicy.bytes)
    let assembly = PolicyAssembly(of: [file, builtIn])
    let source = SourceFile(name: file.name, bytes: file.bytes)
    let text = DiagnosticText(assembly.diagnostics, sources: [source]).text
    // There is something to report, and the report does not hold the secret.
    #expect(text.hasPrefix("team.yaml:"))
    #expect(!text.contains(place.secret), "\(text)")
  }
}
