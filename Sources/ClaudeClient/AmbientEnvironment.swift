/// What a plan must know of the environment it starts from.
package struct AmbientEnvironment: Hashable, Sendable {
  /// Every variable, in order, each once; a name that is not ASCII is left out.
  package let names: [String]
  /// Absent: unset.
  package let openTelemetryAttributes: String?
  /// The values of `RoutingVariables.connection` that are set, not empty, and UTF-8.
  package let connection: [String: String]
  /// The values of `RoutingVariables.shellPrefixes`, when set, not empty, and UTF-8.
  package let shellPrefixes: [String: String]
  private let filled: Set<String>

  /// From `NAME=value` as in `environ`; of two entries with one name the first counts, as for
  /// `getenv(3)`.
  ///
  /// `keptNames` are variables that count as filled although their values are not known: the shell
  /// that is to evaluate the plan keeps them aside.
  package init(entries: [[UInt8]], keptNames: Set<String> = []) {
    var names: [String] = []
    var seen: Set<String> = []
    var filled: Set<String> = []
    var connection: [String: String] = [:]
    var prefixes: [String: String] = [:]
    var attributes: String?
    for entry in entries {
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")), sign > 0,
        entry[..<sign].allSatisfy({ $0 < 0x80 }), let name = Self.text(entry[..<sign]),
        seen.insert(name).inserted
      else { continue }
      names.append(name)
      let value = entry[(sign + 1)...]
      if !value.isEmpty {
        filled.insert(name)
      }
      if name == Self.openTelemetryName {
        attributes = Self.text(value)
      } else if !value.isEmpty, RoutingVariables.connection.contains(name) {
        connection[name] = Self.text(value)
      } else if !value.isEmpty, RoutingVariables.shellPrefixes.contains(name) {
        prefixes[name] = Self.text(value)
      }
    }
    for name in keptNames.sorted() where seen.insert(name).inserted {
      names.append(name)
    }
    self.names = names
    self.filled = filled.union(keptNames)
    self.connection = connection
    shellPrefixes = prefixes
    openTelemetryAttributes = attributes
  }

  /// From names and values.
  package init(_ values: KeyValuePairs<String, String> = [:]) {
    self.init(entries: values.map { Array("\($0.key)=\($0.value)".utf8) })
  }

  /// Whether a variable is set, be it to the empty string.
  package func isSet(_ name: String) -> Bool { names.contains(name) }

  /// Whether a variable is set to something.
  package func isFilled(_ name: String) -> Bool { filled.contains(name) }

  static let openTelemetryName = "OTEL_RESOURCE_ATTRIBUTES"

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.utf8.elementsEqual(bytes) ? text : nil
  }
}
