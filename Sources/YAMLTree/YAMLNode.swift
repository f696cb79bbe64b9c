package import Diagnostics

/// A value of a YAML file together with where it stands.
package struct YAMLNode: Hashable, Sendable {
  package let content: Content
  /// For a block list or mapping up to the end of its last value, not to the line after it.
  package let range: SourceRange

  package init(_ content: Content, at range: SourceRange) {
    self.content = content
    self.range = range
  }
}

extension YAMLNode {
  /// The three shapes of YAML's representation graph (YAML 1.1, section 3.2.1.1).
  package enum Content: Hashable, Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// In the order of the file, each key once.
    case mapping([YAMLEntry])
  }
}

/// A text as written; whether it means a number or a truth value is the reader's to decide.
package struct YAMLScalar: Hashable, Sendable {
  /// After escapes, folding and line joining; empty for a value that is left out.
  package let text: String
  /// Neither quoted nor a block scalar, so that `1` may be a number and `true` a truth value.
  package let isPlain: Bool

  package init(_ text: String, isPlain: Bool) {
    self.text = text
    self.isPlain = isPlain
  }
}

/// One `key: value` of a mapping.
package struct YAMLEntry: Hashable, Sendable {
  package let key: String
  /// The number of the key in the table that the file was read with; absent when it is not there.
  package let number: UInt8?
  package let keyRange: SourceRange
  package let value: YAMLNode

  package init(key: String, number: UInt8? = nil, keyRange: SourceRange, value: YAMLNode) {
    self.key = key
    self.number = number
    self.keyRange = keyRange
    self.value = value
  }
}
