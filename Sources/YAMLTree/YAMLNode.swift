package import Diagnostics

/// A value of a YAML file together with where it stands.
@usableFromInline package struct YAMLNode: YAMLPart {
  @inlinable package static var recordsBeforeValue: Int { 0 }

  @usableFromInline package let storage: NodeStorage
  @usableFromInline package let index: Int

  @inlinable package init(_ storage: NodeStorage, at index: Int) {
    self.storage = storage
    self.index = index
  }

  /// For a block list or mapping up to the end of its last value, not to the line after it.
  package var range: SourceRange { storage[index].range }

  @inlinable package var content: Content {
    if let items { return .sequence(items) }
    if let entries { return .mapping(entries) }
    return .scalar(YAMLScalar(storage, at: index))
  }

  /// Absent when this is a list or a mapping.
  @inlinable package var scalar: YAMLScalar? {
    isScalar ? YAMLScalar(storage, at: index) : nil
  }

  /// Whether this is neither a list nor a mapping.
  @inlinable package var isScalar: Bool { storage[index].kind == .scalar }

  /// Whether it is a scalar and nothing stands there, or one of the words that every YAML reader takes
  /// for nothing (YAML 1.2.2, section 10.3.2); in quotes they are text.
  package var isVoid: Bool {
    let record = storage[index]
    guard record.kind == .scalar else { return false }
    switch record.textLength {
    case 0: return true
    case 1, 4: return record.isPlain && Self.voidWords.contains { storage.isText($0, at: index) }
    default: return false
    }
  }

  private static let voidWords = ["~", "null", "Null", "NULL"]

  /// Absent when this is no list.
  @inlinable package var items: YAMLItems? {
    let record = storage[index]
    guard record.kind == .sequence else { return nil }
    return YAMLItems(storage, index + 1..<Int(record.end))
  }

  /// Absent when this is no mapping.
  @inlinable package var entries: YAMLEntries? {
    let record = storage[index]
    guard record.kind == .mapping else { return nil }
    return YAMLEntries(storage, index + 1..<Int(record.end))
  }

  /// The items of a list, and of anything else itself alone.
  @inlinable package var itemsOrSelf: YAMLItems { items ?? alone }

  /// Itself as the only item.
  @inlinable package var alone: YAMLItems { YAMLItems(storage, index..<storage.end(of: index)) }
}

extension YAMLNode {
  /// The three shapes of YAML's representation graph (YAML 1.1, section 3.2.1.1).
  @usableFromInline @frozen package enum Content {
    case scalar(YAMLScalar)
    case sequence(YAMLItems)
    /// In the order of the file, each key once.
    case mapping(YAMLEntries)
  }
}

/// A text as written; whether it means a number or a truth value is the reader's to decide.
@usableFromInline package struct YAMLScalar {
  @usableFromInline package let storage: NodeStorage
  @usableFromInline package let index: Int

  @inlinable package init(_ storage: NodeStorage, at index: Int) {
    self.storage = storage
    self.index = index
  }

  /// After escapes, folding and line joining, built anew each time.
  ///
  /// Empty for a value that is left out.
  @inlinable package var text: String { storage.text(of: index) }

  /// Whether the text has the bytes of another.
  @inlinable
  package func isText(_ text: String) -> Bool { storage.isText(text, at: index) }

  /// Neither quoted nor a block scalar, so that `1` may be a number and `true` a truth value.
  @inlinable package var isPlain: Bool { storage[index].isPlain }
}

/// One `key: value` of a mapping.
@usableFromInline package struct YAMLEntry: YAMLPart {
  @inlinable package static var recordsBeforeValue: Int { 1 }

  @usableFromInline package let storage: NodeStorage
  @usableFromInline package let index: Int

  @inlinable package init(_ storage: NodeStorage, at index: Int) {
    self.storage = storage
    self.index = index
  }

  /// Built anew each time.
  @inlinable package var key: String { storage.text(of: index) }

  /// The number of the key in the table that the file was read with; absent when it is not there.
  @inlinable package var number: UInt8? { storage[index].number }

  package var keyRange: SourceRange { storage[index].range }

  @inlinable package var value: YAMLNode { YAMLNode(storage, at: index + 1) }

  /// Whether the key has the bytes of a word.
  @inlinable
  package func isKey(_ word: String) -> Bool { storage.isText(word, at: index) }
}
