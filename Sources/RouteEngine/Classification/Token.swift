/// One word of a text, with its place in the text as given.
struct Token: Hashable, Sendable {
  // Half the width of `Range<Int>`: a long text has tens of thousands of tokens.
  private let byteBounds: SIMD2<Int32>
  private let scalarBounds: SIMD2<Int32>
  /// What ended before this token.
  let breaks: TokenBreaks

  init(bytes: Range<Int>, scalars: Range<Int>, breaks: TokenBreaks) {
    // A literal in brackets would be an array first, on the heap.
    byteBounds = SIMD2(Int32(bytes.lowerBound), Int32(bytes.upperBound))
    scalarBounds = SIMD2(Int32(scalars.lowerBound), Int32(scalars.upperBound))
    self.breaks = breaks
  }

  /// UTF-8 offsets, end excluded.
  var bytes: Range<Int> { Int(byteBounds.x)..<Int(byteBounds.y) }

  /// Unicode scalar offsets, end excluded.
  var scalars: Range<Int> { Int(scalarBounds.x)..<Int(scalarBounds.y) }
}

/// How many ends of each kind lie between the start of a text and a token.
///
/// Two tokens with the same count have no such end between them. There are several kinds because
/// doubt protects: where an end would remove protective evidence the kind is used that has fewest
/// of them, where it would save it the kind that has most; and neither depends on white space
/// around punctuation, so that no change of spacing makes a task look less serious.
struct TokenBreaks: Hashable, Sendable {
  /// Every `. ! ? ; :` and newline, even inside `a.b`: what `unless` of a protective class keeps to.
  var pieces: Int32 = 0
  /// `! ? ;`, a newline, and `.` or `:` before white space or a closing mark: what gaps keep to.
  var sentences: Int32 = 0
  /// As sentences, but a line that goes on in lower case is a wrapped one: what negation keeps to.
  var clauses: Int32 = 0
  /// `! ? ;` and blank lines only: what gaps of a protective class keep to.
  var stretches: Int32 = 0
  /// Commas, parentheses and dashes.
  var commas: Int32 = 0
}
