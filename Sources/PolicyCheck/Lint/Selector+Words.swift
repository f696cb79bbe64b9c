internal import RouteEngine

extension Selector {
  /// As a policy writes it, in the order of the reference: "`trust: [third-party, cloud]`".
  var words: String {
    var parts: [String] = []
    func add<Value: Hashable>(_ key: String, _ values: Set<Value>?, _ text: (Value) -> String) {
      guard let values else { return }
      parts.append("`\(key): [\(values.map(text).sorted().joined(separator: ", "))]`")
    }
    add("backend", backend) { $0 }
    add("kind", kind, \.rawValue)
    add("trust", trust, \.rawValue)
    add("model", model) { $0 }
    add("effort", effort, \.rawValue)
    add("thinking", thinking) { "\($0)" }
    for trait in (trait ?? [:]).keys.sorted() {
      add(trait.rawValue, self.trait?[trait], \.rawValue)
    }
    add("payer", payer) { $0 }
    add("region", region) { $0 }
    add("geography", geography, \.rawValue)
    return parts.isEmpty ? "everything" : parts.joined(separator: " with ")
  }
}
