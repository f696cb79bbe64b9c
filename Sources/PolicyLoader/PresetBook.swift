internal import Diagnostics
internal import YAMLTree

/// The shipped recipes that `preset: NAME` starts a backend from.
///
/// Read only when a policy asks for one.
final class PresetBook {
  private let bytes: [UInt8]
  private lazy var recipes: [String: [YAMLEntry]] = Self.recipes(in: bytes)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func recipe(named name: String) -> [YAMLEntry]? { recipes[name] }

  /// In alphabetical order.
  var names: [String] { recipes.keys.sorted() }

  /// What `presets:` of the file holds; the repository's tests load each of them.
  private static func recipes(in bytes: [UInt8]) -> [String: [YAMLEntry]] {
    let document = YAMLDocument(parsing: bytes, file: "presets", budget: .user)
    guard case .mapping(let root)? = document.root?.content,
      case .mapping(let presets)? = root.first(where: { $0.key == "presets" })?.value.content
    else { return [:] }
    var recipes: [String: [YAMLEntry]] = [:]
    for preset in presets {
      guard case .mapping(let entries) = preset.value.content else { continue }
      recipes[preset.key] = entries
    }
    return recipes
  }
}

extension YAMLEntry {
  /// The entry as if all of it were written at one place.
  func moved(to place: SourceRange) -> YAMLEntry {
    YAMLEntry(key: key, keyRange: place, value: value.moved(to: place))
  }
}

extension YAMLNode {
  fileprivate func moved(to place: SourceRange) -> YAMLNode {
    switch content {
    case .scalar:
      YAMLNode(content, at: place)
    case .sequence(let items):
      YAMLNode(.sequence(items.map { $0.moved(to: place) }), at: place)
    case .mapping(let entries):
      YAMLNode(.mapping(entries.map { $0.moved(to: place) }), at: place)
    }
  }
}
