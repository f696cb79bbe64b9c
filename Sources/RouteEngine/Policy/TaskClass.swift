/// A kind of task with the signals that tell it.
package struct TaskClass: Hashable, Sendable {
  package let name: String
  package let description: String?
  /// A protective class is taken on doubt and narrows what is permitted; a permissive one
  /// (bulk, prototyping) needs clear evidence.
  package let isProtective: Bool
  /// Any of them suffices.
  package let signals: [Signal]
  /// Each vetoes; of a protective class it cancels only text evidence in the same sentence.
  package let unless: [Signal]
  /// Texts that are of the class, nearest layer first.
  package let examples: [TaskExample]
  /// Texts that are not, though they look like it.
  package let counterExamples: [TaskExample]
  /// Where the files name it, nearest first.
  package let origins: [Origin]

  package init(
    name: String,
    description: String?,
    isProtective: Bool,
    signals: [Signal],
    unless: [Signal],
    examples: [TaskExample] = [],
    counterExamples: [TaskExample] = [],
    origins: [Origin] = []
  ) {
    self.name = name
    self.description = description
    self.isProtective = isProtective
    self.signals = signals
    self.unless = unless
    self.examples = examples
    self.counterExamples = counterExamples
    self.origins = origins
  }
}

/// A task that a policy names for what it is.
package struct TaskExample: Hashable, Sendable {
  package let text: String
  package let origin: Origin

  package init(text: String, origin: Origin) {
    self.text = text
    self.origin = origin
  }

  /// Whether a text has a letter or a digit, without which nothing is like it.
  package static func hasWord(_ text: String) -> Bool {
    var scanner = TokenScanner(text)
    return scanner.next() != nil
  }
}

/// One reason to put a task in a class.
package struct Signal: Hashable, Sendable {
  package let matcher: Matcher
  package let origin: Origin

  package enum Matcher: Hashable, Sendable {
    case phrase(Phrase)
    case anyPath(Glob)
    case everyPath([Glob])
    case fact(FactTest)
  }

  package init(matcher: Matcher, origin: Origin) {
    self.matcher = matcher
    self.origin = origin
  }
}
