internal import Diagnostics

/// Labelled tasks as a table: UTF-8, a header, columns separated by tabs, no quoting.
///
/// `text` and `primary` are required; `secondary`, `cheap_ok`, `source` and `kind` are read where
/// they stand, others are left out. Empty lines are skipped, and a byte-order mark and carriage
/// returns at line ends are no part of the text.
package struct LabelledTable: Hashable, Sendable {
  /// In the order of the file.
  package let tasks: [LabelledTask]

  /// What makes a file no such table, and where.
  package struct Fault: Error, Hashable, Sendable {
    /// Counted from 1.
    package let line: Int
    /// One sentence about the line.
    package let message: String
    /// What would be right; absent when there is no telling.
    package let help: String?

    package init(line: Int, _ message: String, help: String? = nil) {
      self.line = line
      self.message = message
      self.help = help
    }
  }

  /// Reads the whole file; the first fault ends it.
  package init(_ bytes: [UInt8]) throws(Fault) {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var header: Header?
    var tasks: [LabelledTask] = []
    var line = 0
    while !rest.isEmpty {
      line += 1
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      var row = rest[..<end]
      rest = rest[min(end + 1, rest.endIndex)...]
      if row.last == UInt8(ascii: "\r") { row.removeLast() }
      guard !row.isEmpty else { continue }
      let cells = try Self.cells(of: row, line: line)
      if let header {
        tasks.append(try header.task(cells, line: line))
      } else {
        header = try Header(cells, line: line)
      }
    }
    guard header != nil else { throw Fault(line: 1, "there is no header", help: Header.help) }
    self.tasks = tasks
  }

  private static func cells(of row: ArraySlice<UInt8>, line: Int) throws(Fault) -> [String] {
    var cells: [String] = []
    for cell in row.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
      guard let text = String(validating: cell, as: UTF8.self) else {
        throw Fault(line: line, "the line is not valid UTF-8")
      }
      cells.append(text)
    }
    return cells
  }
}

/// Where each column of a table stands.
private struct Header {
  typealias Fault = LabelledTable.Fault

  let count: Int
  let text: Int
  let primary: Int
  let secondary: Int?
  let isCheap: Int?
  let source: Int?
  let kind: Int?

  static let help = "name the columns `text` and `primary`, separated by tabs"

  init(_ names: [String], line: Int) throws(Fault) {
    func place(of name: String) throws(Fault) -> Int? {
      guard names.count(where: { $0 == name }) < 2 else {
        throw Fault(line: line, "the header names `\(name)` twice")
      }
      return names.firstIndex(of: name)
    }
    func required(_ name: String) throws(Fault) -> Int {
      guard let place = try place(of: name) else {
        throw Fault(line: line, "the header has no column `\(name)`", help: Self.help)
      }
      return place
    }
    count = names.count
    text = try required("text")
    primary = try required("primary")
    secondary = try place(of: "secondary")
    isCheap = try place(of: "cheap_ok")
    source = try place(of: "source")
    kind = try place(of: "kind")
  }

  func task(_ cells: [String], line: Int) throws(Fault) -> LabelledTask {
    guard cells.count == count else {
      let columns = "\(cells.count) column\(cells.count == 1 ? "" : "s")"
      throw Fault(line: line, "the row has \(columns), the header \(count)")
    }
    let secondary = secondary.map { cells[$0] } ?? ""
    for label in secondary.split(separator: ",") {
      _ = try labelled(label.trimmed, "secondary", line)
    }
    return LabelledTask(
      line: line,
      text: cells[text],
      primary: try labelled(cells[primary], "primary", line),
      isCheap: try isCheap.map { place throws(Fault) in try truth(cells[place], line) },
      kind: kind.map { cells[$0] } ?? "",
      written: LabelledTask.Written(
        primary: cells[primary],
        secondary: secondary,
        source: source.map { cells[$0] } ?? ""
      )
    )
  }

  private func labelled(
    _ text: String,
    _ column: String,
    _ line: Int
  ) throws(Fault) -> LabelledClass {
    if let found = LabelledClass(labelled: text) { return found }
    let help = Suggestion(for: text, among: LabelledClass.labels).sentence
    throw Fault(line: line, "unknown class `\(text)` in `\(column)`", help: help)
  }

  private func truth(_ text: String, _ line: Int) throws(Fault) -> Bool {
    switch text {
    case "yes": true
    case "no": false
    default: throw Fault(line: line, "`cheap_ok` is `yes` or `no`, not `\(text)`")
    }
  }
}

extension Substring {
  /// Without blanks at either end.
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
