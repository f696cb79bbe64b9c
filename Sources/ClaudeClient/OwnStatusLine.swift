package import JSONTree

/// The status line that the client would show without a route's.
package enum OwnStatusLine {
  /// The user's command: of the strongest of these files that has one.
  ///
  /// Managed files are left out: theirs beats a route's, which then does not run. `sources` is the
  /// user's `--setting-sources`, absent when the client reads every file.
  package static func command(in layers: [SettingsLayer], sources: String?) -> String? {
    let names = sources.map { text in
      text.split(separator: ",").map { $0.filter { $0 != " " } }
    }
    let kinds: [SettingsLayer.Kind] = [.local, .project, .user]
    for kind in kinds where names?.contains(kind.rawValue) ?? true {
      // Of two local files the first counts.
      for layer in layers where layer.kind == kind {
        if let command = command(in: layer.root) { return command }
      }
    }
    return nil
  }

  /// The command that a settings document has; absent when it has none, or none that the client would
  /// run.
  package static func command(in document: JSONNode) -> String? {
    // The client reads no part of a file with a value of a wrong type.
    guard let own = document["statusLine"], own["type"]?.string == "command",
      let command = own["command"]?.string, !command.isEmpty
    else { return nil }
    return command
  }
}
