internal import JSONTree
internal import RouteEngine

extension PolicySchema {
  static var classifier: Shape {
    .section(PolicyKey.Classifier.self) { key in
      switch key {
      case .model:
        .word(of: ClassifierDraft.Model.self)
          .described("Whether the learned model has a say: `built-in`, or `off`.")
      case .mayAssign:
        .word(of: ClassifierSettings.Assignment.self)
          .described("Which classes the model and examples may add.")
      case .thresholds: thresholds.described("How sure the model and examples have to be.")
      case .negationWindow:
        .integer(in: LayerReader.negationWindows)
          .described("Words before a phrase within which a negation counts.")
      }
    }
  }

  private static var thresholds: Shape {
    .section(PolicyKey.Threshold.self) { key in
      switch key {
      case .permissive:
        .fraction.described("How likely casual work must be for the model to add its class.")
      case .protective:
        .fraction.described("How likely a protective class must be to be added.")
      case .fallback:
        .fraction.described(
          "How likely a protective class must be to be given to a task of no other class."
        )
      case .doubt:
        .fraction.described(
          "How likely casual work must be for built-in phrases of a permissive class to count."
        )
      case .similarity:
        .fraction.described("How much alike a task and an example must be.")
      }
    }
  }
}
