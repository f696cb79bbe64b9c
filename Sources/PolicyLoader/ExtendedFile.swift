package import RouteEngine

/// A file that another one extends, as written there.
package struct ExtendedFile: Hashable, Sendable {
  /// Absolute, from `~/`, or relative to the folder of the file that says it.
  package let path: String
  /// The layer of the file that says it, and so its own.
  package let layer: Layer
  /// The name of the file that says it.
  package let origin: String

  package init(path: String, layer: Layer, origin: String) {
    self.path = path
    self.layer = layer
    self.origin = origin
  }

  /// What was found under that name.
  package enum Contents: Sendable {
    /// A file that could change by a pull must be fixed by its digest.
    case found(name: String, bytes: [UInt8], isInWorkTree: Bool)
    /// The end of a sentence: "cannot be read: No such file or directory".
    case fault(String)
  }
}
