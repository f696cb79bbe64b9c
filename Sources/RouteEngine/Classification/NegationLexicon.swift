/// The words that negate, seem to, or end a negation: a modest list in several languages.
///
/// Matched word for word, longest first. An apostrophe separates words, so that `don't` is `don t`;
/// each CJK character is a word.
struct NegationLexicon: Sendable {
  /// The lexicon's words; phrases add theirs to a copy.
  let words: TokenVocabulary
  private let sequences: [Sequence]
  /// For each word the range of sequences that begin with it.
  private let ranges: [Range<Int32>]

  enum Kind: Hashable, Sendable {
    /// Negates a verb: reaches over commas (`do not rename, move or delete`).
    case verb
    /// Negates a noun: ends at a comma, unless an alternative follows (`no renames, moves or …`).
    case noun
    /// Stands after what it negates: Japanese and Korean.
    case after
    /// Stands on either side, and ends at a comma: German.
    case around
    /// Looks like a negation and is none: `not only`.
    case pseudo
    /// Ends what a negator before it reaches: `but`.
    case terminator
    /// `or`: what follows a comma is still part of a negated list.
    case alternative
  }

  struct Sequence: Sendable {
    let words: [Int32]
    let kind: Kind
  }

  static let shared = NegationLexicon()

  private init() {
    var words = TokenVocabulary(expectedCount: 400)
    var sequences: [Sequence] = []
    for (kind, list) in Self.lists {
      // One pass over the list, for start-up: entries part where a bar stands between words.
      var scanner = TokenScanner(list)
      var numbers: [Int32] = []
      var end = 0
      while let token = scanner.next() {
        if scanner.bytes[end..<token.bytes.lowerBound].contains(UInt8(ascii: "|")) {
          sequences.append(Sequence(words: numbers, kind: kind))
          numbers.removeAll(keepingCapacity: true)
        }
        numbers.append(words.insert(scanner.word))
        end = token.bytes.upperBound
      }
      sequences.append(Sequence(words: numbers, kind: kind))
    }
    // By first word, then longest first; no two are the same.
    sequences.sort {
      $0.words[0] == $1.words[0]
        ? $0.words.count > $1.words.count : $0.words[0] < $1.words[0]
    }
    var ranges = [Range<Int32>](repeating: 0..<0, count: words.count)
    for (index, sequence) in sequences.enumerated() {
      let first = Int(sequence.words[0])
      let start = ranges[first].isEmpty ? Int32(index) : ranges[first].lowerBound
      ranges[first] = start..<Int32(index + 1)
    }
    self.words = words
    self.sequences = sequences
    self.ranges = ranges
  }

  /// Whether a sequence begins with one of the text's words.
  func mayNegate(_ text: TokenText) -> Bool {
    text.words.contains { $0 >= 0 && $0 < ranges.count && !ranges[Int($0)].isEmpty }
  }

  /// The longest sequence that stands at the token; for a clause within it, else no pseudo one.
  func sequence(at index: Int, in text: TokenText, _ scope: Negation.Scope) -> Sequence? {
    let first = Int(text.words[index])
    guard first >= 0, first < ranges.count else { return nil }
    let range = ranges[first]
    return sequences[Int(range.lowerBound)..<Int(range.upperBound)].first { sequence in
      let end = index + sequence.words.count
      guard end <= text.words.count, text.words[index..<end].elementsEqual(sequence.words) else {
        return false
      }
      switch scope {
      case .clause:
        return text.tokens[index].breaks.clauses == text.tokens[end - 1].breaks.clauses
      case .stretch:
        return sequence.kind != .pseudo
      }
    }
  }

  private static let lists: [(Kind, String)] = [
    (
      .verb,
      """
      not|cannot|never|don't|dont|doesn't|doesnt|didn't|didnt|isn't|isnt|aren't|arent|wasn't|wasnt\
      |weren't|werent|won't|wont|wouldn't|wouldnt|shouldn't|shouldnt|couldn't|couldnt|can't|cant\
      |mustn't|needn't|hasn't|hasnt|haven't|havent|hadn't|ain't|avoid|avoids|avoiding|refrain from\
      |stop|nie|niemals|vermeide|vermeiden|nunca|jamás|tampoco|evita|evitar|evite|ne|n|jamais\
      |évite|évitez|éviter|não|不|别|別|勿|莫|没|沒|未|避免|禁止
      """
    ),
    (
      .noun,
      """
      no|without|neither|none|nothing|excluding|except|instead of|rather than\
      |kein|keine|keinen|keinem|keiner|keines|ohne|anstatt|statt|sin|en vez de|en lugar de\
      |pas|sans|aucun|aucune|au lieu de|sem|nem|senza|无|無|毋
      """
    ),
    (.around, "nicht|nichts"),
    (.after, "ない|ません|ずに|なし|なく|するな|禁止する|不要です|言わず|せず|없이|말고|마세요|않고|않는"),
    (
      .pseudo,
      """
      not only|not just|not merely|not simply|not solely|not to mention|not urgent|not critical\
      |not important|not bad|don't just|don't only|do not just|do not only\
      |don't forget|do not forget|dont forget|never forget|don't hesitate|do not hesitate\
      |why not|why don't|why doesn't|why isn't|or not|if not|no op|no ops|no code\
      |no doubt|no matter|no rush|no hurry|no problem|no worries|no big deal|no less|no fewer\
      |without further|without doubt|without delay|none other|nothing but|can't wait|cannot wait\
      |nicht nur|nicht zuletzt|warum nicht|no solo|no sólo|no solamente|por qué no\
      |pas seulement|pourquoi pas|sans doute|sans tarder\
      |不仅|不僅|不但|不只|不光|不止|不过|不過|不同|不断|不斷|不错|不錯|不少|不足|不妨|未来|未來|无论|無論\
      |特别|特別|区别|區別|级别|級別|类别|類別|分别|分別|识别|識別|个别|個別|性别|性別|别名|別名|別の\
      |なければなら|なくてはなら|なきゃ|少なくとも|なくなら|必ず|まず|はず|なるべく|なくす
      """
    ),
    (
      .terminator,
      """
      but|however|just|only|instead|simply|merely|though|although|yet|otherwise|so|then\
      |aber|sondern|nur|stattdessen|lediglich|jedoch|sino|pero|solo|sólo|solamente\
      |mais|seulement|juste|plutôt|而是|但|只|仅|僅|而
      """
    ),
    (.alternative, "or|nor|oder|noch|ni|o|ou|或|或者"),
  ]
}
