internal import Diagnostics
internal import YAMLTree

/// The shipped recipes that `preset: NAME` starts a backend from.
///
/// Read only when a policy asks for one.
final class PresetBook {
  private let bytes: [UInt8]
  private lazy var recipes: [String: YAMLEntries] = Self.recipes(in: bytes)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func recipe(named name: String) -> YAMLEntries? { recipes[name] }

  /// In alphabetical order.
  var names: [String] { recipes.keys.sorted() }

  /// What `presets:` of the file holds; the repository's tests load each of them.
  private static func recipes(in bytes: [UInt8]) -> [String: YAMLEntries] {
    let document = YAMLDocument(parsing: bytes, file: "presets", budget: .user)
    var recipes: [String: YAMLEntries] = [:]
    guard let presets = document.root?.entries?["presets"]?.value.entries else { return recipes }
    for preset in presets {
      recipes[preset.key] = preset.value.entries
    }
    return recipes
  }
}
