/// Keys that a program expects, each with a number.
///
/// A policy of thousands of rules has the same few keys in each of them: they are found by their bytes, and
/// from then on compared by number.
package struct KeyTable: Sendable {
  package let words: [String]

  private let spellings: [Spelling]
  /// The words with the same hash, in chains: the first of each, and of each the next; -1 ends one.
  private let first: [Int8]
  private let next: [Int8]

  /// More do not fit into the bits of a `KeySet`.
  package static let maximumCount = 64

  /// - Parameter words: Of 1 to 16 lower-case ASCII letters, digits and `-`, to which no other text is
  ///   canonically equivalent, as the Kelvin sign is to `K`; each once.
  package init(_ words: [String]) {
    precondition(words.count <= Self.maximumCount)
    var first = [Int8](repeating: -1, count: 64)
    var next: [Int8] = []
    var spellings: [Spelling] = []
    for (number, word) in words.enumerated() {
      precondition(word.utf8.allSatisfy(Self.isAllowed))
      guard let spelling = unsafe Array(word.utf8).withUnsafeBufferPointer({ unsafe Spelling($0) })
      else { preconditionFailure("`\(word)` is empty or too long") }
      next.append(first[spelling.slot])
      first[spelling.slot] = Int8(number)
      spellings.append(spelling)
    }
    (self.words, self.spellings, self.first, self.next) = (words, spellings, first, next)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: byte == UInt8(ascii: "-")
    }
  }

  /// The number of the word with these bytes; absent when there is none.
  func number(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let spelling = unsafe Spelling(key) else { return nil }
    var number = Int(first[spelling.slot])
    while number >= 0 {
      if spellings[number] == spelling { return number }
      number = Int(next[number])
    }
    return nil
  }
}

/// The bytes of a short word, to be compared at once.
private struct Spelling: Equatable {
  /// The first and the last bytes, which may overlap.
  private let head: UInt64
  private let tail: UInt64
  private let count: Int

  /// Absent for no bytes, and for more than 16.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    count = bytes.count
    guard let start = bytes.baseAddress else { return nil }
    switch count {
    case 8...16:
      head = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
      tail = unsafe UnsafeRawPointer(start + count - 8).loadUnaligned(as: UInt64.self)
    case 4...7:
      head = unsafe UInt64(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
      tail = unsafe UInt64(UnsafeRawPointer(start + count - 4).loadUnaligned(as: UInt32.self))
    case 1...3:
      head = unsafe UInt64(start[0]) << 8 | UInt64(start[count / 2])
      tail = unsafe UInt64(start[count - 1])
    default:
      return nil
    }
  }

  /// Below 64.
  var slot: Int {
    Int(truncatingIfNeeded: ((head ^ tail &* 31) &* 0x9E37_79B9_7F4A_7C15) >> 58)
  }
}
