package import RouteEngine
internal import YAMLTree

/// The bytes of one policy file and what it counts as.
package struct PolicyFile: Hashable, Sendable {
  package let layer: Layer
  /// As diagnostics and explanations name it.
  package let name: String
  package let bytes: [UInt8]
  /// What `PreparedFile` wrote of it; empty for none.
  let prepared: [UInt8]

  package init(layer: Layer, name: String, bytes: [UInt8], prepared: [UInt8] = []) {
    self.layer = layer
    self.name = name
    self.bytes = bytes
    self.prepared = prepared
  }
}

extension Layer {
  /// How much of one of its files is read: little where somebody else wrote it.
  var budget: YAMLBudget { self == .repository ? .repository : .user }

  /// The same in bytes; no more of a file need be taken into memory than shows that it is longer.
  package var maximumBytes: Int { budget.maximumBytes }
}
