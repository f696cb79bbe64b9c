internal import Diagnostics

/// The bytes of a file by lines, broken where YAML 1.1 breaks them.
struct PolicyLines {
  let bytes: [UInt8]
  private let lines: [Line]

  private struct Line {
    let start: Int
    /// Where the break begins, and where the next line does; the same at the end of the file.
    let end: Int
    let next: Int
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var lines: [Line] = []
    // A byte-order mark is in front of the first column.
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    while index < bytes.count {
      let length = Self.breakLength(at: index, in: bytes)
      if length > 0 {
        lines.append(Line(start: start, end: index, next: index + length))
        start = index + length
      }
      index += max(length, 1)
    }
    if start < bytes.count {
      lines.append(Line(start: start, end: bytes.count, next: bytes.count))
    }
    self.lines = lines
  }

  /// YAML 1.1, section 4.1.4; 0 where no line ends.
  private static func breakLength(at index: Int, in bytes: [UInt8]) -> Int {
    let rest = bytes[index...].prefix(3)
    if rest.starts(with: [0x0D, 0x0A]) || rest.starts(with: [0xC2, 0x85]) { return 2 }
    if rest.first == 0x0A || rest.first == 0x0D { return 1 }
    return rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) ? 3 : 0
  }

  var count: Int { lines.count }

  /// The line that has a number, counted from 1, without its break.
  func text(_ number: Int) -> ArraySlice<UInt8> {
    guard lines.indices.contains(number - 1) else { return [] }
    let line = lines[number - 1]
    return bytes[line.start..<line.end]
  }

  func isBlank(_ number: Int) -> Bool {
    text(number).allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// The offset of a place, whose column counts Unicode scalars; at most the end of its line.
  func offset(of position: SourcePosition) -> Int {
    guard lines.indices.contains(position.line - 1) else { return bytes.count }
    let line = lines[position.line - 1]
    var offset = line.start
    for _ in 1..<max(position.column, 1) where offset < line.end {
      offset += 1
      while offset < line.end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  /// What stands on the line in front of a place, and what behind it.
  func head(of position: SourcePosition) -> ArraySlice<UInt8> {
    let text = text(position.line)
    return text[..<min(offset(of: position), text.endIndex)]
  }

  func tail(of position: SourcePosition) -> ArraySlice<UInt8> {
    let text = text(position.line)
    return text[min(offset(of: position), text.endIndex)...]
  }

  /// New lines behind the line that has a number, ended as it is.
  func insertion(of texts: [String], behind number: Int) -> Insertion {
    let line = lines[min(number, lines.count) - 1]
    guard line.next > line.end else {
      let text = texts.map { usualBreak + $0 }.joined()
      return Insertion(offset: bytes.count, text: text)
    }
    let isUsual = bytes[line.end..<line.next].elementsEqual("\r\n".utf8)
    let end = isUsual ? "\r\n" : bytes[line.end] == 0x0A ? "\n" : usualBreak
    return Insertion(offset: line.next, text: texts.map { $0 + end }.joined())
  }

  /// As the first line ends.
  private var usualBreak: String {
    guard let first = lines.first else { return "\n" }
    return bytes[first.end..<first.next].elementsEqual("\r\n".utf8) ? "\r\n" : "\n"
  }
}

/// A text that is put between the bytes of a file.
struct Insertion: Hashable {
  /// Of the byte it is put in front of.
  let offset: Int
  let text: String
}

extension [UInt8] {
  /// With insertions, which come in the order of their offsets.
  func inserting(_ insertions: [Insertion]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    for insertion in insertions {
      result += self[index..<insertion.offset]
      result += Array(insertion.text.utf8)
      index = insertion.offset
    }
    return result + self[index...]
  }
}
