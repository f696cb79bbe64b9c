package import JSONTree

/// Everybody but the route: what settings files, the user's `--settings` and the shell say about
/// variables.
package struct VariableParties: Hashable, Sendable {
  /// Every variable of the closed list, of the connection and of `others` that somebody sets.
  package let names: Set<String>
  private let documents: [Document]
  private let shell: [String: VariableValue]

  private struct Document: Hashable, Sendable {
    let source: VariableClaim.Source
    let path: String?
    let root: JSONNode
  }

  /// `given` is the user's own `--settings`, `givenPath` the file it came from, and `environment` the
  /// `NAME=value` entries of the shell.
  package init(
    layers: [SettingsLayer],
    given: JSONNode? = nil,
    givenPath: String? = nil,
    environment: [[UInt8]],
    others: [String]
  ) {
    let files = layers.map {
      Document(source: VariableClaim.Source($0.kind), path: $0.path, root: $0.root)
    }
    let own = given.map { Document(source: .commandLine, path: givenPath, root: $0) }
    let all = files + [own].compactMap(\.self)
    // Of one kind in the order given.
    documents = VariableClaim.Source.allCases.flatMap { source in
      all.filter { $0.source == source }
    }
    func isAsked(_ name: String) -> Bool {
      RoutingVariables.contains(name) || RoutingVariables.connection.contains(name)
        || others.contains(name)
    }
    shell = Self.shell(environment, isAsked: isAsked)
    let keys = documents.flatMap { ($0.root["env"]?.members ?? []).map(\.key) }
    names = Set(keys.filter { $0.utf8.allSatisfy { $0 < 0x80 } && isAsked($0) })
      .union(shell.keys)
  }

  /// Strongest first.
  package func claims(on name: String) -> [VariableClaim] {
    let inFiles = documents.compactMap { document -> VariableClaim? in
      guard let member = document.root["env"]?.member(name), let text = member.value.variableText
      else { return nil }
      return VariableClaim(
        source: document.source,
        place: document.path.map { "\($0):\(member.line)" } ?? "--settings",
        value: VariableValue(text, of: name)
      )
    }
    return inFiles
      + [shell[name].map { VariableClaim(source: .shell, value: $0) }].compactMap(\.self)
  }

  /// Of two entries with one name the first counts, as for `getenv(3)`.
  private static func shell(
    _ entries: [[UInt8]],
    isAsked: (String) -> Bool
  ) -> [String: VariableValue] {
    var values: [String: VariableValue] = [:]
    for entry in entries {
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")),
        entry[..<sign].allSatisfy({ $0 < 0x80 })
      else { continue }
      let name = String(decoding: entry[..<sign], as: UTF8.self)
      guard values[name] == nil, isAsked(name) else { continue }
      let text = String(decoding: entry[(sign + 1)...], as: UTF8.self)
      values[name] = VariableValue(text, of: name)
    }
    return values
  }
}
