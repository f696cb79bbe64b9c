package import Diagnostics
package import RouteEngine
internal import YAMLTree

/// All layers joined into one policy, with every mistake found on the way.
package struct PolicyAssembly: Sendable {
  /// Absent when any layer has an error.
  package let policy: Policy?
  /// What the files say by themselves first, then what shows only when they are joined.
  package let diagnostics: [Diagnostic]
  /// What was read, files that others extend included, in the order of preference.
  package let files: [PolicyFile]

  /// Reads and joins files.
  ///
  /// The order is the order of preference, nearest layer first. An error in any of them leaves no
  /// policy: all findings of all files are reported, and nothing runs.
  ///
  /// - Parameters:
  ///   - files: At most one of the user's and one managed; the built-in policy last.
  ///   - presets: The recipes that `preset` names, YAML; read only when one is named.
  ///   - prices: What the policies' own `prices` come before.
  ///   - extended: Finds the file that an entry of `extends` names.
  package init(
    of files: [PolicyFile],
    presets: [UInt8] = [],
    prices: PriceList = PriceList(),
    extended: (ExtendedFile) -> ExtendedFile.Contents = { _ in .fault("cannot be read here") }
  ) {
    var reading = LayerReading(presets: PresetBook(presets))
    for file in files {
      reading.read(file, extended: extended)
    }
    self.files = reading.files
    var joining = Joining(drafts: reading.drafts)
    let policy = joining.policy(prices: prices)
    // A file that could not be read at all would make every name of it unknown in the others.
    let isReadable = !reading.diagnostics.contains { $0.id == "yaml" || $0.id == "extends" }
    diagnostics = reading.diagnostics + (isReadable ? joining.diagnostics : [])
    self.policy = diagnostics.hasErrors ? nil : policy
  }
}
