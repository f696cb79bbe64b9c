internal import Diagnostics
internal import YAMLTree

/// The text of a policy with one more example in it; everything else is kept byte for byte.
package struct TaughtPolicy: Hashable, Sendable {
  package let bytes: [UInt8]

  /// - Throws: When the place cannot be found, or the text would not say the same and the example.
  package init(adding example: TaughtExample, to bytes: [UInt8]) throws(TeachingFault) {
    let old = YAMLDocument(parsing: bytes, file: "", budget: .user)
    guard let root = old.root, old.diagnostics.isEmpty else {
      throw TeachingFault(reason: "it is no YAML that a policy may hold")
    }
    let addition = Addition(
      keys: ["classes", example.className, example.key][...],
      text: example.text
    )
    let place = AdditionPlace(PolicyLines(bytes))
    let changed = bytes.inserting(try place.insertions(of: addition, in: root))
    let new = YAMLDocument(parsing: changed, file: "", budget: .user)
    guard new.diagnostics.isEmpty, let newRoot = new.root,
      TreeOutline(newRoot) == TreeOutline(root).adding(addition)
    else {
      throw TeachingFault(reason: "it is written in a way that cannot be edited safely")
    }
    self.bytes = changed
  }
}

/// A text for a list below some keys, seen from the node that has the first of them.
struct Addition {
  /// Empty at the list itself.
  let keys: ArraySlice<String>
  let text: String

  var quoted: String { YAMLText.quoted(text) }

  /// Seen from the value of the first key.
  var inner: Addition { Addition(keys: keys.dropFirst(), text: text) }

  /// On one line, for brackets: `bulk: {examples: ["…"]}`.
  var flow: String {
    guard let key = keys.first else { return quoted }
    return keys.count == 1 ? "\(key): [\(quoted)]" : "\(key): {\(inner.flow)}"
  }

  /// As lines of a block.
  func lines(indentation: Int, step: Int) -> [String] {
    let start = String(repeating: " ", count: indentation)
    guard let key = keys.first else { return ["\(start)- \(quoted)"] }
    return ["\(start)\(key):"] + inner.lines(indentation: indentation + step, step: step)
  }
}

/// What a tree says, wherever it stands.
private indirect enum TreeOutline: Equatable {
  case scalar(String, isPlain: Bool)
  case sequence([TreeOutline])
  case mapping(keys: [String], values: [TreeOutline])

  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let scalar): self = .scalar(scalar.text, isPlain: scalar.isPlain)
    case .sequence(let items): self = .sequence(items.map { TreeOutline($0) })
    case .mapping(let entries):
      self = .mapping(keys: entries.map(\.key), values: entries.map { TreeOutline($0.value) })
    }
  }

  /// At the end of its list; lists and mappings that are missing come last.
  func adding(_ addition: Addition) -> TreeOutline {
    switch self {
    case .scalar:
      return self
    case .sequence(let items):
      return .sequence(items + [.scalar(addition.text, isPlain: false)])
    case .mapping(var keys, var values):
      guard let key = addition.keys.first else { return self }
      if let index = keys.firstIndex(of: key) {
        values[index] = values[index].adding(addition.inner)
      } else {
        let empty = addition.keys.count == 1 ? Self.sequence([]) : .mapping(keys: [], values: [])
        keys.append(key)
        values.append(empty.adding(addition.inner))
      }
      return .mapping(keys: keys, values: values)
    }
  }
}
