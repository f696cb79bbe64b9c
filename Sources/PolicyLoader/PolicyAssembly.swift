package import Diagnostics
package import RouteEngine
internal import YAMLTree

/// All layers joined into one policy, with every mistake found on the way.
package struct PolicyAssembly: Sendable {
  /// Absent when any layer has an error.
  package let policy: Policy?
  /// What the files say by themselves first, then what shows only when they are joined.
  package let diagnostics: [Diagnostic]

  /// Reads and joins files.
  ///
  /// The order is the order of preference, nearest layer first. An error in any of them leaves no
  /// policy: all findings of all files are reported, and nothing runs.
  package init(of files: [PolicyFile]) {
    var drafts: [LayerDraft] = []
    var found: [[Diagnostic]] = []
    for file in files {
      var reader = LayerReader(layer: file.layer, file: file.name)
      drafts.append(reader.draft(of: file.bytes, budget: .user))
      found.append(reader.report)
    }
    var joining = Joining(drafts: drafts)
    let policy = joining.policy()
    // A file that could not be read at all would make every name of it unknown in the others.
    let isReadable = !found.joined().contains { $0.id == "yaml" }
    diagnostics = found.flatMap { $0 } + (isReadable ? joining.diagnostics : [])
    self.policy = diagnostics.hasErrors ? nil : policy
  }
}
