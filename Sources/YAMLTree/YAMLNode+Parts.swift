/// The items of a list; to find the next takes a fixed time, to count them one for each.
@usableFromInline package struct YAMLItems: Sequence {
  @usableFromInline package let storage: NodeStorage
  @usableFromInline package let records: Range<Int>

  @inlinable package init(_ storage: NodeStorage, _ records: Range<Int>) {
    self.storage = storage
    self.records = records
  }

  @inlinable package var isEmpty: Bool { records.isEmpty }

  @inlinable package var first: YAMLNode? {
    isEmpty ? nil : YAMLNode(storage, at: records.lowerBound)
  }

  /// Found by going through all of them.
  @inlinable package var last: YAMLNode? { reduce(nil) { $1 } }

  /// None of them.
  @inlinable package var none: YAMLItems {
    YAMLItems(storage, records.upperBound..<records.upperBound)
  }

  @inlinable package func makeIterator() -> Iterator { Iterator(self) }

  @usableFromInline package struct Iterator: IteratorProtocol {
    @usableFromInline package let items: YAMLItems
    @usableFromInline package var position: Int

    @inlinable package init(_ items: YAMLItems) {
      self.items = items
      position = items.records.lowerBound
    }

    @inlinable
    package mutating func next() -> YAMLNode? {
      guard position < items.records.upperBound else { return nil }
      let node = YAMLNode(items.storage, at: position)
      position = items.storage.end(of: position)
      return node
    }
  }
}

/// The entries of a mapping; to find the next takes a fixed time, to count them one for each.
@usableFromInline package struct YAMLEntries: Sequence {
  @usableFromInline package let storage: NodeStorage
  @usableFromInline package let records: Range<Int>

  @inlinable package init(_ storage: NodeStorage, _ records: Range<Int>) {
    self.storage = storage
    self.records = records
  }

  @inlinable package var isEmpty: Bool { records.isEmpty }

  @inlinable package var first: YAMLEntry? {
    isEmpty ? nil : YAMLEntry(storage, at: records.lowerBound)
  }

  /// Found by going through all of them.
  @inlinable package var last: YAMLEntry? { reduce(nil) { $1 } }

  /// The entry whose key has the bytes of a word.
  @usableFromInline package subscript(word: String) -> YAMLEntry? {
    storage.key(word, in: records).map { YAMLEntry(storage, at: $0) }
  }

  /// One bit for the number of each key in the table; absent when one of them is not there.
  package var numbers: UInt64? { storage.numbers(in: records) }

  @inlinable package func makeIterator() -> Iterator { Iterator(self) }

  @usableFromInline package struct Iterator: IteratorProtocol {
    @usableFromInline package let entries: YAMLEntries
    @usableFromInline package var position: Int

    @inlinable package init(_ entries: YAMLEntries) {
      self.entries = entries
      position = entries.records.lowerBound
    }

    @inlinable
    package mutating func next() -> YAMLEntry? {
      guard position < entries.records.upperBound else { return nil }
      let entry = YAMLEntry(entries.storage, at: position)
      position = entries.storage.end(of: position + 1)
      return entry
    }
  }
}
