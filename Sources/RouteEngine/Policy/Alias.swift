/// A short name for a way of starting the client, made a shell function by `shell-init`.
package struct Alias: Hashable, Sendable {
  package let name: String
  /// As by `--class`.
  package let classes: [String]
  /// As by `--label`.
  package let labels: [String]
  package let backend: String?
  package let model: String?
  package let effort: Effort?
  package let origin: Origin

  package init(
    name: String,
    classes: [String] = [],
    labels: [String] = [],
    backend: String? = nil,
    model: String? = nil,
    effort: Effort? = nil,
    origin: Origin
  ) {
    self.name = name
    self.classes = classes
    self.labels = labels
    self.backend = backend
    self.model = model
    self.effort = effort
    self.origin = origin
  }
}
