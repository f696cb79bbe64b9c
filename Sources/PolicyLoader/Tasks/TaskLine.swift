package import JSONTree
package import RouteEngine

/// One task of a batch: a JSON object with the keys of a policy's tests, and those of the command
/// line that fix a part of the answer.
package struct TaskLine: Hashable, Sendable {
  /// Whatever the line calls itself: a string or a number; absent when it says nothing.
  package let id: JSONNode?
  package let request: RoutingRequest
  package let unavailable: Set<Unavailable>
  package let measured: SupposedTraits

  /// Why a line is no task.
  package struct Fault: Error, Hashable, Sendable {
    /// The line's own name for itself, where that could be read.
    package let id: JSONNode?
    /// One sentence, lower case, without a full stop.
    package let reason: String
    /// What would be right; absent when the sentence says it.
    package let help: String?

    package init(id: JSONNode? = nil, reason: String, help: String? = nil) {
      self.id = id
      self.reason = reason
      self.help = help
    }
  }

  /// A model that no candidate's backend maps is a slip of the pen, not a denial.
  package func fault(in decision: Decision) -> Fault? {
    guard let model = request.model, decision.candidates.isEmpty else { return nil }
    let place = request.backend.map { "backend `\($0)`" } ?? "no candidate's backend"
    let verb = request.backend == nil ? "maps" : "does not map"
    return Fault(
      id: id,
      reason: "\(place) \(verb) the model `\(model)`",
      help: "use a name from its `models`: \(Backend.familySlots.joined(separator: ", "))"
    )
  }

  /// The keys of a line.
  enum Key: String, CaseIterable {
    case id
    case task
    case `class`
    case labels
    case files
    case facts
    case unavailable
    case measured
    case sessionClass = "session-class"
    case backend
    case model
    case effort
  }
}
