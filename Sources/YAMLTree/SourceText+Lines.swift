internal import Diagnostics

extension SourceText {
  /// The places of some byte offsets, which must be in ascending order.
  func positions(_ offsets: [Int]) -> [SourcePosition] {
    var positions: [SourcePosition] = []
    var line = 1
    var column = 1
    var index = 0
    for offset in offsets {
      while index < offset {
        if let length = lineBreak(at: index) {
          line += 1
          column = 1
          index += length
        } else {
          column += 1
          index += 1
          while index < offset, bytes[index] & 0xC0 == 0x80 { index += 1 }
        }
      }
      positions.append(SourcePosition(line: line, column: column))
    }
    return positions
  }

  /// The length of the line break that begins there (YAML 1.1, section 4.1.4).
  func lineBreak(at index: Int) -> Int? {
    switch bytes[index] {
    case 0x0A: 1
    case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : nil
    case 0xE2:
      index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
        ? 3 : nil
    default: nil
    }
  }

  func startOfNextLine(from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if let length = lineBreak(at: index) { return index + length }
      index += 1
    }
    return nil
  }

  /// What may follow the end of a document, where a file should end.
  enum Sequel {
    case document(SourcePosition)
    case directive(SourcePosition)
  }

  /// What follows the end of the first document, which has so many characters and ends on line `end`.
  ///
  /// Asked before libyaml reads on, which is slow with the directives of a second document. Absent
  /// when only comments follow, or something that is no document.
  func sequel(after characters: Int, line end: Int) -> Sequel? {
    var line = end
    var index = offset(ofCharacter: characters)
    while index < bytes.count {
      let position = SourcePosition(line: line, column: 1)
      if bytes[index] == UInt8(ascii: "%") { return .directive(position) }
      if bytes[index...].starts(with: "---".utf8) { return .document(position) }
      guard isIgnored(at: index), let next = startOfNextLine(from: index) else { return nil }
      index = next
      line += 1
    }
    return nil
  }

  private func offset(ofCharacter character: Int) -> Int {
    if isASCII { return min(character, bytes.count) }
    var index = 0
    for _ in 0..<character where index < bytes.count {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
    }
    return index
  }

  /// Whether the line that begins there is empty, a comment, or the end of a document.
  private func isIgnored(at start: Int) -> Bool {
    if bytes[start...].starts(with: "...".utf8) { return true }
    var index = start
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    return index == bytes.count || bytes[index] == UInt8(ascii: "#") || lineBreak(at: index) != nil
  }
}
