/// What a character is for the tokens of a text.
enum TextScalarKind: Hashable, Sendable {
  /// A letter or a digit of a script that writes words.
  case letter
  /// Han, Hiragana or Katakana: a token for itself.
  case ideograph
  /// Combines with what stands before it.
  case mark
  /// Invisible inside a word.
  case joiner
  case comma
  /// A mark that ends a clause but not a sentence.
  case clauseEnd
  case sentenceEnd
  case newline
  case other

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    // Hangul syllables, Latin and Cyrillic first: the property tables are slower.
    if value < 0x80 {
      self = UInt8(value).isASCIILetterOrDigit ? .letter : .other
    } else if (0xC0...0x24F).contains(value) {
      self = value == 0xD7 || value == 0xF7 ? .other : .letter
    } else if (0xAC00...0xD7A3).contains(value) || (0x400...0x481).contains(value) {
      self = .letter
    } else if let punctuation = Self.punctuation(value) {
      self = punctuation
    } else if Self.isIdeograph(value) {
      self = .ideograph
    } else {
      self.init(category: scalar.properties.generalCategory)
    }
  }

  private init(category: Unicode.GeneralCategory) {
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber:
      self = .letter
    case .nonspacingMark, .spacingMark, .enclosingMark:
      self = .mark
    default:
      // The language's own enumeration; what is neither letter nor mark separates.
      self = .other
    }
  }

  /// Whether a token that is under way takes this character in.
  func continues(ideograph: Bool) -> Bool {
    switch self {
    case .letter: !ideograph
    case .mark, .joiner: true
    case .ideograph, .comma, .clauseEnd, .sentenceEnd, .newline, .other: false
    }
  }

  private static func punctuation(_ value: UInt32) -> TextScalarKind? {
    switch value {
    case 0xAD, 0x200C, 0x200D, 0x2060, 0xFEFF: .joiner
    case 0x85, 0x2028, 0x2029: .newline
    // Greek, Arabic, Urdu and Devanagari; CJK full stop, `！`, `．`, `；`, `？`, half-width full stop.
    case 0x37E, 0x61B, 0x61F, 0x6D4, 0x964, 0x3002, 0xFF01, 0xFF0E, 0xFF1B, 0xFF1F, 0xFF61:
      .sentenceEnd
    // `，` and `：` part clauses in Chinese, where lists take `、`.
    case 0xFF0C, 0xFF1A: .clauseEnd
    case 0x60C, 0x2013, 0x2014, 0x3001, 0xFF08, 0xFF09, 0xFF64: .comma
    default: nil
    }
  }

  /// The blocks of Han, Hiragana and Katakana, whose marks and middle dot are told apart before.
  private static func isIdeograph(_ value: UInt32) -> Bool {
    switch value {
    case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C,
      0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1AFF0...0x1B16F,
      0x20000...0x3FFFF:
      true
    default:
      false
    }
  }

  /// Han characters that NFC replaces by others.
  static func isCompatibilityIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    (0xF900...0xFAFF).contains(scalar.value) || (0x2F800...0x2FA1F).contains(scalar.value)
  }
}
