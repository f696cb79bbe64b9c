import Diagnostics
import TestSupport
import YAMLTree

/// A row of a table: a marked file, and what is said about its marked places.
struct MistakeCase: CustomStringConvertible, Sendable {
  let file: MarkedYAML
  /// The places of the mistake and of its note.
  let marks: [SourcePosition]
  let id: String
  let message: String
  let help: String?
  /// What is said about the first of two marks.
  let note: String?

  init(
    _ marked: String,
    _ message: String,
    help: String?,
    note: String? = nil,
    id: String = "yaml"
  ) {
    file = MarkedYAML(marked)
    // A note points back.
    marks = file.positions.reversed()
    self.message = message
    self.help = help
    self.note = note
    self.id = id
  }

  var description: String { file.text.debugDescription }

  /// With the length of the place left open: `found` says it.
  func expected(like found: Diagnostic?) -> Diagnostic {
    let notes = note.map { text in
      let start = marks[1]
      let end = found?.notes.first?.place?.range.end ?? start
      return [Note(text, at: SourcePlace(file: "f", range: SourceRange(start: start, end: end)))]
    }
    let end = found?.place?.range.end ?? marks[0]
    return Diagnostic(
      .error,
      id,
      at: SourcePlace(file: "f", range: SourceRange(start: marks[0], end: end)),
      message,
      notes: notes ?? [],
      help: help
    )
  }

  private typealias Note = Diagnostic.Note
}

extension YAMLDocument {
  /// The document of a text in the file `f`.
  init(_ text: String, budget: YAMLBudget = .user) {
    self.init(parsing: Array(text.utf8), file: "f", budget: budget)
  }
}

extension YAMLNode {
  /// `{key: [text, 'quoted']}` without places.
  var outline: String {
    switch content {
    case .scalar(let scalar):
      scalar.isPlain ? scalar.text : "'\(scalar.text)'"
    case .sequence(let items):
      "[" + items.map(\.outline).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \($0.value.outline)" }.joined(separator: ", ") + "}"
    }
  }
}

/// A node with all that it holds and their places, to be compared.
struct Tree: Equatable {
  indirect enum Content: Equatable {
    case scalar(String, isPlain: Bool)
    case sequence([Tree])
    case mapping([Entry])
  }

  struct Entry: Equatable {
    let key: String
    let keyRange: SourceRange
    let value: Tree

    init(_ key: String, at keyRange: SourceRange, _ value: Tree) {
      self.key = key
      self.keyRange = keyRange
      self.value = value
    }
  }

  let content: Content
  let range: SourceRange

  init(_ content: Content, at range: SourceRange) {
    self.content = content
    self.range = range
  }

  init(_ node: YAMLNode) {
    range = node.range
    switch node.content {
    case .scalar(let scalar): content = .scalar(scalar.text, isPlain: scalar.isPlain)
    case .sequence(let items): content = .sequence(items.map { Tree($0) })
    case .mapping(let entries):
      content = .mapping(entries.map { Entry($0.key, at: $0.keyRange, Tree($0.value)) })
    }
  }
}
