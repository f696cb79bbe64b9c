internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  /// Phrases that speak for a class and take it back at the same time.
  var phrasesInBothSides: [Diagnostic] {
    policy.classes.flatMap { taskClass in
      let vetoes = Dictionary(grouping: taskClass.unless.compactMap(SignalPhrase.init)) {
        $0.phrase.outline
      }
      return taskClass.signals.compactMap(SignalPhrase.init).compactMap { signal in
        let others = vetoes[signal.phrase.outline] ?? []
        return others.first { $0.phrase.covers(signal.phrase) }
          .flatMap { finding(signal, vetoedBy: $0, of: taskClass) }
      }
    }
  }

  private func finding(
    _ signal: SignalPhrase,
    vetoedBy veto: SignalPhrase,
    of taskClass: TaskClass
  ) -> Diagnostic? {
    let isAtSignal = isChecked(signal.origin)
    guard isAtSignal || isChecked(veto.origin) else { return nil }
    let here = isAtSignal ? signal : veto
    let there = isAtSignal ? veto : signal
    let side = isAtSignal ? "under `unless`" : "among the signals"
    let words = here.phrase == there.phrase ? "" : ", as `\(there.phrase.text)`"
    return Diagnostic(
      .warning,
      "phrase-in-both-sides",
      at: here.origin.place,
      "`\(here.phrase.text)` is a signal of class `\(taskClass.name)` and stands under its `unless`",
      notes: [Diagnostic.Note("\(side) here\(words)", at: there.origin.place)],
      help: "delete one of them: as it is, the phrase never counts"
    )
  }
}

/// A signal that is a phrase.
private struct SignalPhrase {
  let phrase: Phrase
  let origin: Origin

  init?(_ signal: Signal) {
    switch signal.matcher {
    case .phrase(let phrase): self.phrase = phrase
    case .anyPath, .everyPath, .fact: return nil
    }
    origin = signal.origin
  }
}
