internal import JSONTree
internal import RouteEngine

/// The rules across a backend's keys, where a recipe's value counts for a key that is not given.
extension PolicySchema {
  var backendRules: [Shape] {
    let needsCredential = Shape.any([
      isKind([.gateway]), .all([isKind([.anthropic]), hasValue(.baseURL)]),
    ])
    return [
      hasValue(.kind),
      .when(isKind([.gateway]), hasValue(.baseURL)),
      .when(needsCredential, hasValue(.credential)),
      .when(.has(PolicyKey.Backend.tags, Shape(["const": true])), isKind([.gateway])),
      .when(
        .has(PolicyKey.Backend.baseURL, .string(matching: TextPattern.unencryptedBaseURL)),
        .has(PolicyKey.Backend.plainHTTP, Shape(["const": true]))
      ),
    ] + CredentialSort.all.map { .when(uses($0), allows($0)) }
  }

  /// The backend or its recipe has the key.
  private func hasValue(_ key: PolicyKey.Backend) -> Shape {
    .any([.has(key)] + startsFrom { $0.has(key) })
  }

  private func isKind(_ kinds: [Backend.Kind]) -> Shape {
    let own = Shape.has(PolicyKey.Backend.kind, .oneOf(kinds.map(\.rawValue)))
    let inherited = startsFrom { $0.kind.map(kinds.contains) ?? false }
    return .any([own] + inherited.map { .all([.not(.has(PolicyKey.Backend.kind)), $0]) })
  }

  private func uses(_ sort: CredentialSort) -> Shape {
    let value = Self.shape(of: sort)
    let own = Shape.any([value, Shape(["type": "array", "contains": value.node])])
    let inherited = startsFrom { $0.credentials.contains(sort) }
    return .any(
      [.has(PolicyKey.Backend.credential, own)]
        + inherited.map { .all([.not(.has(PolicyKey.Backend.credential)), $0]) }
    )
  }

  private static func shape(of sort: CredentialSort) -> Shape {
    switch sort {
    case .word(let word): Shape(["const": .string(word.rawValue)])
    case .other:
      .not(.any([.word(of: CredentialWord.self), Shape(["type": "array"])]))
    }
  }

  /// What the backend has to be for such a credential.
  private func allows(_ sort: CredentialSort) -> Shape {
    switch sort {
    case .word(.login): .all([isKind([.anthropic]), .not(hasValue(.baseURL))])
    case .word(.none): .any([isKind([.gateway]), hasValue(.baseURL)])
    case .word(.aws): isKind([.bedrock, .mantle])
    case .word(.google): isKind([.vertex])
    case .other: .not(isKind([.vertex]))
    }
  }

  /// A preset whose recipe is like that; empty when there is none.
  private func startsFrom(_ isFitting: (RecipeOutline) -> Bool) -> [Shape] {
    let names = recipes.filter(isFitting).map(\.name)
    return names.isEmpty ? [] : [.has(PolicyKey.Backend.preset, .oneOf(names))]
  }
}
