internal import Diagnostics
internal import HealthCheck
internal import JSONTree

/// What `status` knows, for programs.
package struct StatusJSON: Sendable {
  /// One document, ended by a line break; `schema` counts up when a key changes its meaning.
  package let text: String

  package init(_ status: ShellStatus) {
    let document: JSONNode = [
      "schema": 1,
      "in_session": .truth(status.isSession),
      "route": status.route.map(\.json) ?? .null,
      "plain_client": status.plain.json(source: status.source),
      "warnings": .array(status.warnings.map { .string(SecretShape.concealed($0)) }),
    ]
    text = document.prettyText + "\n"
  }
}

extension ShellRoute {
  fileprivate var json: JSONNode {
    [
      "classes": .array(classes.map(JSONNode.string)),
      "backend": .string(backend),
      "model": .string(model),
      "way": .string(way.rawValue),
    ]
  }
}

extension PlainDestination {
  fileprivate func json(source: String?) -> JSONNode {
    [
      "endpoint": .string(SecretShape.concealed(endpoint.text)),
      "endpoint_from": endpoint.place.map(JSONNode.string) ?? .null,
      "credential": credential.json,
      "credential_source": source.map(JSONNode.string) ?? .null,
      "model": model.map { .string(SecretShape.concealed($0.text)) } ?? .null,
      "model_from": model?.place.map(JSONNode.string) ?? .null,
    ]
  }
}

extension PlainDestination.Credential {
  /// Names, and what is none is a word in lower case.
  fileprivate var json: JSONNode {
    switch self {
    case .variables(let words): .array(words.map { .string($0.text) })
    case .helper(let word): [.string(word.text)]
    case .login: ["login"]
    case .loginBeside(let key): ["login", .string(key.text)]
    case .cloud: ["cloud"]
    case .unfound, .withheld: []
    }
  }
}
