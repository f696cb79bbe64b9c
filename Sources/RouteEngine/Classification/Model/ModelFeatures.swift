/// What the learned model counts: runs of one to three words and of one or two stems, the ends of the
/// text among them, and runs of two to five characters.
///
/// A feature is a 32-bit hash; which words it stands for is known where it is found.
enum ModelFeatures {
  enum Kind: UInt32, CaseIterable {
    case words = 2_166_136_261
    case characters = 709_607
  }

  /// Calls back for every feature in the text, repeated ones each time, with the words it spans.
  ///
  /// - Returns: how many there were of each kind.
  @inline(__always)
  @discardableResult
  static func visit(
    _ text: ModelText,
    _ body: (_ kind: Kind, _ hash: UInt32, _ words: Range<Int>) -> Void
  ) -> (words: Int, characters: Int) {
    (visitWords(text, body), visitCharacters(text, body))
  }

  /// The feature that a single word is.
  static func hash(ofWord word: [UInt8]) -> UInt32 {
    var state = WordState()
    for byte in word {
      state.add(byte)
    }
    return state.hash
  }

  /// The beginning of a word, for the hashes of many words that begin alike.
  struct WordState {
    private var state = Kind.words.rawValue

    @inline(__always) mutating func add(_ byte: UInt8) { state.add(byte) }

    /// Of the word that ends here.
    var hash: UInt32 {
      @inline(__always) get { state.mixed }
    }
  }

  @inline(__always)
  private static func visitWords(
    _ text: ModelText,
    _ body: (Kind, UInt32, Range<Int>) -> Void
  ) -> Int {
    visitRuns(of: text.words, in: text.bytes, upTo: 3, seed: Kind.words.rawValue, body)
      + visitRuns(of: text.stems, in: text.stemBytes, upTo: 2, seed: stemSeed, body)
  }

  /// A stem is another feature than the word that it looks like.
  private static let stemSeed: UInt32 = 83_492_791

  @inline(__always)
  private static func visitRuns(
    of pieces: [Range<Int32>],
    in bytes: [UInt8],
    upTo length: Int,
    seed: UInt32,
    _ body: (Kind, UInt32, Range<Int>) -> Void
  ) -> Int {
    let count = pieces.count
    guard count > 0 else { return 0 }
    var features = 0
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe pieces.withUnsafeBufferPointer { pieces in
        // -1 is the beginning, `count` the end.
        for first in -1...count {
          var hash = seed
          for last in first...min(first + length - 1, count) {
            if last > first { hash.add(UInt8(ascii: " ")) }
            switch last {
            case -1: hash.add(UInt8(ascii: "^"))
            case count: hash.add(UInt8(ascii: "$"))
            default: unsafe hash.add(bytes, pieces[last])
            }
            let start = max(first, 0)
            let end = min(last + 1, count)
            if start < end {
              features += 1
              body(.words, hash.mixed, start..<end)
            }
          }
        }
      }
    }
    return features
  }

  @inline(__always)
  private static func visitCharacters(
    _ text: ModelText,
    _ body: (Kind, UInt32, Range<Int>) -> Void
  ) -> Int {
    guard !text.words.isEmpty else { return 0 }
    var features = 0
    unsafe text.bytes.withUnsafeBufferPointer { bytes in
      unsafe text.scalars.withUnsafeBufferPointer { scalars in
        // In most texts each character is one byte.
        let isASCII = scalars.count == bytes.count
        for first in 0..<scalars.count {
          var hash = Kind.characters.rawValue
          var end = unsafe scalars[first].start
          let word = unsafe Int(scalars[first].word)
          for last in first..<min(first + 5, scalars.count) {
            if isASCII {
              unsafe hash.add(bytes[last])
            } else {
              let next =
                unsafe last + 1 < scalars.count ? scalars[last + 1].start : Int32(bytes.count)
              unsafe hash.add(bytes, end..<next)
              end = next
            }
            if last > first {
              features += 1
              body(.characters, hash.mixed, unsafe word..<Int(scalars[last].word) + 1)
            }
          }
        }
      }
    }
    return features
  }
}

extension UInt32 {
  /// FNV-1a.
  @inline(__always) fileprivate mutating func add(_ byte: UInt8) {
    self = (self ^ UInt32(byte)) &* 16_777_619
  }

  @inline(__always)
  fileprivate mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int32>) {
    var index = Int(range.lowerBound)
    while index < Int(range.upperBound) {
      unsafe add(bytes[index])
      index += 1
    }
  }

  /// Every bit depends on every byte; the finalizer of MurmurHash3.
  @inline(__always) fileprivate var mixed: UInt32 {
    var value = self
    value ^= value >> 16
    value = value &* 0x85EB_CA6B
    value ^= value >> 13
    value = value &* 0xC2B2_AE35
    return value ^ value >> 16
  }
}
