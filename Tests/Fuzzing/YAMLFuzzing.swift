import Diagnostics
import YAMLTree

/// The YAML tree of any bytes.
enum YAMLFuzzing {
  private static let budgets = [
    YAMLBudget.repository, YAMLBudget(maximumBytes: 400, maximumDepth: 3, maximumNodes: 12),
  ]

  static func run(_ bytes: [UInt8]) {
    for budget in budgets {
      check(YAMLDocument(parsing: bytes, file: "f", budget: budget), of: bytes, within: budget)
    }
  }

  private static func check(
    _ document: YAMLDocument,
    of bytes: [UInt8],
    within budget: YAMLBudget
  ) {
    let text = FileText(bytes)
    for diagnostic in document.diagnostics {
      expect(diagnostic.severity == .error, "every mistake is an error")
      expect(diagnostic.place.map(text.holds) ?? false, "\(diagnostic) lies in the file")
      let notes = diagnostic.notes.compactMap(\.place)
      expect(notes.allSatisfy(text.holds), "the notes of \(diagnostic) lie in the file")
      // Texts of the file are quoted in messages and escaped where they are printed.
      expect(isPrintable(diagnostic.help ?? ""), "a help line is fit for a screen")
    }
    // One entry may have a few more after the last that is let through.
    expect(document.diagnostics.count < 210, "mistakes are counted up to a limit")
    expect(document.root != nil || document.diagnostics.hasErrors, "there is a tree or an error")
    expect(bytes.count <= budget.maximumBytes || document.root == nil, "long files are refused")
    guard let root = document.root else { return }
    var tree = TreeCheck(text: text, isClean: document.diagnostics.isEmpty)
    tree.visit(root, depth: 0)
    expect(tree.nodes <= budget.maximumNodes, "the nodes are counted")
    expect(tree.depth <= budget.maximumDepth, "the depth is bounded")
  }
}

/// The lines of a file, to ask whether a place is in it.
struct FileText {
  /// The lengths in Unicode scalars, counted by hand, with what ends a line in YAML 1.1.
  private let lengths: [Int]

  init(_ bytes: [UInt8]) {
    var lengths = [0]
    var previous: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r":
        break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lengths.append(0)
      case "\u{FEFF}" where previous == nil:
        break
      default:
        lengths[lengths.count - 1] += 1
      }
      previous = scalar
    }
    self.lengths = lengths
  }

  var lineCount: Int { lengths.count }

  func holds(_ place: SourcePlace) -> Bool { holds(place.range) }

  /// One behind the last character of a line is where something may be missing.
  func holds(_ range: SourceRange) -> Bool {
    range.start <= range.end && holds(range.start) && holds(range.end)
  }

  private func holds(_ position: SourcePosition) -> Bool {
    position.line >= 1 && position.line <= lengths.count && position.column >= 1
      && position.column <= lengths[position.line - 1] + 1
  }
}

private struct TreeCheck {
  let text: FileText
  /// Whether nothing was complained about.
  let isClean: Bool
  private(set) var nodes = 0
  private(set) var depth = 0

  mutating func visit(_ node: YAMLNode, depth: Int) {
    nodes += 1
    self.depth = max(self.depth, depth)
    expect(text.holds(node.range), "a node lies in the file: \(node.range)")
    switch node.content {
    case .scalar(let scalar):
      expectAllowed(scalar.text)
    case .sequence(let items):
      self.depth = max(self.depth, depth + 1)
      for item in items {
        expect(item.range.start >= node.range.start, "an item lies in its list")
        expect(item.range.end <= node.range.end, "an item ends in its list")
        visit(item, depth: depth + 1)
      }
    case .mapping(let entries):
      self.depth = max(self.depth, depth + 1)
      let keys = entries.map(\.key)
      expect(Set(keys).count == keys.count, "a key stands once in a mapping")
      for entry in entries {
        nodes += 1
        expect(text.holds(entry.keyRange), "a key lies in the file")
        expectAllowed(entry.key)
        expect(entry.value.range.start >= node.range.start, "a value lies in its mapping")
        visit(entry.value, depth: depth + 1)
      }
    }
  }

  private func expectAllowed(_ string: String) {
    guard isClean else { return }
    let isAllowed = string.unicodeScalars.allSatisfy { scalar in
      "\t\n\u{2028}\u{2029}".unicodeScalars.contains(scalar) || isPrintable(String(scalar))
    }
    expect(isAllowed, "a text of an accepted file holds no control character: \(string)")
  }
}
