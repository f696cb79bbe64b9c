#if canImport(Darwin)
  import Foundation
#else
  @_spi(_Unicode) import Swift
#endif

/// NFC and case folding of single words.
enum TextFolding {
  /// Appends the NFC of the folded NFC, without joiners and variation selectors.
  ///
  /// Folding is by the full mappings, first to upper and then to lower case: `ß` becomes `ss`, and
  /// final and medial sigma the same letter.
  static func appendFolded(_ bytes: ArraySlice<UInt8>, to word: inout [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let start = word.count
    if text.unicodeScalars.allSatisfy({ appendSimple($0.value, to: &word) }) { return }
    word.removeLast(word.count - start)
    var isChanged = false
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count + 8)
    for scalar in composed(text.withoutInvisible) {
      guard scalar.properties.changesWhenCaseFolded else {
        append(scalar, to: &folded)
        continue
      }
      isChanged = true
      for upper in scalar.properties.uppercaseMapping.unicodeScalars {
        for lower in upper.properties.lowercaseMapping.unicodeScalars {
          append(lower, to: &folded)
        }
      }
    }
    // `ΐ` folds to three characters that compose again, and `H` before a macron below to `ẖ`.
    guard isChanged else { return word.append(contentsOf: folded) }
    for scalar in composed(String(decoding: folded, as: UTF8.self)) {
      append(scalar, to: &word)
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    if scalar.isASCII {
      bytes.append(UInt8(scalar.value))
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// Appends the folded form of a letter of the common alphabets; false for any other character.
  ///
  /// Without marks between them these are in NFC as they are.
  private static func appendSimple(_ value: UInt32, to word: inout [UInt8]) -> Bool {
    switch value {
    case 0..<0x80:
      word.append(UInt8(value | 0x20))
    case 0xDF:
      word.append(contentsOf: [UInt8(ascii: "s"), UInt8(ascii: "s")])
    // Latin and Cyrillic capitals; `×` and `÷` are no letters and do not come here.
    case 0xC0...0xDE, 0x410...0x42F:
      appendTwoBytes(value + 0x20, to: &word)
    case 0x400...0x40F:
      appendTwoBytes(value + 0x50, to: &word)
    case 0xE0...0xFF, 0x430...0x45F:
      appendTwoBytes(value, to: &word)
    // Hangul syllables, which compose with no letter but a trailing jamo, which is not here.
    case 0xAC00...0xD7A3:
      word.append(UInt8(0xE0 | value >> 12))
      word.append(UInt8(0x80 | value >> 6 & 0x3F))
      word.append(UInt8(0x80 | value & 0x3F))
    default:
      return false
    }
    return true
  }

  private static func appendTwoBytes(_ value: UInt32, to word: inout [UInt8]) {
    word.append(UInt8(0xC0 | value >> 6))
    word.append(UInt8(0x80 | value & 0x3F))
  }

  private static func composed(_ text: String) -> [Unicode.Scalar] {
    #if canImport(Darwin)
      Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
    #else
      // What the standard library compares strings by; not public there yet.
      Array(text._nfc)
    #endif
  }
}

extension String {
  fileprivate var withoutInvisible: String {
    guard unicodeScalars.contains(where: \.isInvisible) else { return self }
    var visible = String.UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.isInvisible {
      visible.append(scalar)
    }
    return String(visible)
  }
}

extension Unicode.Scalar {
  /// A joiner, or a variation selector: it says how to draw a letter, not which one it is.
  fileprivate var isInvisible: Bool {
    switch value {
    case 0xAD, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
    default: false
    }
  }
}
