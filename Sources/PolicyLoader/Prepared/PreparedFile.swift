internal import RouteEngine

/// The built-in policy as it was read once, so that no launch reads forty kilobytes of YAML again.
package struct PreparedFile {
  let draft: LayerDraft

  /// Writes the form of a policy file.
  ///
  /// Absent when the file is not built in, has mistakes, or holds what has no form.
  package static func bytes(of file: PolicyFile) -> [UInt8]? {
    guard file.layer == .builtIn else { return nil }
    var reader = LayerReader(layer: file.layer, file: file.name, presets: PresetBook([]))
    let draft = reader.draft(of: file.bytes)
    guard reader.report.isEmpty else { return nil }
    var writer = PreparedForm.writer(of: file.bytes)
    draft.write(to: &writer)
    return writer.isComplete ? writer.bytes : nil
  }

  /// Absent when the file comes without its form.
  init?(of file: PolicyFile) {
    guard file.layer == .builtIn, file.name == Layer.builtIn.rawValue,
      var reader = PreparedForm.reader(file.prepared, of: file.bytes)
    else { return nil }
    draft = LayerDraft(from: &reader)
    guard reader.isAtEnd, !reader.isBroken else { return nil }
  }
}
