/// What a policy says about the classifier beside its classes.
package struct ClassifierSettings: Hashable, Sendable {
  /// Whether the learned model has a say.
  package var usesModel: Bool
  /// Which classes the model and examples may add; phrases, paths and facts always may.
  package var mayAssign: Assignment
  /// Absent where the policy leaves them as they were chosen in training.
  package var thresholds: Thresholds
  /// Tokens before a phrase within which a negator counts, 0 to 50.
  package var negationWindow: Int

  package enum Assignment: String, Hashable, Sendable, CaseIterable {
    case any
    case protective
    case none
  }

  /// Each in thousandths, 0 to 1000.
  package struct Thresholds: Hashable, Sendable {
    /// How likely mechanical and throwaway work must be together for the model to add its class.
    package var permissive: Int?
    /// How likely a protective class must be to be added.
    package var protective: Int?
    /// How likely a protective class must be to be given to a task that nothing else puts in a class.
    package var fallback: Int?
    /// How likely mechanical and throwaway work must be together for the built-in phrases of a
    /// permissive class to count.
    package var doubt: Int?
    /// How much alike a text and an example must be.
    package var similarity: Int?

    package init(
      permissive: Int? = nil,
      protective: Int? = nil,
      fallback: Int? = nil,
      doubt: Int? = nil,
      similarity: Int? = nil
    ) {
      self.permissive = permissive
      self.protective = protective
      self.fallback = fallback
      self.doubt = doubt
      self.similarity = similarity
    }
  }

  /// Without arguments: phrases, paths, facts and examples only.
  package init(
    usesModel: Bool = false,
    mayAssign: Assignment = .any,
    thresholds: Thresholds = Thresholds(),
    negationWindow: Int = 5
  ) {
    self.usesModel = usesModel
    self.mayAssign = mayAssign
    self.thresholds = thresholds
    self.negationWindow = negationWindow
  }
}
