/// Keys that a program expects, each with a number.
///
/// A policy of thousands of rules has the same few keys in each of them: they are found by their bytes, and
/// from then on compared by number.
package struct KeyTable: Sendable {
  package let words: [String]

  /// Of each word, the bytes one after the other, with their beginnings and the last's end.
  private let bytes: [UInt8]
  private let starts: [Int]
  /// The words with the same hash, in chains: the first of each, and of each the next; -1 ends one.
  private let first: [Int8]
  private let next: [Int8]

  /// More do not fit into the bits of a `KeySet`.
  package static let maximumCount = 64

  /// - Parameter words: ASCII, so that only the same bytes are the same text; each once, none empty.
  package init(_ words: [String]) {
    precondition(words.count <= Self.maximumCount && !words.contains(""))
    var first = [Int8](repeating: -1, count: 64)
    var next: [Int8] = []
    var bytes: [UInt8] = []
    var starts = [0]
    for (number, word) in words.enumerated() {
      bytes += word.utf8
      let slot = unsafe bytes[starts[number]...].withUnsafeBufferPointer {
        unsafe Self.slot(of: $0)
      }
      next.append(first[slot])
      first[slot] = Int8(number)
      starts.append(bytes.count)
    }
    (self.words, self.bytes, self.starts, self.first, self.next) = (
      words, bytes, starts, first, next
    )
  }

  /// The number of the word with these bytes; absent when there is none.
  func number(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !key.isEmpty else { return nil }
    var number = Int(first[unsafe Self.slot(of: key)])
    while number >= 0 {
      if unsafe isWord(number, key) { return number }
      number = Int(next[number])
    }
    return nil
  }

  private func isWord(_ number: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[number]
    guard key.count == starts[number + 1] - start else { return false }
    for index in key.indices where unsafe bytes[start + index] != key[index] {
      return false
    }
    return true
  }

  private static func slot(of key: UnsafeBufferPointer<UInt8>) -> Int {
    unsafe (Int(key[0]) &* 5 &+ Int(key[key.count - 1]) &* 3 &+ key.count) & 63
  }
}
