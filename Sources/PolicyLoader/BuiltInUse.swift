internal import RouteEngine

/// What the files above it leave of the built-in policy.
///
/// A user drops built-in constraints for himself, never for the organisation: where there is a
/// managed file, only that file drops them.
struct BuiltInUse {
  private let managed: BuiltInSetting?
  private let user: BuiltInSetting?
  private let hasManagedFile: Bool

  init(_ drafts: [LayerDraft]) {
    hasManagedFile = drafts.contains { $0.layer == .managed }
    managed = drafts.lazy.filter { $0.layer == .managed }.compactMap(\.builtIn).first
    user = drafts.lazy.filter { $0.layer == .user }.compactMap(\.builtIn).first
  }

  private var settings: [BuiltInSetting] { [managed, user].compactMap { $0 } }

  func drops(constraint name: String) -> Bool {
    guard hasManagedFile else { return user?.drops(constraint: name) ?? false }
    guard managed?.drops(constraint: name) ?? false else { return false }
    if case .all? = user { return false }
    return true
  }

  /// The draft without what is dropped; backends always stay.
  func remaining(of draft: LayerDraft) -> LayerDraft {
    guard draft.layer == .builtIn, !settings.isEmpty else { return draft }
    var remaining = draft
    remaining.constraints = draft.constraints.filter { !drops(constraint: $0.name) }
    if !settings.allSatisfy(\.keepsPreferences) {
      remaining.routes = RuleList()
      remaining.defaultTargets = nil
    }
    // Constraints that stay need the classes they speak of.
    if remaining.constraints.rules.isEmpty, !settings.allSatisfy(\.keepsClasses) {
      remaining.classes = []
      remaining.classifier = ClassifierDraft()
    }
    let isWhole =
      remaining.constraints.rules.count == draft.constraints.rules.count
      && !remaining.routes.rules.isEmpty
    if !isWhole {
      // They promise what only the whole policy keeps.
      remaining.invariants = []
      remaining.tests = []
    }
    return remaining
  }
}
