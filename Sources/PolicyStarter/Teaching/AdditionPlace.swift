internal import Diagnostics
internal import YAMLTree

/// Finds out where an addition belongs in a file, and how it is written there.
struct AdditionPlace {
  private let lines: PolicyLines

  init(_ lines: PolicyLines) {
    self.lines = lines
  }

  /// In the order of the file.
  func insertions(
    of addition: Addition,
    in root: YAMLNode
  ) throws(TeachingFault) -> [Insertion] {
    guard let entries = root.entries else { throw fault }
    let isNew = !entries.contains { $0.key == addition.keys.first }
    if isNew, !isFlow(root) {
      return [try section(addition, in: root, entries)]
    }
    return try insertions(of: addition, below: root, step: step(of: entries))
  }

  private func insertions(
    of addition: Addition,
    below node: YAMLNode,
    step: Int
  ) throws(TeachingFault) -> [Insertion] {
    switch node.content {
    case .scalar:
      throw fault
    case .sequence(let items):
      guard addition.keys.isEmpty else { throw fault }
      if isFlow(node) {
        return flow(addition, in: node, behind: items.last?.range)
      }
      guard let last = items.last else { throw fault }
      let texts = addition.lines(indentation: try indentation(of: node), step: step)
      return [lines.insertion(of: texts, behind: lastLine(of: last))]
    case .mapping(let entries):
      guard let key = addition.keys.first else { throw fault }
      if let entry = entries.first(where: { $0.key == key }) {
        return try insertions(of: addition.inner, below: entry.value, step: self.step(of: entries))
      }
      if isFlow(node) {
        let last = entries.last.map {
          SourceRange(start: $0.keyRange.start, end: $0.value.range.end)
        }
        return flow(addition, in: node, behind: last)
      }
      guard let last = entries.last else { throw fault }
      let texts = addition.lines(indentation: try indentation(of: node), step: step)
      return [lines.insertion(of: texts, behind: lastLine(of: last.value))]
    }
  }

  private var fault: TeachingFault {
    TeachingFault(reason: "it is written in a way that cannot be edited safely")
  }

  // MARK: Blocks

  /// A section of its own at the end of the file, behind the comments that may stand there.
  private func section(
    _ addition: Addition,
    in root: YAMLNode,
    _ entries: YAMLEntries
  ) throws(TeachingFault) -> Insertion {
    guard let last = entries.last else { throw fault }
    var texts = addition.lines(indentation: try indentation(of: root), step: step(of: entries))
    let end = lastLine(of: last.value)
    let rest = end < lines.count ? Array(end + 1...lines.count) : []
    if rest.contains(where: { lines.text($0).starts(with: "...".utf8) }) {
      return lines.insertion(of: texts, behind: end)
    }
    let hasBlankLines = (1...lines.count).contains { lines.isBlank($0) }
    if hasBlankLines, !lines.isBlank(lines.count) {
      texts.insert("", at: 0)
    }
    return lines.insertion(of: texts, behind: lines.count)
  }

  /// How far the file indents: as far as the first block that it has in these entries.
  private func step(of entries: YAMLEntries) -> Int {
    for entry in entries {
      guard case .mapping = entry.value.content, !isFlow(entry.value) else { continue }
      let step = entry.value.range.start.column - entry.keyRange.start.column
      if step > 0 { return step }
    }
    return 2
  }

  /// The spaces in front of a block, which must be all that is in front of it.
  private func indentation(of node: YAMLNode) throws(TeachingFault) -> Int {
    let head = lines.head(of: node.range.start)
    guard head.allSatisfy({ $0 == UInt8(ascii: " ") }) else { throw fault }
    return head.count
  }

  /// The last line that a value stands on; a block scalar ends at the line behind its blank ones.
  private func lastLine(of node: YAMLNode) -> Int {
    let range = node.range
    guard range.end.column == 1, range.end.line > range.start.line else { return range.end.line }
    var line = range.end.line - 1
    while line > range.start.line, lines.isBlank(line) { line -= 1 }
    return line
  }

  // MARK: Brackets

  private func isFlow(_ node: YAMLNode) -> Bool {
    let first = lines.tail(of: node.range.start).first
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }

  /// Behind the last part of a list or mapping in brackets.
  private func flow(
    _ addition: Addition,
    in node: YAMLNode,
    behind last: SourceRange?
  ) -> [Insertion] {
    guard let last else {
      let offset = lines.offset(of: node.range.start) + 1
      return [Insertion(offset: offset, text: addition.flow)]
    }
    return ownLine(addition, in: node, behind: last)
      ?? [Insertion(offset: lines.offset(of: last.end), text: ", \(addition.flow)")]
  }

  /// Where each part has a line of its own, the new one gets one too.
  private func ownLine(
    _ addition: Addition,
    in node: YAMLNode,
    behind last: SourceRange
  ) -> [Insertion]? {
    let head = lines.head(of: last.start)
    guard node.range.start.line < last.start.line, last.end.line < node.range.end.line,
      head.allSatisfy({ $0 == UInt8(ascii: " ") })
    else { return nil }
    var tail = lines.tail(of: last.end).drop { $0 == UInt8(ascii: " ") }
    let hasComma = tail.first == UInt8(ascii: ",")
    if hasComma {
      tail = tail.dropFirst().drop { $0 == UInt8(ascii: " ") }
    }
    guard tail.isEmpty || tail.first == UInt8(ascii: "#") else { return nil }
    let start = String(repeating: " ", count: head.count)
    let text = start + addition.flow + (hasComma ? "," : "")
    let comma = Insertion(offset: lines.offset(of: last.end), text: ",")
    return (hasComma ? [] : [comma]) + [lines.insertion(of: [text], behind: last.end.line)]
  }
}
