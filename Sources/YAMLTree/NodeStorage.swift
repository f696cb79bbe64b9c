internal import Diagnostics

/// Nodes one after the other, each in front of what it holds.
///
/// A mapping is followed by its first key, that by its value, and that by the next key. To read thousands of
/// rules, one storage is filled again and again, so that nothing need be allocated for a node.
///
/// Other modules read it by code that is inlined there: of a type that is `package`, only what is usable from
/// inlined code is, and the type must be as well.
@usableFromInline @safe package final class NodeStorage {
  @usableFromInline package struct Record {
    @usableFromInline package enum Kind {
      case scalar
      case sequence
      case mapping
      case key
    }

    @usableFromInline package let kind: Kind
    /// Of a scalar: neither quoted nor a block scalar.
    @usableFromInline package var isPlain = false
    /// Of a key: its number in the table that the file is read with; absent when it is not there.
    @usableFromInline package var number: UInt8?
    /// Where the text of a scalar or key begins, and how long it is.
    @usableFromInline package var text: UInt32 = 0
    @usableFromInline package var textLength: UInt32 = 0
    /// Behind the last record of what the node holds; of a key, behind itself.
    @usableFromInline package var end: UInt32 = 0
    var range: SourceRange
  }

  @usableFromInline @exclusivity(unchecked) package var count = 0
  @usableFromInline @exclusivity(unchecked) package var records: UnsafeMutableBufferPointer<Record>
  @exclusivity(unchecked) private var textCount = 0
  @exclusivity(unchecked) private var texts: UnsafeMutableBufferPointer<UInt8>

  /// Where the next record will stand, one behind the last.
  var end: Int { unsafe count }

  init() {
    unsafe records = .allocate(capacity: 64)
    unsafe texts = .allocate(capacity: 1024)
  }

  deinit {
    unsafe records.deallocate()
    unsafe texts.deallocate()
  }

  @inlinable package subscript(index: Int) -> Record {
    unsafe precondition(index >= 0 && index < count)
    return unsafe records[index]
  }

  /// The record behind a node and all that it holds.
  @inlinable
  package func end(of index: Int) -> Int { Int(self[index].end) }

  // MARK: - Texts

  @usableFromInline
  package func text(of index: Int) -> String {
    let bytes = unsafe bytes(of: index)
    guard !bytes.isEmpty else { return "" }
    // A short text is built where it will stay.
    return unsafe String(unsafeUninitializedCapacity: bytes.count) {
      unsafe $0.initialize(fromContentsOf: bytes)
    }
  }

  /// Whether the text has the bytes of a word.
  @usableFromInline
  package func isText(_ word: String, at index: Int) -> Bool {
    self[index].textLength == word.utf8.count && hasBytes(of: word, at: index)
  }

  /// The first of some keys that has the bytes of a word; absent when none has.
  func key(_ word: String, in keys: Range<Int>) -> Int? {
    let length = word.utf8.count
    var key = keys.lowerBound
    while key < keys.upperBound {
      if self[key].textLength == length, hasBytes(of: word, at: key) { return key }
      key = end(of: key + 1)
    }
    return nil
  }

  /// One bit for the number of each key; absent when one of them has none.
  func numbers(in keys: Range<Int>) -> UInt64? {
    var numbers: UInt64 = 0
    var key = keys.lowerBound
    while key < keys.upperBound {
      guard let number = self[key].number else { return nil }
      numbers |= 1 << UInt64(number)
      key = end(of: key + 1)
    }
    return numbers
  }

  /// Whether a text has the bytes of a word that is as long.
  private func hasBytes(of word: String, at index: Int) -> Bool {
    let start = Int(self[index].text)
    // A native text is contiguous.
    return unsafe word.utf8.withContiguousStorageIfAvailable { bytes in
      for index in 0..<bytes.count where unsafe bytes[index] != texts[start + index] {
        return false
      }
      return true
    } ?? word.utf8.elementsEqual(bytes(of: index))
  }

  /// Whether two texts have the same bytes.
  func haveSameBytes(_ first: Int, _ second: Int) -> Bool {
    let (first, second) = unsafe (bytes(of: first), bytes(of: second))
    guard first.count == second.count else { return false }
    guard let start = first.baseAddress, let other = second.baseAddress else { return true }
    // Eight at a time, and the last ones singly.
    let whole = first.count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      let bytes = unsafe UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
      let others = unsafe UnsafeRawPointer(other + index).loadUnaligned(as: UInt64.self)
      if bytes != others { return false }
    }
    return (whole..<first.count).allSatisfy { unsafe start[$0] == other[$0] }
  }

  func isASCII(_ index: Int) -> Bool { unsafe bytes(of: index).allSatisfy { $0 < 0x80 } }

  /// Valid until the next text is added.
  private func bytes(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let record = self[index]
    let (start, length) = (Int(record.text), Int(record.textLength))
    return unsafe UnsafeBufferPointer(rebasing: texts[start..<start + length])
  }

  // MARK: - Writing

  /// Adds a scalar or a key with its text.
  func append(_ record: Record, text: UnsafeBufferPointer<UInt8>) {
    var record = record
    record.text = unsafe UInt32(textCount)
    record.textLength = UInt32(text.count)
    if unsafe texts.count - textCount < text.count { growTexts(by: text.count) }
    if let source = text.baseAddress, let texts = unsafe texts.baseAddress {
      unsafe (texts + textCount).update(from: source, count: text.count)
    }
    unsafe textCount += text.count
    append(record)
  }

  /// Adds a record that holds nothing yet.
  @inline(__always)
  func append(_ record: Record) {
    if unsafe count == records.count { growRecords() }
    var record = record
    record.end = unsafe UInt32(count + 1)
    unsafe records.initializeElement(at: count, to: record)
    unsafe count += 1
  }

  /// Says that a list or mapping holds all that was added behind it.
  func close(_ index: Int, at range: SourceRange) {
    unsafe precondition(index >= 0 && index < count)
    unsafe records[index].end = UInt32(count)
    unsafe records[index].range = range
  }

  /// Adds nodes of another storage, each with all that it holds, and as if written at one place when it is
  /// given.
  func copy(_ indices: Range<Int>, of other: NodeStorage, at place: SourceRange? = nil) {
    precondition(other !== self, "its texts may move while they are copied")
    let distance = unsafe count - indices.lowerBound
    for index in indices {
      var record = other[index]
      record.range = place ?? record.range
      unsafe append(record, text: other.bytes(of: index))
      unsafe records[count - 1].end = UInt32(Int(record.end) + distance)
    }
  }

  /// Takes out what was added last; its texts stay until all are removed.
  func removeAll(from index: Int) {
    unsafe precondition(index >= 0 && index <= count)
    unsafe count = index
    if index == 0 { unsafe textCount = 0 }
  }

  private func growRecords() {
    let larger = UnsafeMutableBufferPointer<Record>.allocate(capacity: unsafe records.count * 2)
    _ = unsafe larger.moveInitialize(fromContentsOf: records[..<count])
    unsafe records.deallocate()
    unsafe records = larger
  }

  private func growTexts(by size: Int) {
    let capacity = unsafe max(texts.count * 2, textCount + size)
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
    _ = unsafe larger.update(from: texts[..<textCount])
    unsafe texts.deallocate()
    unsafe texts = larger
  }
}
