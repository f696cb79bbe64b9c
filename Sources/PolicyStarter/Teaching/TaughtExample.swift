package import RouteEngine

/// A task that a person says is of a class, or is not.
package struct TaughtExample: Hashable, Sendable {
  package let className: String
  package let text: String
  /// Whether the task only looks like one of the class.
  package let isCounter: Bool

  /// In Unicode scalar values, as the loader counts.
  package static let maximumLength = 2_000

  /// - Throws: Why no policy can hold the text.
  package init(
    _ text: String,
    of className: String,
    isCounter: Bool = false
  ) throws(TeachingFault) {
    if let scalar = text.unicodeScalars.first(where: { $0.isForbidden }) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let padding = String(repeating: "0", count: max(0, 4 - digits.count))
      throw TeachingFault(reason: "the text holds the control character U+\(padding)\(digits)")
    }
    guard text.unicodeScalars.count <= Self.maximumLength else {
      throw TeachingFault(reason: "the text has more than \(Self.maximumLength) characters")
    }
    guard TaskExample.hasWord(text) else {
      throw TeachingFault(reason: "the text has neither a letter nor a digit")
    }
    self.className = className
    self.text = text
    self.isCounter = isCounter
  }

  /// The key of the list it stands in.
  package var key: String { isCounter ? "counter-examples" : "examples" }

  /// What would say it in a policy that says nothing else of the class.
  package var lines: [String] {
    [
      "classes:", "  \(className):", "    \(key):", "      - \(YAMLText.quoted(text))",
    ]
  }

  /// A whole policy that says nothing else.
  package var policy: String {
    (["version: 1"] + lines).map { $0 + "\n" }.joined()
  }

  /// Where the classes have it already; absent when they do not.
  package func place(in classes: [TaskClass]) -> Origin? {
    list(of: classes.first { $0.name == className })?.first { $0.text == text }?.origin
  }

  /// Where the classes say the contrary.
  package func contrary(in classes: [TaskClass]) -> Origin? {
    let taskClass = classes.first { $0.name == className }
    let others = isCounter ? taskClass?.examples : taskClass?.counterExamples
    return others?.first { $0.text == text }?.origin
  }

  /// Whether the classes differ by the example and by nothing else; places do not count.
  package func isOnlyDifference(from before: [TaskClass], to after: [TaskClass]) -> Bool {
    guard place(in: before) == nil else { return false }
    return before.map { ClassOutline($0) }
      == after.map { taskClass in
        var outline = ClassOutline(taskClass)
        guard taskClass.name == className else { return outline }
        if isCounter {
          outline.counterExamples.removeFirst(text)
        } else {
          outline.examples.removeFirst(text)
        }
        return outline
      }
  }

  private func list(of taskClass: TaskClass?) -> [TaskExample]? {
    isCounter ? taskClass?.counterExamples : taskClass?.examples
  }
}

/// Why something cannot be taught: a clause for a sentence.
package struct TeachingFault: Error, Hashable, Sendable {
  package let reason: String
}

/// A class without the places it was read from.
private struct ClassOutline: Equatable {
  let name: String
  let description: String?
  let isProtective: Bool
  let signals: [Signal.Matcher]
  let unless: [Signal.Matcher]
  var examples: [String]
  var counterExamples: [String]

  init(_ taskClass: TaskClass) {
    name = taskClass.name
    description = taskClass.description
    isProtective = taskClass.isProtective
    signals = taskClass.signals.map(\.matcher)
    unless = taskClass.unless.map(\.matcher)
    examples = taskClass.examples.map(\.text)
    counterExamples = taskClass.counterExamples.map(\.text)
  }
}

extension [String] {
  fileprivate mutating func removeFirst(_ text: String) {
    guard let index = firstIndex(of: text) else { return }
    remove(at: index)
  }
}

extension Unicode.Scalar {
  /// What no text of a policy may hold: controls but for tab and line feed, the controls of writing
  /// direction, and what YAML cannot read.
  fileprivate var isForbidden: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0: true
    // Bidi_Control (Unicode 15, PropList.txt).
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
