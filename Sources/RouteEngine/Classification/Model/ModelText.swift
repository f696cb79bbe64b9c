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
  ///
  /// Empty in a text of ASCII, as most are: there each byte is a scalar.
  private(set) var scalars: [(start: Int32, word: Int32)] = []
  private(set) var scalarCount = 1
  private(set) var words: [Word] = []
  /// The stems of the words, one after the other.
  private(set) var stemBytes: [UInt8] = []
  /// For each word what the model makes of it by itself; empty when nobody asks.
  private(set) var steps: [LinearModel.WordSteps] = []
  /// For each word what its beginning adds to it and to the word before; none for a short one.
  private(set) var beginnings: [LinearModel.WeightSum] = []
  private var keepsSteps: Bool
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

  init(keepsSteps: Bool = false) {
    self.keepsSteps = keepsSteps
  }

  /// Begins a new text in the room of this one.
  mutating func restart(keepsSteps: Bool) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: " "))
    scalars.removeAll(keepingCapacity: true)
    scalarCount = 1
    words.removeAll(keepingCapacity: true)
    stemBytes.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    beginnings.removeAll(keepingCapacity: true)
    self.keepsSteps = keepsSteps
    isCut = false
  }

  /// Bytes that the model reads, about five hundred words.
  ///
  /// A longer text gives no permissive evidence.
  static let longest = 4096

  /// Whether each byte is a scalar.
  var isASCII: Bool { scalars.isEmpty }

  /// Appends a folded word; `isIdeograph` when it is one character that is a word, with its `steps`
  /// when they are known.
  mutating func append(
    _ word: ArraySlice<UInt8>,
    stem: ArraySlice<UInt8>,
    token: Int,
    isIdeograph: Bool,
    steps known: LinearModel.WordSteps? = nil,
    beginning: LinearModel.WeightSum? = nil
  ) {
    unsafe word.withUnsafeBufferPointer { word in
      unsafe stem.withUnsafeBufferPointer { stem in
        unsafe append(
          word,
          stem: stem,
          token: token,
          isIdeograph: isIdeograph,
          steps: known,
          beginning: beginning
        )
      }
    }
  }

  /// The same for a word that stands somewhere else in memory.
  mutating func append(
    _ word: UnsafeBufferPointer<UInt8>,
    stem: UnsafeBufferPointer<UInt8>,
    token: Int,
    isIdeograph: Bool,
    steps known: LinearModel.WordSteps?,
    beginning: LinearModel.WeightSum?
  ) {
    guard !isCut, bytes.count + word.count < Self.longest else {
      isCut = true
      return
    }
    if isIdeograph, words.last?.isIdeograph == true {
      bytes.removeLast()
      scalars.removeLast()
      scalarCount -= 1
    }
    let start = bytes.count
    let firstScalar = scalarCount
    let stemStart = stemBytes.count
    let kinds = unsafe Self.kinds(in: word)
    if kinds.hasDigit {
      unsafe Self.append(word, to: &bytes)
      unsafe Self.append(stem, to: &stemBytes)
    } else {
      unsafe bytes.append(contentsOf: word)
      unsafe stemBytes.append(contentsOf: stem)
    }
    let end = bytes.count
    bytes.append(UInt8(ascii: " "))
    if kinds.isASCII, isASCII {
      scalarCount += end + 1 - start
    } else {
      appendScalars(from: start)
    }
    let added = Word(
      bytes: Int32(start)..<Int32(end),
      stem: Int32(stemStart)..<Int32(stemBytes.count),
      scalars: Int32(firstScalar)..<Int32(scalarCount - (isIdeograph ? 1 : 0)),
      token: Int32(token),
      isIdeograph: isIdeograph
    )
    words.append(added)
    if keepsSteps {
      steps.append(known ?? LinearModel.steps(of: added, in: self))
      beginnings.append(beginning ?? LinearModel.beginning(of: added, in: self))
    }
  }

  private static func kinds(
    in word: UnsafeBufferPointer<UInt8>
  ) -> (hasDigit: Bool, isASCII: Bool) {
    var hasDigit = false
    var all: UInt8 = 0
    for index in word.indices {
      let byte = unsafe word[index]
      if byte.isASCIIDigit { hasDigit = true }
      all |= byte
    }
    return (hasDigit, all < 0x80)
  }

  /// Appends a word with one `0` for each run of digits.
  private static func append(_ word: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var wasDigit = false
    for index in word.indices {
      let byte = unsafe word[index]
      let isDigit = byte.isASCIIDigit
      if !isDigit {
        bytes.append(byte)
      } else if !wasDigit {
        bytes.append(UInt8(ascii: "0"))
      }
      wasDigit = isDigit
    }
  }

  /// Adds the scalars of a word that is not among `words` yet, with the blank behind it.
  private mutating func appendScalars(from start: Int) {
    if isASCII {
      // Those of the words before, as it turns out now that places differ.
      scalars.append((0, 0))
      for (number, word) in words.enumerated() {
        for place in word.bytes.lowerBound...word.bytes.upperBound {
          scalars.append((place, Int32(number)))
        }
      }
    }
    for place in start..<bytes.count where bytes[place] & 0xC0 != 0x80 {
      // Not a continuation byte.
      scalars.append((Int32(place), Int32(words.count)))
    }
    scalarCount = scalars.count
  }

  /// The same text without some of its words.
  func leavingOut(_ isLeftOut: (_ token: Int) -> Bool) -> ModelText {
    var rest = ModelText(keepsSteps: keepsSteps)
    for (index, word) in words.enumerated() where !isLeftOut(Int(word.token)) {
      rest.append(
        bytes[Int(word.bytes.lowerBound)..<Int(word.bytes.upperBound)],
        stem: stemBytes[Int(word.stem.lowerBound)..<Int(word.stem.upperBound)],
        token: Int(word.token),
        isIdeograph: word.isIdeograph,
        steps: keepsSteps ? steps[index] : nil,
        beginning: keepsSteps ? beginnings[index] : nil
      )
    }
    rest.isCut = isCut
    return rest
  }
}
