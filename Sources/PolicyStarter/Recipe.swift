package import RouteEngine
internal import YAMLTree

/// What an earlier set-up is compared with: one recipe of `presets.yaml`.
package struct Recipe: Hashable, Sendable {
  package let name: String
  package let kind: Backend.Kind
  /// Absent when only its user knows it.
  package let baseURL: String?
  /// The variable that holds its key; absent when it needs none or has another source.
  package let keyVariable: String?
  /// Whether its server takes any token.
  let needsNoKey: Bool
  /// Empty when only its user knows them.
  let models: [Backend.Model]

  /// A set-up that gives nothing but the recipe's name has a backend that works.
  package var isWhole: Bool { !models.isEmpty && (kind != .gateway || baseURL != nil) }

  /// All recipes, in the order of the file; of the bytes of `presets.yaml`.
  package static func all(in bytes: [UInt8]) -> [Recipe] {
    let document = YAMLDocument(parsing: bytes, file: "presets", budget: .user)
    return document.root?.entry("presets")?.entries?.compactMap(Recipe.init) ?? []
  }

  private init?(_ entry: YAMLEntry) {
    guard let kind = entry.value.entry("kind")?.scalarText.flatMap(Backend.Kind.init(rawValue:))
    else {
      return nil
    }
    name = entry.key
    self.kind = kind
    baseURL = entry.value.entry("base-url")?.scalarText
    let sources = entry.value.entry("credential")?.itemsOrSelf.compactMap(\.scalarText) ?? []
    keyVariable = sources.first { $0.hasPrefix("env:") }.map { String($0.dropFirst("env:".count)) }
    needsNoKey = sources.contains("none")
    models =
      entry.value.entry("models")?.entries?
      .compactMap { model in
        model.value.scalarText.map { Backend.Model(name: model.key, id: $0) }
      } ?? []
  }
}

extension YAMLNode {
  fileprivate func entry(_ key: String) -> YAMLNode? { entries?[key]?.value }

  /// Absent for a list or a mapping.
  fileprivate var scalarText: String? { scalar?.text }
}
