internal import RouteEngine

extension Selector {
  /// The selector without one of several keys, or without one of several values of a key.
  var reductions: [(part: String, selector: Selector)] {
    let keys = self.keys
    return keys.flatMap { key in
      let withoutKey = keys.count > 1 ? [("`\(key.name)`", key.without)] : []
      let withoutValue = key.withoutValue.count > 1 ? key.withoutValue : []
      return withoutKey
        + withoutValue.map { value, selector in ("`\(value)` in `\(key.name)`", selector) }
    }
  }

  /// One key that is given.
  private struct Key {
    let name: String
    let without: Selector
    /// In order of the value's text.
    let withoutValue: [(value: String, selector: Selector)]
  }

  /// In the order of the reference; each trait is a key of its own.
  private var keys: [Key] {
    let keys = [
      key("backend", \.backend) { $0 },
      key("kind", \.kind, \.rawValue),
      key("trust", \.trust, \.rawValue),
      key("model", \.model) { $0 },
      key("effort", \.effort, \.rawValue),
      key("thinking", \.thinking, \.description),
    ]
    let traits = Backend.Trait.allCases.map { trait in
      key("trait.\(trait.rawValue)", \.[grades: trait], \.rawValue)
    }
    let places = [
      key("payer", \.payer) { $0 },
      key("region", \.region) { $0 },
      key("geography", \.geography, \.rawValue),
    ]
    return (keys + traits + places).compactMap { $0 }
  }

  private func key<Value: Hashable>(
    _ name: String,
    _ path: WritableKeyPath<Selector, Set<Value>?>,
    _ text: (Value) -> String
  ) -> Key? {
    guard let values = self[keyPath: path] else { return nil }
    var without = self
    without[keyPath: path] = nil
    let withoutValue = values.map { value in
      var reduced = self
      reduced[keyPath: path]?.remove(value)
      return (value: text(value), selector: reduced)
    }
    return Key(
      name: name,
      without: without,
      withoutValue: withoutValue.sorted { $0.value < $1.value }
    )
  }

  private subscript(grades trait: Backend.Trait) -> Set<Backend.TraitGrade>? {
    get { self.trait?[trait] }
    set {
      self.trait?[trait] = newValue
      if self.trait?.isEmpty ?? false {
        self.trait = nil
      }
    }
  }
}
