internal import Diagnostics
internal import PolicyLoader
internal import RouteEngine

/// A policy file joined with what it is checked over.
struct CheckedPolicy {
  let name: String
  let layer: Layer
  let assembly: PolicyAssembly
  /// The files that were asked for and those they extend; findings about others are not shown.
  let files: [String]

  /// Over the built-in policy and nothing else unless other layers are given.
  init(_ checked: CheckedFile, with others: [PolicyFile] = [], home: String?) {
    name = checked.name
    layer = checked.layer
    assembly = PolicyAssembly(of: checked.layers(with: others), home: home)
    files = assembly.files.filter { $0.layer == checked.layer }.map(\.name)
  }

  var policy: Policy? { assembly.policy }

  var sources: [SourceFile] {
    assembly.files.map { SourceFile(name: $0.name, bytes: $0.bytes) }
  }

  /// "repository layer over built-in (sha256:9d41c2)".
  var readAs: String {
    let below = (policy?.layers ?? []).filter { $0.layer != layer }
      .map { "\($0.file) (sha256:\($0.digest.prefix(6)))" }
    let over = below.isEmpty ? "" : " over " + below.joined(separator: ", ")
    return "\(layer.rawValue) layer\(over)"
  }
}
