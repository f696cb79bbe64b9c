package import RouteEngine

/// What an example changed in the classification of its own text.
package struct TeachText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// The decisions are about the example's text, before and after, on one machine.
  ///
  /// `isCounter` says that the text is a counter-example of the class.
  package init(of className: String, isCounter: Bool, before: Decision, after: Decision) {
    let classes = before.classification.classes + after.classification.classes
    let width = classes.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for (label, decision) in [("before", before), ("after", after)] {
      let words = Self.classes(decision.classification, width: width)
      lines += words.enumerated().map { ($0 == 0 ? label : "").padded(to: 8) + $1 }
    }
    let targets = (Self.target(before), Self.target(after))
    lines.append(
      before.chosen?.target.target == after.chosen?.target.target
        ? "target  \(targets.1), as before" : "target  \(targets.0) → \(targets.1)"
    )
    lines += Self.held(after.classification, className, isCounter: isCounter)
    if !isCounter, !after.classification.names.contains(className) {
      lines.append(
        "not `\(className)` all the same: its `unless`, an example of another class or `may-assign` stands against it"
      )
    }
    text = lines.map { $0.printable + "\n" }.joined()
  }

  private static func classes(_ classification: Classification, width: Int) -> [String] {
    guard !classification.classes.isEmpty else { return ["no class"] }
    return classification.classes.flatMap { finding in
      finding.evidence.enumerated().map { index, evidence in
        (index == 0 ? finding.name : "").padded(to: width + 2) + evidence.words
      }
    }
  }

  private static func target(_ decision: Decision) -> String {
    decision.chosen?.target.target.text ?? "denied"
  }

  /// The protective classes that were to go and hold by their phrases.
  private static func held(
    _ classification: Classification,
    _ className: String,
    isCounter: Bool
  ) -> [String] {
    let isProtective = classification.classes.contains { $0.name == className && $0.isProtective }
    // Who names a task for what it is expects nothing of the other classes that protect.
    guard isCounter || !isProtective else { return [] }
    return classification.classes
      .filter { $0.isProtective && (!isCounter || $0.name == className) }
      .compactMap { finding in
        guard let phrase = finding.evidence.first(where: { $0.signal == .phrase }) else {
          return nil
        }
        let example = isCounter ? "a counter-example" : "an example"
        return
          "still \(finding.name): \(phrase.words); \(example) silences no phrase of a protective class"
      }
  }
}
