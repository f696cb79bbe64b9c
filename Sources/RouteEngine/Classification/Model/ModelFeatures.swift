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
  @inline(__always)
  static func visit(
    _ text: ModelText,
    _ body: (_ kind: Kind, _ hash: UInt32, _ words: Range<Int>) -> Void
  ) {
    visitWords(text, body)
    visitCharacters(text, body)
  }

  /// The feature that a single word is.
  static func hash(ofWord word: [UInt8]) -> UInt32 {
    var hash = Kind.words.rawValue
    for byte in word {
      hash.add(byte)
    }
    return hash.mixed
  }

  @inline(__always)
  private static func visitWords(
    _ text: ModelText,
    _ body: (Kind, UInt32, Range<Int>) -> Void
  ) {
    visitRuns(of: text.words, in: text.bytes, upTo: 3, seed: Kind.words.rawValue, body)
    visitRuns(of: text.stems, in: text.stemBytes, upTo: 2, seed: stemSeed, body)
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
  ) {
    let count = pieces.count
    guard count > 0 else { return }
    // -1 is the beginning, `count` the end.
    for first in -1...count {
      var hash = seed
      for last in first...min(first + length - 1, count) {
        if last > first { hash.add(UInt8(ascii: " ")) }
        switch last {
        case -1: hash.add(UInt8(ascii: "^"))
        case count: hash.add(UInt8(ascii: "$"))
        default: hash.add(bytes, pieces[last])
        }
        let words = max(first, 0)..<min(last + 1, count)
        if !words.isEmpty { body(.words, hash.mixed, words) }
      }
    }
  }

  @inline(__always)
  private static func visitCharacters(
    _ text: ModelText,
    _ body: (Kind, UInt32, Range<Int>) -> Void
  ) {
    let scalars = text.scalars
    guard !text.words.isEmpty else { return }
    for first in scalars.indices {
      var hash = Kind.characters.rawValue
      var end = scalars[first].start
      for last in first..<min(first + 5, scalars.count) {
        let next = last + 1 < scalars.count ? scalars[last + 1].start : Int32(text.bytes.count)
        hash.add(text.bytes, end..<next)
        end = next
        if last > first {
          body(.characters, hash.mixed, Int(scalars[first].word)..<Int(scalars[last].word) + 1)
        }
      }
    }
  }
}

extension UInt32 {
  /// FNV-1a.
  @inline(__always) fileprivate mutating func add(_ byte: UInt8) {
    self = (self ^ UInt32(byte)) &* 16_777_619
  }

  fileprivate mutating func add(_ bytes: [UInt8], _ range: Range<Int32>) {
    for index in Int(range.lowerBound)..<Int(range.upperBound) {
      add(bytes[index])
    }
  }

  /// Every bit depends on every byte; the finalizer of MurmurHash3.
  fileprivate var mixed: UInt32 {
    var value = self
    value ^= value >> 16
    value = value &* 0x85EB_CA6B
    value ^= value >> 13
    value = value &* 0xC2B2_AE35
    return value ^ value >> 16
  }
}
