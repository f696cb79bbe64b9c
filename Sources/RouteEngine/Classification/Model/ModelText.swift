/// A text as the learned model sees it: folded words, one blank between two of them.
///
/// Case, punctuation and white space are gone, so none of them changes what the model says. A run of
/// digits is one `0`: numbers differ, what is done with them does not. Ideographs follow each other
/// without a blank.
struct ModelText: Sendable {
  /// A blank, the words, a blank; UTF-8.
  private(set) var bytes: [UInt8] = []
  /// For each scalar in `bytes` where it begins, and the word it belongs to; a blank belongs to the
  /// word before it.
  private(set) var scalars: [(start: Int32, word: Int32)] = []
  private(set) var words: [Word] = []
  /// The stems of the words, one after the other.
  private(set) var stemBytes: [UInt8] = []
  /// For each word what the model makes of it by itself; empty when nobody asks.
  private(set) var steps: [LinearModel.WordSteps] = []
  private let keepsSteps: Bool
  /// Whether there was more than `longest`.
  private(set) var isCut = false

  /// Where the parts of a word stand.
  struct Word: Sendable {
    let bytes: Range<Int32>
    /// In `stemBytes`.
    let stem: Range<Int32>
    /// Its own, with the blank behind it; an ideograph has no blank of its own.
    let scalars: Range<Int32>
    let token: Int32
    let isIdeograph: Bool
  }

  /// With room for a text of so many bytes, so that nothing is moved while it grows.
  init(keepsSteps: Bool = false, capacity: Int = 0) {
    self.keepsSteps = keepsSteps
    if capacity > 0 {
      let count = min(capacity, Self.longest) + 2
      bytes.reserveCapacity(count)
      scalars.reserveCapacity(count)
      stemBytes.reserveCapacity(count)
      // A word has a byte, and a separator after it.
      words.reserveCapacity(count / 2 + 1)
      if keepsSteps { steps.reserveCapacity(count / 2 + 1) }
    }
    bytes.append(UInt8(ascii: " "))
    scalars.append((0, 0))
  }

  /// Bytes that the model reads, about five hundred words.
  ///
  /// A longer text gives no permissive evidence.
  static let longest = 4096

  /// Appends a folded word; `isIdeograph` when it is one character that is a word, with its `steps`
  /// when they are known.
  mutating func append(
    _ word: ArraySlice<UInt8>,
    stem: ArraySlice<UInt8>,
    token: Int,
    isIdeograph: Bool,
    steps known: LinearModel.WordSteps? = nil
  ) {
    guard !isCut, bytes.count + word.count < Self.longest else {
      isCut = true
      return
    }
    if isIdeograph, words.last?.isIdeograph == true {
      bytes.removeLast()
      scalars.removeLast()
    }
    let start = bytes.count
    let firstScalar = Int32(scalars.count)
    let number = Int32(words.count)
    let stemStart = stemBytes.count
    if word.contains(where: \.isASCIIDigit) {
      for byte in word where !Self.isLaterDigit(byte, after: bytes, from: start) {
        bytes.append(byte.isASCIIDigit ? UInt8(ascii: "0") : byte)
      }
      for byte in stem where !Self.isLaterDigit(byte, after: stemBytes, from: stemStart) {
        stemBytes.append(byte.isASCIIDigit ? UInt8(ascii: "0") : byte)
      }
    } else {
      bytes.append(contentsOf: word)
      stemBytes.append(contentsOf: stem)
    }
    let end = bytes.count
    for place in start..<end where bytes[place] & 0xC0 != 0x80 {
      // Not a continuation byte.
      scalars.append((Int32(place), number))
    }
    scalars.append((Int32(bytes.count), number))
    bytes.append(UInt8(ascii: " "))
    let added = Word(
      bytes: Int32(start)..<Int32(end),
      stem: Int32(stemStart)..<Int32(stemBytes.count),
      scalars: firstScalar..<Int32(scalars.count) - (isIdeograph ? 1 : 0),
      token: Int32(token),
      isIdeograph: isIdeograph
    )
    words.append(added)
    if keepsSteps { steps.append(known ?? LinearModel.steps(of: added, in: self)) }
  }

  /// Whether the byte goes on with a run of digits that began in this word.
  private static func isLaterDigit(_ byte: UInt8, after bytes: [UInt8], from start: Int) -> Bool {
    byte.isASCIIDigit && bytes.count > start && bytes[bytes.count - 1] == UInt8(ascii: "0")
  }

  /// The same text without some of its words.
  func leavingOut(_ isLeftOut: (_ token: Int) -> Bool) -> ModelText {
    var rest = ModelText(keepsSteps: keepsSteps, capacity: bytes.count)
    for (index, word) in words.enumerated() where !isLeftOut(Int(word.token)) {
      rest.append(
        bytes[Int(word.bytes.lowerBound)..<Int(word.bytes.upperBound)],
        stem: stemBytes[Int(word.stem.lowerBound)..<Int(word.stem.upperBound)],
        token: Int(word.token),
        isIdeograph: word.isIdeograph,
        steps: keepsSteps ? steps[index] : nil
      )
    }
    rest.isCut = isCut
    return rest
  }
}
