internal import RouteEngine

/// Cuts shell text into words and the signs between them; nothing is expanded and nothing runs.
///
/// It knows what aliases are written with: quotes, backslashes, variables, command substitutions and
/// comments (POSIX.1-2024, Shell Command Language, 2.2 to 2.6); fish differs inside single quotes.
struct ShellReader {
  private let bytes: [UInt8]
  private let end: Int
  private let isFish: Bool
  private(set) var position: Int

  enum Token: Hashable {
    case word(ShellWord)
    /// A line's end, `;`, `&`, `|`, `<`, `>`, `(`, `)`.
    case separator
  }

  /// What stands from `position` on, up to `end` or to the end of the bytes.
  init(_ bytes: [UInt8], from position: Int = 0, to end: Int? = nil, isFish: Bool) {
    self.bytes = bytes
    self.position = position
    self.end = min(end ?? bytes.count, bytes.count)
    self.isFish = isFish
  }

  /// Absent at the end.
  mutating func token() -> Token? {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "\\") where next == UInt8(ascii: "\n"): position += 2
      case UInt8(ascii: "#"):
        while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
      default:
        guard Self.isSeparator(byte) else { return .word(word()) }
        position += 1
        return .separator
      }
    }
    return nil
  }

  private var current: UInt8? { position < end ? bytes[position] : nil }
  private var next: UInt8? { position + 1 < end ? bytes[position + 1] : nil }

  private static func isSeparator(_ byte: UInt8) -> Bool { "\n;&|<>()".utf8.contains(byte) }

  // MARK: Words

  private mutating func word() -> ShellWord {
    var word = ShellWord()
    var plain: [UInt8] = []
    func ended(_ word: inout ShellWord, _ plain: inout [UInt8]) {
      guard !plain.isEmpty else { return }
      word.parts.append(.plain(String(decoding: plain, as: UTF8.self)))
      plain = []
    }
    while let byte = current, !Self.isSeparator(byte), !" \t\r".utf8.contains(byte) {
      switch byte {
      case UInt8(ascii: "'"):
        ended(&word, &plain)
        word.parts.append(singleQuoted())
      case UInt8(ascii: "\""):
        ended(&word, &plain)
        word.parts += doubleQuoted()
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        ended(&word, &plain)
        word.parts.append(expansion())
      case UInt8(ascii: "\\"):
        if next != UInt8(ascii: "\n"), let next {
          plain.append(next)
        }
        position = min(position + 2, end)
      default:
        plain.append(byte)
        position += 1
      }
    }
    ended(&word, &plain)
    return word
  }

  private mutating func singleQuoted() -> ShellWord.Part {
    var text: [UInt8] = []
    position += 1
    while let byte = current {
      if byte == UInt8(ascii: "'") {
        position += 1
        return .quoted(String(decoding: text, as: UTF8.self))
      }
      if isFish, byte == UInt8(ascii: "\\"), let next, "'\\".utf8.contains(next) {
        text.append(next)
        position += 2
      } else {
        text.append(byte)
        position += 1
      }
    }
    return .other
  }

  private mutating func doubleQuoted() -> [ShellWord.Part] {
    var parts: [ShellWord.Part] = []
    var text: [UInt8] = []
    position += 1
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return parts + [.quoted(String(decoding: text, as: UTF8.self))]
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        if !text.isEmpty {
          parts.append(.quoted(String(decoding: text, as: UTF8.self)))
          text = []
        }
        parts.append(expansion())
      case UInt8(ascii: "\\"):
        if let next, "$`\"\\".utf8.contains(next) {
          text.append(next)
          position += 2
        } else if next == UInt8(ascii: "\n") {
          position += 2
        } else {
          text.append(byte)
          position += 1
        }
      default:
        text.append(byte)
        position += 1
      }
    }
    return [.other]
  }

  // MARK: Expansions

  private mutating func expansion() -> ShellWord.Part {
    guard current == UInt8(ascii: "$") else { return backquoted() }
    position += 1
    guard let byte = current else { return .quoted("$") }
    if byte == UInt8(ascii: "(") { return parenthesised() }
    if byte == UInt8(ascii: "{") { return braced() }
    let name = variableName()
    if !name.isEmpty { return .variable(name) }
    // `$'…'`, `$1`, `$@`: nothing that an alias of this kind needs.
    return .other
  }

  private mutating func variableName() -> String {
    let first = position
    while let byte = current, byte.isVariableNameByte, position > first || !byte.isDigit {
      position += 1
    }
    return String(decoding: bytes[first..<position], as: UTF8.self)
  }

  /// `${NAME}`, with or without a default behind `:-`.
  private mutating func braced() -> ShellWord.Part {
    position += 1
    let name = variableName()
    var depth = 1
    let isPlain = current == UInt8(ascii: "}") || current == UInt8(ascii: ":")
    while let byte = current {
      position += 1
      if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return name.isEmpty || !isPlain ? .other : .variable(name) }
      }
    }
    return .other
  }

  private mutating func parenthesised() -> ShellWord.Part {
    position += 1
    let first = position
    var depth = 1
    while let byte = current {
      if byte == UInt8(ascii: "(") {
        depth += 1
      } else if byte == UInt8(ascii: ")") {
        depth -= 1
        if depth == 0 {
          defer { position += 1 }
          return .command(String(decoding: bytes[first..<position], as: UTF8.self))
        }
      }
      position += 1
    }
    return .other
  }

  private mutating func backquoted() -> ShellWord.Part {
    position += 1
    let first = position
    while let byte = current {
      if byte == UInt8(ascii: "`") {
        defer { position += 1 }
        return .command(String(decoding: bytes[first..<position], as: UTF8.self))
      }
      position += 1
    }
    return .other
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
