import ClaudeClient
import HealthCheck
import JSONTree

extension HealthFinding {
  /// All of it on one line, for comparison.
  var words: String {
    let place = place.map { " \($0.label):" } ?? ""
    let below =
      [detail].compactMap(\.self) + explanations.map { "= \($0)" }
      + [help].compactMap(\.self).map { "help: \($0)" }
    return (["\(subject) \(level.rawValue)\(place) \(message)"] + below).joined(separator: " | ")
  }
}

extension [HealthFinding] {
  var words: [String] { map(\.words) }
}

/// A settings file of that kind with a name of its own.
func layer(_ kind: SettingsLayer.Kind, _ text: String) throws -> SettingsLayer {
  SettingsLayer(
    kind: kind,
    path: "\(kind.rawValue).json",
    root: try JSONNode(parsing: Array(text.utf8))
  )
}
