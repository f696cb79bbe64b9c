/// A text as the learned model sees it: folded words, one blank between two of them.
///
/// Case, punctuation and white space are gone, so none of them changes what the model says. A run of
/// digits is one `0`: numbers differ, what is done with them does not. Ideographs follow each other
/// without a blank.
struct ModelText: Sendable {
  /// A blank, the words, a blank; UTF-8.
  private(set) var bytes: [UInt8] = [UInt8(ascii: " ")]
  /// For each scalar in `bytes` where it begins, and the word it belongs to; a blank belongs to the
  /// word before it.
  private(set) var scalars: [(start: Int32, word: Int32)] = [(0, 0)]
  /// For each word its bytes.
  private(set) var words: [Range<Int32>] = []
  /// The stems of the words, one after the other.
  private(set) var stemBytes: [UInt8] = []
  /// For each word its stem's bytes in `stemBytes`.
  private(set) var stems: [Range<Int32>] = []
  /// For each word its token.
  private(set) var tokens: [Int32] = []
  /// Whether there was more than `longest`.
  private(set) var isCut = false
  /// For each word whether it is an ideograph.
  private var ideographs: [Bool] = []

  /// Bytes that the model reads, about five hundred words.
  ///
  /// A longer text gives no permissive evidence.
  static let longest = 4096

  /// Appends a folded word; `isIdeograph` when it is one character that is a word.
  mutating func append(
    _ word: ArraySlice<UInt8>,
    stem: ArraySlice<UInt8>,
    token: Int,
    isIdeograph: Bool
  ) {
    guard !isCut, bytes.count + word.count < Self.longest else {
      isCut = true
      return
    }
    if isIdeograph, ideographs.last == true {
      bytes.removeLast()
      scalars.removeLast()
    }
    ideographs.append(isIdeograph)
    let start = bytes.count
    let number = Int32(words.count)
    var hasDigit = false
    for byte in word where !Self.isLaterDigit(byte, after: bytes, from: start) {
      if byte.isASCIIDigit { hasDigit = true }
      // Not a continuation byte.
      if byte & 0xC0 != 0x80 { scalars.append((Int32(bytes.count), number)) }
      bytes.append(byte.isASCIIDigit ? UInt8(ascii: "0") : byte)
    }
    words.append(Int32(start)..<Int32(bytes.count))
    let stemStart = stemBytes.count
    if hasDigit {
      for byte in stem where !Self.isLaterDigit(byte, after: stemBytes, from: stemStart) {
        stemBytes.append(byte.isASCIIDigit ? UInt8(ascii: "0") : byte)
      }
    } else {
      stemBytes.append(contentsOf: stem)
    }
    stems.append(Int32(stemStart)..<Int32(stemBytes.count))
    tokens.append(Int32(token))
    scalars.append((Int32(bytes.count), number))
    bytes.append(UInt8(ascii: " "))
  }

  /// Makes room for a text of so many bytes, so that nothing is moved while it grows.
  mutating func reserveCapacity(_ count: Int) {
    let count = min(count, Self.longest) + 2
    bytes.reserveCapacity(count)
    scalars.reserveCapacity(count)
    stemBytes.reserveCapacity(count)
    // A word has a byte, and a separator after it.
    words.reserveCapacity(count / 2 + 1)
    stems.reserveCapacity(count / 2 + 1)
    tokens.reserveCapacity(count / 2 + 1)
    ideographs.reserveCapacity(count / 2 + 1)
  }

  /// Whether the byte goes on with a run of digits that began in this word.
  private static func isLaterDigit(_ byte: UInt8, after bytes: [UInt8], from start: Int) -> Bool {
    byte.isASCIIDigit && bytes.count > start && bytes[bytes.count - 1] == UInt8(ascii: "0")
  }

  /// The same text without some of its words.
  func leavingOut(_ isLeftOut: (_ token: Int) -> Bool) -> ModelText {
    var rest = ModelText()
    rest.reserveCapacity(bytes.count)
    for (index, range) in words.enumerated() where !isLeftOut(Int(tokens[index])) {
      rest.append(
        bytes[Int(range.lowerBound)..<Int(range.upperBound)],
        stem: stemBytes[Int(stems[index].lowerBound)..<Int(stems[index].upperBound)],
        token: Int(tokens[index]),
        isIdeograph: ideographs[index]
      )
    }
    rest.isCut = isCut
    return rest
  }
}
