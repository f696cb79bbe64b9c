internal import RouteEngine
internal import YAMLTree

/// What one file says about the classifier.
struct ClassifierDraft {
  var model: Positioned<Model>?
  var mayAssign: Positioned<ClassifierSettings.Assignment>?
  /// In thousandths.
  var thresholds: [PolicyKey.Threshold: Positioned<Int>] = [:]
  var negationWindow: Positioned<Int>?

  enum Model: String, CaseIterable {
    case builtIn = "built-in"
    case off
  }
}

extension LayerReader {
  static let negationWindows = 0...50

  mutating func classifier(_ node: YAMLNode) -> ClassifierDraft {
    var draft = ClassifierDraft()
    guard let section = section(node, "`classifier`", keys: PolicyKey.Classifier.self) else {
      return draft
    }
    draft.model = section["model"]
      .flatMap { node in
        choice(node, "model of the classifier", of: ClassifierDraft.Model.self)
          .map { Positioned(value: $0, place: place(node.range)) }
      }
    draft.mayAssign = section["may-assign"]
      .flatMap { node in
        choice(node, "may-assign", of: ClassifierSettings.Assignment.self)
          .map { Positioned(value: $0, place: place(node.range)) }
      }
    draft.thresholds = section["thresholds"].map { thresholds($0) } ?? [:]
    draft.negationWindow = section["negation-window"]
      .flatMap { node in
        integer(node, "`negation-window`", in: Self.negationWindows)
          .map { Positioned(value: $0, place: place(node.range)) }
      }
    return draft
  }

  private mutating func thresholds(
    _ node: YAMLNode
  ) -> [PolicyKey.Threshold: Positioned<Int>] {
    guard let section = section(node, "`thresholds`", keys: PolicyKey.Threshold.self) else {
      return [:]
    }
    var thresholds: [PolicyKey.Threshold: Positioned<Int>] = [:]
    for key in PolicyKey.Threshold.allCases {
      guard let node = section[key.rawValue] else { continue }
      thresholds[key] = thousandths(node, "`\(key.rawValue)`")
        .map { Positioned(value: $0, place: place(node.range)) }
    }
    return thresholds
  }
}
