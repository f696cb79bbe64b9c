/// Where a rule was written.
package struct Origin: Hashable, Sendable {
  package let layer: Layer
  /// `built-in` or the file's path as given.
  package let file: String
  /// Counted from 1.
  package let line: Int

  package init(layer: Layer, file: String, line: Int) {
    self.layer = layer
    self.file = file
    self.line = line
  }

  /// `built-in:88`, `team.yaml:14`.
  package var label: String { "\(file):\(line)" }
}

/// The layers of a policy in the order of preference, nearest first.
package enum Layer: String, Hashable, Sendable, CaseIterable {
  case user
  case builtIn = "built-in"
}
