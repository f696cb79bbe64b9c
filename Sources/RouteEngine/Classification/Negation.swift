/// Which places of a text stand under a negator (evaluation rule 5).
///
/// A negator reaches `window` tokens to its right, up to the end of its clause or a terminator
/// (`but`, `just`). Where a language negates afterwards (Japanese, Korean, German `nicht`) the same
/// window is looked at to the left, up to a comma.
struct Negation: Sendable {
  private let window: Int
  /// For each token the last negator that reaches it, were the window endless; -1 is none.
  private var before: [Int32]
  /// For each token the next negator at or after it that reaches back to it; `Int32.max` is none.
  private var after: [Int32]

  /// How far a negator reaches.
  enum Scope: Sendable {
    case clause
    /// Farther: over commas and full stops, and also from what only seems to be a negation. It does
    /// not depend on white space around punctuation.
    case stretch
  }

  init(_ text: TokenText, window: Int, within scope: Scope = .clause) {
    self.window = window
    let count = text.tokens.count
    before = Array(repeating: -1, count: count)
    after = Array(repeating: .max, count: count)
    let kinds = Self.kinds(in: text, scope)
    fillBefore(text, kinds, scope)
    fillAfter(text, kinds, scope)
  }

  /// Whether the hit on these tokens is negated.
  func negates(_ tokens: Range<Int>) -> Bool {
    let negator = Int(before[tokens.lowerBound])
    if negator >= 0, tokens.lowerBound - negator <= window { return true }
    // Looked up at the hit's last token, so that a clause or comma after it counts.
    let next = after[tokens.upperBound - 1]
    return next != .max && Int(next) - (tokens.upperBound - 1) <= window
  }

  /// For each token the kind of the sequence that ends there.
  private static func kinds(in text: TokenText, _ scope: Scope) -> [NegationLexicon.Kind?] {
    var kinds: [NegationLexicon.Kind?] = Array(repeating: nil, count: text.tokens.count)
    var index = 0
    while index < kinds.count {
      if let sequence = NegationLexicon.shared.sequence(at: index, in: text, scope) {
        index += sequence.words.count
        kinds[index - 1] = sequence.kind
      } else {
        index += 1
      }
    }
    return kinds
  }

  private mutating func fillBefore(
    _ text: TokenText,
    _ kinds: [NegationLexicon.Kind?],
    _ scope: Scope
  ) {
    var verb: Int32 = -1
    var noun: Int32 = -1
    for index in text.tokens.indices {
      if index > 0 {
        let last = text.tokens[index - 1].breaks
        let this = text.tokens[index].breaks
        if Self.isParted(last, this, scope) { (verb, noun) = (-1, -1) }
        if noun >= 0, scope == .clause, last.commas != this.commas,
          !Self.hasAlternative(from: index, text, kinds)
        {
          noun = -1
        }
      }
      before[index] = max(verb, noun)
      switch kinds[index] {
      case .verb: verb = Int32(index)
      case .noun, .around: noun = Int32(index)
      case .terminator: (verb, noun) = (-1, -1)
      case .after, .pseudo, .alternative, nil: break
      }
    }
  }

  private static func isParted(_ left: TokenBreaks, _ right: TokenBreaks, _ scope: Scope) -> Bool {
    switch scope {
    case .clause: left.clauses != right.clauses
    case .stretch: left.stretches != right.stretches
    }
  }

  /// Whether the list goes on: `no renames, moves, or deletions`.
  private static func hasAlternative(
    from index: Int,
    _ text: TokenText,
    _ kinds: [NegationLexicon.Kind?]
  ) -> Bool {
    // An empirically chosen limit: about three items of a list.
    let end = min(index + 8, kinds.count)
    return (index..<end).contains {
      kinds[$0] == .alternative
        && text.tokens[$0].breaks.clauses == text.tokens[index].breaks.clauses
    }
  }

  private mutating func fillAfter(
    _ text: TokenText,
    _ kinds: [NegationLexicon.Kind?],
    _ scope: Scope
  ) {
    var next = Int32.max
    for index in text.tokens.indices.reversed() {
      if index + 1 < text.tokens.count {
        let this = text.tokens[index].breaks
        let following = text.tokens[index + 1].breaks
        if Self.isParted(this, following, scope)
          || scope == .clause && this.commas != following.commas
        {
          next = .max
        }
      }
      after[index] = next
      switch kinds[index] {
      case .after, .around: next = Int32(index)
      case .terminator: next = .max
      case .verb, .noun, .pseudo, .alternative, nil: break
      }
    }
  }
}
