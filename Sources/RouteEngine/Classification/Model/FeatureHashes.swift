/// What the learned model counts in a text, for training it.
///
/// In the order in which the model visits them, repeated ones each time; what is beyond the longest
/// text that it reads is left out.
package struct FeatureHashes: Hashable, Sendable {
  /// Runs of words.
  package private(set) var words: [UInt32] = []
  /// Runs of characters.
  package private(set) var characters: [UInt32] = []

  /// Of a text without what is quoted or negated being left out.
  package init(of text: String) {
    ModelFeatures.visit(ModelText(folding: text)) { kind, hash, _ in
      switch kind {
      case .words: words.append(hash)
      case .characters: characters.append(hash)
      }
    }
  }
}
