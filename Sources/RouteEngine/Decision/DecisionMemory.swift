/// What was decided for earlier tasks under one policy, by all that a decision depends on.
///
/// Most tasks differ in nothing but their classes, and those are few. The memory stays small, and what
/// it answers is what would be decided anew.
package struct DecisionMemory: Sendable {
  private var outcomes: [Key: Outcome] = [:]
  private let limit: Int

  /// Everything that conditions ask of a task without labels of its own.
  struct Key: Hashable, Sendable {
    /// Three bits for each class: whether the task is in it, and how far constraints find it to be.
    let classes: UInt64
    let facts: [FactState]
  }

  struct Outcome: Sendable {
    let candidates: [Candidate]
    let chosenIndex: Int?
  }

  /// Classes that fit into a key.
  static let maximumClasses = 21
  /// Bytes of a fact's value that is remembered; longer ones come once.
  private static let longestText = 64

  /// - Parameter limit: Outcomes that are kept, the first ones; 0 remembers nothing.
  package init(limit: Int = 0) {
    self.limit = limit
  }

  /// Outcomes that are kept.
  var count: Int { outcomes.count }

  var remembersNothing: Bool { limit == 0 }

  subscript(key: Key) -> Outcome? { outcomes[key] }

  mutating func remember(_ outcome: Outcome, for key: Key) {
    guard outcomes.count < limit, key.facts.allSatisfy(Self.isShort) else { return }
    outcomes[key] = outcome
  }

  private static func isShort(_ state: FactState) -> Bool {
    guard case .value(.text(let text)) = state else { return true }
    return text.utf8.count <= longestText
  }
}
