/// All phrases of a policy as one automaton: a text is read once, whatever their number.
///
/// The automaton runs over stems; each run of words between gaps is one path in it. Exact words are
/// compared where a path ends, and gaps are bridged there, so that the time is proportional to the
/// tokens plus the hits.
struct PhraseMatcher: Sendable {
  private(set) var stems: TokenVocabulary
  private(set) var words: TokenVocabulary
  private var trie: PhraseTrie
  private(set) var phraseCount = 0
  private var parts: [Part] = []
  /// For each node its last added part, and the nearest shorter suffix that has one; -1 and 0 are none.
  private var partAtNode: [Int32] = []
  private var shorter: [Int32] = []
  /// Exact words to compare: how far from the end of its part, and which.
  private var exacts: [(distance: Int32, word: Int32)] = []

  private var lines: [Line] = []
  private var lineLength = 0

  /// One run of words without a gap.
  private struct Part {
    let phrase: Int32
    let length: Int32
    let exacts: Range<Int32>
    /// The part before the gap; -1 for the first.
    let previous: Int32
    let gapsAreWide: Bool
    /// Where its hits wait for the part after the gap; -1 for the last part.
    let line: Int32
    /// Another part of the same words; -1 is none.
    let sibling: Int32
  }

  /// Hits of one part that wait for the next: the latest ones, one more than the next part is long,
  /// since that many may overlap it.
  private struct Line {
    let start: Int32
    let length: Int32
  }

  /// `words` are those that texts are to be numbered by, besides those of the phrases.
  init(
    words: TokenVocabulary,
    expectedCount: Int,
    _ addPhrases: (inout PhraseMatcher) -> Void
  ) {
    self.words = words
    // Empirically: a phrase has two words.
    stems = TokenVocabulary(expectedCount: expectedCount * 2)
    trie = PhraseTrie(expectedCount: expectedCount * 2)
    parts.reserveCapacity(expectedCount)
    partAtNode.reserveCapacity(expectedCount * 2 + 1)
    partAtNode.append(-1)
    addPhrases(&self)
    let order = trie.connect()
    shorter = Array(repeating: 0, count: trie.count)
    for node in order {
      let suffix = Int(trie.failures[Int(node)])
      shorter[Int(node)] = partAtNode[suffix] >= 0 ? Int32(suffix) : shorter[suffix]
    }
  }

  /// Adds a phrase; its number is the count of those added before.
  ///
  /// Wide gaps end at `TokenBreaks.stretches` only, not at every sentence.
  mutating func add(_ phrase: Phrase, gapsAreWide: Bool) {
    var start = 0
    var previous: Int32 = -1
    while start < phrase.words.count {
      let end = phrase.endOfPart(from: start)
      let isLast = end == phrase.words.count
      let firstExact = Int32(exacts.count)
      let node = addPath(phrase, start..<end)
      let part = Part(
        phrase: Int32(phraseCount),
        length: Int32(end - start),
        exacts: firstExact..<Int32(exacts.count),
        previous: previous,
        gapsAreWide: gapsAreWide,
        line: isLast ? -1 : addLine(before: phrase.endOfPart(from: end) - end),
        sibling: partAtNode[node]
      )
      previous = Int32(parts.count)
      partAtNode[node] = previous
      parts.append(part)
      start = end
    }
    phraseCount += 1
  }

  private mutating func addPath(_ phrase: Phrase, _ range: Range<Int>) -> Int {
    var node: Int32 = 0
    for index in range {
      let stem = stems.insert(from: phrase.bytes, phrase.words[index].stem)
      node = trie.addChild(of: node, by: stem)
      if node == partAtNode.count { partAtNode.append(-1) }
      if let exact = phrase.words[index].exact {
        let word = words.insert(from: phrase.bytes, exact)
        exacts.append((Int32(range.upperBound - index), word))
      }
    }
    return Int(node)
  }

  private mutating func addLine(before nextLength: Int) -> Int32 {
    lines.append(Line(start: Int32(lineLength), length: Int32(nextLength + 1)))
    lineLength += nextLength + 1
    return Int32(lines.count - 1)
  }

  // MARK: - Searching

  /// Beginnings of phrases that wait for the word after a gap.
  private struct Waiting {
    /// For each line how many there were.
    var counts: [Int32]
    /// All lines, each a ring.
    var beginnings: [(start: Int32, end: Int32)]

    /// The latest for 1, the one before it for 2.
    func latest(_ back: Int32, of number: Int, _ line: Line) -> (start: Int32, end: Int32) {
      beginnings[Int(line.start + (counts[number] - back) % line.length)]
    }
  }

  /// Reports hits, in the order of their ends, as the phrase's number and a range of tokens.
  ///
  /// `take` says whether the phrase's further hits are wanted.
  func search(_ text: TokenText, take: (_ phrase: Int, _ tokens: Range<Int>) -> Bool) {
    var waiting: Waiting?
    // Most texts have none of the phrases.
    var isWanted: [Bool] = []
    var node: Int32 = 0
    for (index, stem) in text.stems.enumerated() {
      node = stem == TokenVocabulary.unknown ? 0 : trie.next(from: node, by: stem)
      var ending = partAtNode[Int(node)] >= 0 ? node : shorter[Int(node)]
      while ending > 0 {
        var number = partAtNode[Int(ending)]
        while number >= 0 {
          let part = parts[Int(number)]
          let phrase = Int(part.phrase)
          if isWanted.isEmpty || isWanted[phrase],
            let start = start(of: part, endingAt: index + 1, in: text, &waiting)
          {
            if !take(phrase, start..<index + 1) {
              if isWanted.isEmpty { isWanted = Array(repeating: true, count: phraseCount) }
              isWanted[phrase] = false
            }
          }
          number = part.sibling
        }
        ending = shorter[Int(ending)]
      }
    }
  }

  /// Where a phrase that this part completes began; nil when it is not complete.
  private func start(
    of part: Part,
    endingAt end: Int,
    in text: TokenText,
    _ waiting: inout Waiting?
  ) -> Int? {
    for exact in exacts[Int(part.exacts.lowerBound)..<Int(part.exacts.upperBound)]
    where text.words[end - Int(exact.distance)] != exact.word {
      return nil
    }
    var start = end - Int(part.length)
    if part.previous >= 0 {
      guard let beginning = beginning(of: part, at: start, in: text, waiting) else { return nil }
      start = beginning
    }
    guard part.line >= 0 else { return start }
    var lists = waiting ?? emptyLines
    waiting = nil
    let line = lines[Int(part.line)]
    let count = lists.counts[Int(part.line)]
    lists.beginnings[Int(line.start + count % line.length)] = (Int32(start), Int32(end))
    lists.counts[Int(part.line)] += 1
    waiting = lists
    return nil
  }

  private var emptyLines: Waiting {
    Waiting(
      counts: Array(repeating: 0, count: lines.count),
      beginnings: Array(repeating: (0, 0), count: lineLength)
    )
  }

  /// The start of the nearest beginning that ends before the gap, if the gap is short enough.
  private func beginning(
    of part: Part,
    at start: Int,
    in text: TokenText,
    _ waiting: Waiting?
  ) -> Int? {
    let number = Int(parts[Int(part.previous)].line)
    guard let waiting, waiting.counts[number] > 0 else { return nil }
    let line = lines[number]
    var back: Int32 = 1
    var beginning = waiting.latest(back, of: number, line)
    // Those that overlap the part; no more than the part is long.
    while beginning.end > start, back < min(waiting.counts[number], line.length) {
      back += 1
      beginning = waiting.latest(back, of: number, line)
    }
    guard beginning.end <= start, start - Int(beginning.end) <= Phrase.longestGap else {
      return nil
    }
    let before = text.tokens[Int(beginning.end) - 1].breaks
    let after = text.tokens[start].breaks
    let isWithin =
      part.gapsAreWide
      ? before.stretches == after.stretches : before.sentences == after.sentences
    return isWithin ? Int(beginning.start) : nil
  }
}

extension Phrase {
  /// Where the run of words without a gap ends that begins there.
  fileprivate func endOfPart(from start: Int) -> Int {
    words[(start + 1)...].firstIndex(where: \.isAfterGap) ?? words.count
  }
}
