internal import RouteEngine
internal import YAMLTree

/// What of a recipe the rules across a backend's keys ask for.
struct RecipeOutline: Hashable {
  let name: String
  let kind: Backend.Kind?
  let keys: Set<String>
  let credentials: Set<CredentialSort>

  init(name: String, _ entries: YAMLEntries) {
    self.name = name
    keys = Set(entries.map(\.key))
    kind = entries[PolicyKey.Backend.kind.rawValue]
      .flatMap { Backend.Kind(rawValue: $0.value.scalar?.text ?? "") }
    let value = entries[PolicyKey.Backend.credential.rawValue]?.value
    credentials = Set(
      value.map { $0.itemsOrSelf.map { CredentialSort($0.scalar?.text ?? "") } } ?? []
    )
  }

  func has(_ key: PolicyKey.Backend) -> Bool { keys.contains(key.rawValue) }
}

/// Credentials by the backends they fit.
enum CredentialSort: Hashable {
  case word(CredentialWord)
  /// A variable, a file, an entry of a keychain or a command.
  case other

  static let all = CredentialWord.allCases.map(CredentialSort.word) + [.other]

  fileprivate init(_ text: String) {
    self = CredentialWord(rawValue: text).map(CredentialSort.word) ?? .other
  }
}
