internal import Diagnostics
internal import RouteEngine

extension Joining {
  /// Key by key the nearest value of the highest authority that says one; those below may only
  /// tighten it.
  mutating func joinedClassifier() -> ClassifierSettings {
    let usual = ClassifierSettings()
    let usualModel = usual.usesModel ? ClassifierDraft.Model.builtIn : .off
    let model = joined("model", or: usualModel, .never(\.rawValue)) { $0.model }
    let mayAssign = joined("may-assign", or: usual.mayAssign, .toProtective) { $0.mayAssign }
    let window = joined("negation-window", or: usual.negationWindow, .up(\.description)) {
      $0.negationWindow
    }
    return ClassifierSettings(
      usesModel: (model ?? usualModel) == .builtIn,
      mayAssign: mayAssign ?? usual.mayAssign,
      thresholds: ClassifierSettings.Thresholds(
        permissive: threshold(.permissive, or: usual.permissive, .up(\.decimal)),
        protective: threshold(.protective, or: usual.protective, .down(\.decimal)),
        fallback: threshold(.fallback, or: usual.fallback, .down(\.decimal)),
        doubt: threshold(.doubt, or: usual.doubt, .up(\.decimal)),
        similarity: threshold(.similarity, or: usual.similarity, .never(\.decimal))
      ),
      negationWindow: window ?? usual.negationWindow
    )
  }

  private mutating func threshold(
    _ key: PolicyKey.Threshold,
    or usual: Int,
    _ tightening: Tightening<Int>
  ) -> Int? {
    joined(key.rawValue, or: usual, tightening) { $0.thresholds[key] }
  }

  /// The value in force; nil where nobody says one.
  ///
  /// The user's and the built-in policy are equals. The built-in one was there before the managed one
  /// spoke: it gives way.
  private mutating func joined<Value>(
    _ key: String,
    or usual: Value,
    _ tightening: Tightening<Value>,
    of value: (ClassifierDraft) -> Positioned<Value>?
  ) -> Value? {
    let said = drafts.compactMap { draft in
      value(draft.classifier).map { Said(layer: draft.layer, written: $0) }
    }
    let managed = said.first { $0.layer == .managed }
    let users = said.filter { $0.layer == .user }
    if let managed {
      for own in users {
        check(own, key, below: managed, or: usual, tightening)
      }
    }
    let equals = managed.map { users.first ?? $0 } ?? said.first { $0.layer.authority == .user }
    let repositories = said.filter { $0.layer == .repository }
    for own in repositories {
      check(own, key, below: equals, or: usual, tightening)
    }
    return (repositories.first ?? equals)?.written.value
  }

  private mutating func check<Value>(
    _ own: Said<Value>,
    _ key: String,
    below above: Said<Value>?,
    or usual: Value,
    _ tightening: Tightening<Value>
  ) {
    let limit = above?.written.value ?? usual
    guard own.written.value != limit, !tightening.allows(own.written.value, limit) else { return }
    let owner =
      switch above?.layer {
      case .managed?: "by the managed policy"
      case .some: "by a policy above this one"
      case nil: "where no policy says it"
      }
    diagnostics.append(
      Diagnostic(
        .error,
        own.layer == .repository ? "repository-authority" : "managed-authority",
        at: own.written.place,
        "`\(key)` of the classifier is `\(tightening.words(limit))` \(owner), and \(tightening.rule(limit))",
        notes: above.map { [Diagnostic.Note("set here", at: $0.written.place)] } ?? [],
        help: "leave `\(key)` out\(tightening.alternative(limit))"
      )
    )
  }
}

/// A value that a layer gives.
private struct Said<Value> {
  let layer: Layer
  let written: Positioned<Value>
}

/// How a value of a higher authority may be changed.
private struct Tightening<Value: Equatable> {
  /// Whether the first may stand where the second does; that the same may is understood.
  let allows: (Value, Value) -> Bool
  let words: (Value) -> String
  /// For the end of a sentence.
  let rule: (Value) -> String
  /// What helps beside leaving it out.
  let alternative: (Value) -> String

  /// Each value adds evidence that the other does not.
  static func never(_ words: @escaping (Value) -> String) -> Tightening {
    Tightening(
      allows: { _, _ in false },
      words: words,
      rule: { _ in "stays so" },
      alternative: { _ in "" }
    )
  }
}

extension Tightening where Value == Int {
  static func up(_ words: @escaping (Int) -> String) -> Tightening {
    Tightening(
      allows: { $0 > $1 },
      words: words,
      rule: { _ in "may only be raised" },
      alternative: { ", or write `\(words($0))` or more" }
    )
  }

  static func down(_ words: @escaping (Int) -> String) -> Tightening {
    Tightening(
      allows: { $0 < $1 },
      words: words,
      rule: { _ in "may only be lowered" },
      alternative: { ", or write `\(words($0))` or less" }
    )
  }
}

extension Tightening where Value == ClassifierSettings.Assignment {
  /// `none` also takes away what protects.
  static var toProtective: Tightening {
    Tightening(
      allows: { $1 == .any && $0 == .protective },
      words: \.rawValue,
      rule: { $0 == .any ? "may only become `protective`" : "stays so" },
      alternative: { $0 == .any ? ", or write `protective`" : "" }
    )
  }
}

extension Int {
  /// Thousandths as a policy writes them: `0.9`.
  fileprivate var decimal: String { "\(Double(self) / 1000)" }
}
