package import RouteEngine

extension Alias {
  /// Where it stands and what it asks for: "cheap (policy.yaml:3): class bulk, model haiku".
  var words: String { "\(name) (\(origin.label)): \(wishWords)" }

  /// What it asks for: "class bulk, model haiku".
  package var wishWords: String {
    var parts: [String] = []
    if !classes.isEmpty { parts.append("class \(classes.joined(separator: ", "))") }
    if !labels.isEmpty { parts.append("label \(labels.joined(separator: ", "))") }
    parts += backend.map { ["backend \($0)"] } ?? []
    parts += model.map { ["model \($0)"] } ?? []
    parts += effort.map { ["effort \($0.rawValue)"] } ?? []
    return parts.joined(separator: ", ")
  }
}

extension RoutingRequest {
  /// What the choice started from: "bulk", "no class", "no task, alias cheap".
  package func causeWords(_ classes: [String]) -> String {
    guard let alias else {
      return classes.isEmpty ? "no class" : classes.joined(separator: ", ")
    }
    let unnamed = facts.text == nil ? "no task" : "no class"
    return (classes.isEmpty ? unnamed : classes.joined(separator: ", ")) + ", alias \(alias.name)"
  }

  /// The backend, where a flag and not the alias says so.
  package var backendFlag: String? { backend == alias?.backend ? nil : backend }

  /// The model, where a flag and not the alias says so.
  package var modelFlag: String? { model == alias?.model ? nil : model }

  /// The effort, where a flag and not the alias says so.
  package var effortFlag: Effort? { effort == alias?.effort ? nil : effort }
}
