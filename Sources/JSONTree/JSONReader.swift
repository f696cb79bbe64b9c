extension JSONNode {
  /// How deep arrays and objects may stand in each other.
  package static let maximumDepth = 512

  /// Reads one JSON text (RFC 8259), as tolerant as the client and no more.
  ///
  /// A byte-order mark is skipped, of two members with one key the last counts (in the place of the
  /// first), and half a surrogate pair is read as U+FFFD. Invalid UTF-8 and comments are faults.
  package init(parsing bytes: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(bytes)
    if bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil {
      // Repairing never keeps a wrong byte, so a difference is the first invalid one.
      let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
      let place = zip(repaired, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      // A text that breaks off inside U+FFFD differs in length only.
      let lead = bytes.lastIndex { $0 & 0xC0 != 0x80 }
      throw reader.fault("is not UTF-8", at: place ?? lead ?? 0)
    }
    self = try reader.document()
  }
}

/// Reads with a stack of its own, so that the depth of a text never becomes the depth of calls.
private struct JSONReader {
  private let bytes: [UInt8]
  private let start: Int
  private var position: Int
  private var line = 1
  private var open: [JSONContainer] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    position = start
  }

  mutating func document() throws(JSONFault) -> JSONNode {
    while true {
      guard let value = try openingOrScalar(), let root = try placed(value) else { continue }
      skipSpace()
      guard position == bytes.count else { throw fault("goes on after its value") }
      return root
    }
  }

  func fault(_ reason: String, at place: Int? = nil) -> JSONFault {
    let place = place ?? position
    let before = bytes[min(start, place)..<place]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
    // Continuation bytes belong to the character before them.
    let characters = bytes[lineStart..<place].count { $0 & 0xC0 != 0x80 }
    return JSONFault(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: characters + 1,
      reason: reason
    )
  }

  // MARK: Structure

  /// Reads up to the end of a scalar or an empty container; absent when a container was opened.
  private mutating func openingOrScalar() throws(JSONFault) -> JSONNode? {
    skipSpace()
    guard position < bytes.count else { throw fault("ends where a value is expected") }
    switch bytes[position] {
    case UInt8(ascii: "{"):
      try push(JSONContainer(isObject: true))
      if take(UInt8(ascii: "}")) { return open.removeLast().node }
      try readKey()
      return nil
    case UInt8(ascii: "["):
      try push(JSONContainer(isObject: false))
      return take(UInt8(ascii: "]")) ? open.removeLast().node : nil
    case UInt8(ascii: "\""): return .string(try stringLiteral())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try numberLiteral())
    default: return try word()
    }
  }

  private mutating func push(_ container: JSONContainer) throws(JSONFault) {
    guard open.count < JSONNode.maximumDepth else {
      throw fault("is nested deeper than \(JSONNode.maximumDepth) levels")
    }
    open.append(container)
    position += 1
    skipSpace()
  }

  /// Puts a finished value into its container, and that one into its own when it ends; the value
  /// comes back when nothing is open.
  private mutating func placed(_ finished: JSONNode) throws(JSONFault) -> JSONNode? {
    var value = finished
    while let last = open.indices.last {
      open[last].add(value)
      skipSpace()
      if take(UInt8(ascii: ",")) {
        if open[last].isObject {
          try readKey()
        }
        return nil
      }
      guard take(open[last].isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw fault(open[last].isObject ? "lacks `,` or `}`" : "lacks `,` or `]`")
      }
      value = open.removeLast().node
    }
    return value
  }

  private mutating func readKey() throws(JSONFault) {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw fault("lacks a key in double quotes")
    }
    let keyLine = line
    let key = try stringLiteral()
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw fault("lacks `:` after a key") }
    open[open.count - 1].expect(key: key, line: keyLine)
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  // MARK: Scalars

  private mutating func word() throws(JSONFault) -> JSONNode {
    let words: [(String, JSONNode)] = [
      ("null", .null), ("true", .truth(true)), ("false", .truth(false)),
    ]
    for (word, node) in words where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return node
    }
    throw fault("has something that is no JSON value")
  }

  private mutating func numberLiteral() throws(JSONFault) -> String {
    let first = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
      try digits()
    }
    if take(UInt8(ascii: ".")) {
      try digits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
    return String(decoding: bytes[first..<position], as: UTF8.self)
  }

  private mutating func digits() throws(JSONFault) {
    let first = position
    while position < bytes.count,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      position += 1
    }
    guard position > first else { throw fault("has a number without digits") }
  }

  private mutating func stringLiteral() throws(JSONFault) -> String {
    position += 1
    let first = position
    // Most strings have no escape, and are taken as they stand.
    while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\\"),
      bytes[position] != UInt8(ascii: "\"")
    {
      position += 1
    }
    var text: [UInt8] = []
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      position += 1
      return String(decoding: bytes[first..<(position - 1)], as: UTF8.self)
    }
    text += bytes[first..<position]
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw fault("has a control character in a string")
      default:
        let first = position
        while position < bytes.count, bytes[position] >= 0x20,
          bytes[position] != UInt8(ascii: "\\"), bytes[position] != UInt8(ascii: "\"")
        {
          position += 1
        }
        text.append(contentsOf: bytes[first..<position])
      }
    }
    throw fault("ends inside a string")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
    let backslash = position
    position += 1
    guard position < bytes.count else { throw fault("ends inside a string") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      guard let unit = hexadecimalUnit() else { throw fault("has a wrong escape", at: backslash) }
      let scalar = Unicode.Scalar(codePoint(startingWith: unit)) ?? "\u{FFFD}"
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw fault("has a wrong escape", at: backslash)
    }
  }

  /// Four hexadecimal digits; absent, and nothing is taken, when they are not there.
  private mutating func hexadecimalUnit() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for index in position..<position + 4 {
      guard let digit = bytes[index].hexadecimalValue else { return nil }
      unit = unit * 16 + digit
    }
    position += 4
    return unit
  }

  /// The code point of a pair when its second half follows, else the half itself.
  private mutating func codePoint(startingWith first: UInt32) -> UInt32 {
    guard (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: "\\u".utf8) else {
      return first
    }
    let before = position
    position += 2
    guard let second = hexadecimalUnit(), (0xDC00..<0xE000).contains(second) else {
      position = before
      return first
    }
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
  }
}

extension UInt8 {
  /// What the byte stands for as a hexadecimal digit; nil when it is none.
  fileprivate var hexadecimalValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
    default: nil
    }
  }
}
