internal import Diagnostics
internal import RouteEngine

/// Reads files and those they extend, each once.
struct LayerReading {
  private let presets: PresetBook
  private(set) var drafts: [LayerDraft] = []
  private(set) var files: [PolicyFile] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// More than any set of shared files needs.
  private static let maximumExtensions = 16

  init(presets: PresetBook) {
    self.presets = presets
  }

  /// Appends the file's draft, then those of the files it extends, depth first.
  mutating func read(_ file: PolicyFile, extended: (ExtendedFile) -> ExtendedFile.Contents) {
    var count = 0
    read(file, from: [], count: &count, extended)
  }

  private mutating func read(
    _ file: PolicyFile,
    from ancestors: [String],
    count: inout Int,
    _ extended: (ExtendedFile) -> ExtendedFile.Contents
  ) {
    let draft: LayerDraft
    if let prepared = PreparedFile(of: file) {
      draft = prepared.draft
    } else {
      var reader = LayerReader(layer: file.layer, file: file.name, presets: presets)
      draft = reader.draft(of: file.bytes)
      diagnostics += reader.report
    }
    drafts.append(draft)
    files.append(file)
    let path = ancestors + [file.name]
    for entry in draft.extensions {
      count += 1
      guard count <= Self.maximumExtensions else {
        fault(entry, "is one of more than \(Self.maximumExtensions) extended files")
        return
      }
      switch extended(ExtendedFile(path: entry.path.value, layer: file.layer, origin: file.name)) {
      case .fault(let reason):
        fault(entry, reason)
      case .found(let name, let bytes, let isInWorkTree):
        guard !path.contains(name) else {
          fault(entry, "extends itself in a circle", help: "take one of the two entries out")
          continue
        }
        guard checkDigest(entry, bytes, isInWorkTree: isInWorkTree) else { continue }
        let found = PolicyFile(layer: file.layer, name: name, bytes: bytes)
        guard !files.contains(found) else { continue }
        read(found, from: path, count: &count, extended)
      }
    }
  }

  private mutating func checkDigest(
    _ entry: ExtensionDraft,
    _ bytes: [UInt8],
    isInWorkTree: Bool
  ) -> Bool {
    guard entry.digest != nil || isInWorkTree else { return true }
    let actual = SHA256.hexDigest(of: bytes)
    guard let expected = entry.digest else {
      fault(
        entry,
        "lies in a git work tree, where a pull could change it unseen",
        help: "fix what you have read: `{path: \(entry.path.value), sha256: \(actual)}`"
      )
      return false
    }
    guard actual == expected else {
      fault(
        entry,
        "has changed since its digest was written down",
        help: "read it, then write `sha256: \(actual)`"
      )
      return false
    }
    return true
  }

  private mutating func fault(_ entry: ExtensionDraft, _ reason: String, help: String? = nil) {
    diagnostics.append(
      Diagnostic(
        .error,
        "extends",
        at: entry.path.place,
        "the extended file `\(entry.path.value)` \(reason)",
        help: help
      )
    )
  }
}
