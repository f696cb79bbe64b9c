/// What a list or a mapping holds.
@usableFromInline package protocol YAMLPart {
  /// How many records stand before its value.
  static var recordsBeforeValue: Int { get }

  init(_ storage: NodeStorage, at index: Int)
}

/// The items of a list.
@usableFromInline package typealias YAMLItems = YAMLParts<YAMLNode>

/// The entries of a mapping.
@usableFromInline package typealias YAMLEntries = YAMLParts<YAMLEntry>

/// The parts of a list or a mapping; to find the next takes a fixed time, to count them one for each.
@usableFromInline package struct YAMLParts<Part: YAMLPart>: Sequence {
  @usableFromInline package let storage: NodeStorage
  @usableFromInline package let records: Range<Int>

  @inlinable package init(_ storage: NodeStorage, _ records: Range<Int>) {
    self.storage = storage
    self.records = records
  }

  @inlinable package var isEmpty: Bool { records.isEmpty }

  @inlinable package var first: Part? {
    isEmpty ? nil : Part(storage, at: records.lowerBound)
  }

  /// As of any sequence, with room for two values at first, which most lists of a policy have.
  @inlinable
  package func compactMap<Value>(_ make: (Part) -> Value?) -> [Value] {
    var values: [Value] = []
    guard !isEmpty else { return values }
    values.reserveCapacity(2)
    for part in self {
      if let value = make(part) { values.append(value) }
    }
    return values
  }

  /// Found by going through all of them.
  @inlinable package var last: Part? { reduce(nil) { $1 } }

  /// None of them.
  @inlinable package var none: YAMLParts {
    YAMLParts(storage, records.upperBound..<records.upperBound)
  }

  @inlinable package func makeIterator() -> Iterator { Iterator(self) }

  @usableFromInline package struct Iterator: IteratorProtocol {
    @usableFromInline package let parts: YAMLParts
    @usableFromInline package var position: Int

    @inlinable package init(_ parts: YAMLParts) {
      self.parts = parts
      position = parts.records.lowerBound
    }

    @inlinable
    package mutating func next() -> Part? {
      guard position < parts.records.upperBound else { return nil }
      let part = Part(parts.storage, at: position)
      position = parts.storage.end(of: position + Part.recordsBeforeValue)
      return part
    }
  }
}

extension YAMLParts<YAMLEntry> {
  /// The entry whose key has the bytes of a word.
  package subscript(word: String) -> YAMLEntry? {
    storage.key(word, in: records).map { YAMLEntry(storage, at: $0) }
  }

  /// One bit for the number of each key in the table; absent when one of them is not there.
  package var numbers: UInt64? { storage.numbers(in: records) }
}
