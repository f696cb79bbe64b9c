internal import Diagnostics
package import HealthCheck
internal import JSONTree
internal import RouteEngine

/// What `doctor` found, for programs.
package struct HealthJSON: Sendable {
  /// One document, ended by a line break; `schema` counts up when a key changes its meaning.
  package let text: String

  /// Every finding in the order of the report; `problems` are those by which the exit status is 1.
  package init(_ report: HealthReport) {
    let document: JSONNode = [
      "schema": 1,
      "client": report.client.map(\.json) ?? .null,
      "policy": report.policy.map(\.healthJSON) ?? .null,
      "managed": report.managed.map(\.json) ?? .null,
      "backends": .array(report.backends.map(\.json)),
      "plain_client": report.plainClient.json,
      "findings": .array(report.findings.map(\.json)),
      "problems": .array(report.findings.problems.map(\.json)),
    ]
    text = document.prettyText + "\n"
  }
}

extension HealthReport.Client {
  fileprivate var json: JSONNode {
    ["path": .string(path), "version": version.map(JSONNode.string) ?? .null]
  }
}

extension HealthReport.ManagedFile {
  fileprivate var json: JSONNode {
    [
      "policy": .string(path),
      "digest": .string("sha256:\(digest)"),
      "owner": .string(owner),
      "mode": .string(modeText),
    ]
  }
}

extension HealthReport.PlainClient {
  fileprivate var json: JSONNode {
    [
      "endpoint": .string(SecretShape.concealed(endpoint)),
      "from": from.map(JSONNode.string) ?? .null,
      "agrees_with_policy": agreesWithPolicy.map(JSONNode.truth) ?? .null,
    ]
  }
}

extension Policy {
  fileprivate var healthJSON: JSONNode {
    [
      "digest": .string(digest),
      "layers": .array(
        layers.map { layer in
          [
            "layer": .string(layer.layer.rawValue),
            "file": .string(layer.file),
            "digest": .string("sha256:\(layer.digest)"),
          ]
        }
      ),
    ]
  }
}

extension BackendState {
  fileprivate var json: JSONNode {
    [
      "name": .string(backend.name),
      "kind": .string(backend.kind.rawValue),
      "state": .string(availability.name),
      "payer": availability.payer.map { .string($0.text) } ?? .null,
      "message": .string(SecretShape.concealed(words)),
      "default": .truth(isDefault),
    ]
  }
}

extension HealthFinding {
  fileprivate var json: JSONNode {
    func shown(_ text: String) -> JSONNode { .string(SecretShape.concealed(text)) }
    return [
      "subject": .string(subject),
      "level": .string(level.rawValue),
      "message": shown(message),
      "file": place.map { .string($0.file) } ?? .null,
      "line": place?.line.map { .number("\($0)") } ?? .null,
      "detail": detail.map(shown) ?? .null,
      "explanations": .array(explanations.map(shown)),
      "help": help.map(shown) ?? .null,
    ]
  }
}
