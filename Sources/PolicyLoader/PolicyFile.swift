package import RouteEngine

/// The bytes of one policy file and what it counts as.
package struct PolicyFile: Hashable, Sendable {
  package let layer: Layer
  /// As diagnostics and explanations name it.
  package let name: String
  package let bytes: [UInt8]

  package init(layer: Layer, name: String, bytes: [UInt8]) {
    self.layer = layer
    self.name = name
    self.bytes = bytes
  }
}
