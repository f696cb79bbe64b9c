/// What the phrases found in a text.
///
/// A class, since each class of a policy looks at it.
final class TextFindings {
  /// Permissive classes that a phrase of their `unless` vetoes, negated or not: doubt protects.
  let vetoed: Set<Int>
  private let found: Found
  /// Nil for a text without a word.
  private let learned: LearnedFindings?

  private struct Hit {
    let phrase: Int
    let tokens: Range<Int>
  }

  init(
    in given: String,
    by classifier: Classifier,
    isPartial: Bool,
    remembering memory: inout WordMemory
  ) {
    let text = TokenText(
      given,
      classifier.numbers,
      &memory,
      keepsWords: classifier.settings.usesModel || !classifier.examples.isEmpty,
      keepsSteps: classifier.settings.usesModel
    )
    var search = Search(text: text, classifier: classifier, isPartial: isPartial)
    classifier.matcher.search(text) { phrase, tokens in
      search.wantsMore(after: Hit(phrase: phrase, tokens: tokens))
    }
    search.closePiece()
    vetoed = search.vetoed
    if text.parts.folded.words.isEmpty {
      learned = nil
    } else {
      let examples = classifier.examples.findings(in: text.parts.folded)
      let asksModel = classifier.settings.usesModel && !examples.isSettled
      // What is cut permits nothing anyway.
      let muted = asksModel && !text.parts.folded.isCut ? search.isMuted : []
      learned = LearnedFindings(
        examples,
        asksModel ? ModelFindings(text, without: muted, by: memory.weights) : nil,
        isPartial: isPartial,
        by: classifier
      )
    }
    var found = Found()
    found.add(search.hits, in: text, classifier)
    if let learned { found.add(learned, classifier) }
    self.found = found
    memory.keep(text.parts)
  }

  /// By place of the class; phrases that were found and do not count.
  var doubted: [Int: DoubtedClass] { found.doubted }

  /// The protective class that the model gives a task which is in no class.
  func fallback(among classes: [PreparedClass]) -> (index: Int, evidence: Evidence)? {
    learned?.fallback(among: classes)
  }

  /// In the order of the text.
  func evidence(forClass index: Int) -> [Evidence] {
    found.evidence.isEmpty ? [] : found.evidence[index]
  }

  // MARK: - Evidence

  /// What counts of the hits, and what the model and the examples make of it.
  private struct Found {
    /// By place of the class; in the order of the text, the first hit that counts of each phrase.
    ///
    /// Empty before the first.
    private(set) var evidence: [[Evidence]] = []
    /// By place of the class.
    private(set) var doubted: [Int: DoubtedClass] = [:]

    /// Adds the phrases that were found, in the order of the text.
    mutating func add(_ found: [Hit], in text: TokenText, _ classifier: Classifier) {
      var hits = found
      if hits.count > 1 {
        hits.sort { left, right in
          (left.tokens.lowerBound, left.tokens.upperBound, left.phrase)
            < (right.tokens.lowerBound, right.tokens.upperBound, right.phrase)
        }
      }
      for hit in hits {
        let place = classifier.phrases[hit.phrase]
        let signal = classifier.classes[place.taskClass].taskClass.signals[place.signal]
        guard case .phrase(let phrase) = signal.matcher else { continue }
        add(
          Evidence(
            signal: .phrase,
            pattern: phrase.text,
            text: text.piece(hit.tokens),
            span: text.scalars(hit.tokens),
            origin: signal.origin
          ),
          toClass: place.taskClass,
          classifier
        )
      }
    }

    private mutating func add(_ found: Evidence, toClass index: Int, _ classifier: Classifier) {
      if evidence.isEmpty {
        evidence.reserveCapacity(classifier.classes.count)
        for _ in classifier.classes { evidence.append([]) }
      }
      evidence[index].append(found)
    }

    /// Adds what the model and the examples say, and takes back the phrases that they doubt.
    mutating func add(_ learned: LearnedFindings, _ classifier: Classifier) {
      for (index, prepared) in classifier.classes.enumerated() {
        let isProtective = prepared.isProtective
        if !evidence.isEmpty, !evidence[index].isEmpty, !isProtective,
          let doubt = learned.doubt(ofClass: index)
        {
          let isDoubted = { (evidence: Evidence) in
            doubt == .counterExample || evidence.origin?.layer == .builtIn
          }
          doubted[index] = DoubtedClass(
            prepared.taskClass.name,
            evidence[index].filter(isDoubted),
            doubt
          )
          evidence[index].removeAll(where: isDoubted)
        }
        learned.visitEvidence(forClass: index, prepared.outcome, isProtective: isProtective) {
          add($0, toClass: index, classifier)
        }
      }
    }
  }

  // MARK: - Taking hits

  private struct Search {
    let text: TokenText
    let classifier: Classifier
    let isPartial: Bool
    var hits: [Hit] = []
    var vetoed: Set<Int> = []
    /// For each phrase whether it has a hit that counts; empty before the first.
    private var isTaken: [Bool] = []
    /// The piece of the text that is being read, and its hits that a later `unless` may cancel.
    private var piece: Int32 = 0
    private var pending: [Hit] = []
    /// Protective classes with an `unless` in this piece.
    private var cancelled: Set<Int> = []
    private var negation: Negation?
    private var wideNegation: Negation?

    init(text: TokenText, classifier: Classifier, isPartial: Bool) {
      self.text = text
      self.classifier = classifier
      self.isPartial = isPartial
    }

    /// Takes a hit, and says whether more of its phrase change anything.
    ///
    /// Hits come in the order of their ends.
    mutating func wantsMore(after hit: Hit) -> Bool {
      let place = classifier.phrases[hit.phrase]
      switch (place.isProtective, place.isUnless) {
      case (false, true):
        vetoed.insert(place.taskClass)
        return false
      case (false, false):
        guard !isPartial else { return false }
        guard !isNegated(hit), !isNeutral(hit) else { return true }
        return count(hit)
      case (true, true):
        if isInOnePiece(hit), !isWidelyNegated(hit) { cancelled.insert(place.taskClass) }
        return true
      case (true, false):
        // What lies in several sentences is not cancelled.
        guard classifier.classes[place.taskClass].hasUnlessPhrase, isInOnePiece(hit) else {
          return count(hit)
        }
        pending.append(hit)
        return isTaken.isEmpty || !isTaken[hit.phrase]
      }
    }

    /// Only the first hit of a phrase is evidence.
    ///
    /// - Returns: false, since no further hit of it is wanted.
    private mutating func count(_ hit: Hit) -> Bool {
      if isTaken.isEmpty {
        isTaken = Array(repeating: false, count: classifier.phrases.count)
      }
      if !isTaken[hit.phrase] { hits.append(hit) }
      isTaken[hit.phrase] = true
      return false
    }

    /// Whether the hit lies in one piece, which is then the one being read.
    private mutating func isInOnePiece(_ hit: Hit) -> Bool {
      let first = text.tokens[hit.tokens.lowerBound].breaks.pieces
      let last = text.tokens[hit.tokens.upperBound - 1].breaks.pieces
      if last != piece {
        closePiece()
        piece = last
      }
      return first == last
    }

    /// Decides about the hits of the piece that was read.
    mutating func closePiece() {
      for hit in pending where !cancelled.contains(classifier.phrases[hit.phrase].taskClass) {
        _ = count(hit)
      }
      pending.removeAll(keepingCapacity: true)
      cancelled.removeAll(keepingCapacity: true)
    }

    /// Whether the hit begins or ends in a quotation.
    private func isNeutral(_ hit: Hit) -> Bool {
      !text.isNeutral.isEmpty
        && (text.isNeutral[hit.tokens.lowerBound] || text.isNeutral[hit.tokens.upperBound - 1])
    }

    /// For each token whether it is quoted or negated; empty when none is.
    var isMuted: [Bool] {
      if text.isNeutral.isEmpty, !NegationLexicon.shared.mayNegate(text) { return [] }
      let negation =
        negation ?? Negation(text, window: classifier.settings.negationWindow)
      return text.tokens.indices.map { index in
        !text.isNeutral.isEmpty && text.isNeutral[index] || negation.negates(index..<index + 1)
      }
    }

    private mutating func isNegated(_ hit: Hit) -> Bool {
      let negation = negation ?? Negation(text, window: classifier.settings.negationWindow)
      self.negation = negation
      return negation.negates(hit.tokens)
    }

    private mutating func isWidelyNegated(_ hit: Hit) -> Bool {
      let negation =
        wideNegation ?? Negation(text, window: classifier.settings.negationWindow, within: .stretch)
      wideNegation = negation
      return negation.negates(hit.tokens)
    }
  }
}

extension DoubtedClass {
  fileprivate init(_ name: String, _ evidence: [Evidence], _ doubt: LearnedFindings.Doubt) {
    switch doubt {
    case .model(let percent): self.init(name: name, evidence: evidence, percent: percent)
    case .counterExample: self.init(name: name, evidence: evidence, percent: nil)
    }
  }
}
