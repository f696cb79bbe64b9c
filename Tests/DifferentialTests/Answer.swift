/// What was decided, in words: the same from the engine and from the naive evaluator.
struct Answer: Equatable, CustomStringConvertible {
  var classes: [String]
  var lines: [Line]
  /// The place in `lines` of the target that was chosen; absent when the task is denied.
  var chosen: Int?

  /// One candidate.
  struct Line: Equatable {
    var target: String
    /// `LAYER:NAME` of every constraint that stops it, sorted.
    var stops: [String]
    /// `available`, `unverified` or `unavailable`.
    var availability: String
    /// As written in a policy; `nobody` when it is unavailable.
    var payer: String
    /// What is known of each of `SpecWorld.traits`.
    var grades: [String]
    /// Whether its backend did not answer the last probe.
    var isSilent: Bool
  }

  static func text(of target: SpecTarget) -> String {
    var text = "\(target.backend)/\(target.model)"
    if let effort = target.effort { text += " effort \(effort)" }
    if let thinking = target.thinking { text += " thinking \(thinking)" }
    return text
  }

  var description: String {
    var text = "classes: \(classes.joined(separator: " "))\n"
    for (index, line) in lines.enumerated() {
      text += index == chosen ? "> " : "  "
      text += "\(line.target) · \(line.availability), \(line.payer) pays"
      text += " · \(line.grades.joined(separator: "/"))\(line.isSilent ? ", silent" : "")"
      text += line.stops.isEmpty ? "\n" : " · stopped by \(line.stops.joined(separator: ", "))\n"
    }
    return chosen == nil ? text + "denied\n" : text
  }
}
