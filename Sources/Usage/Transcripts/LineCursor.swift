/// Walks over the JSON of one line without copying anything.
///
/// As strict about structure as a parser of the whole text; invalid UTF-8 inside strings is let
/// through, because the client repairs it. It is safe because every access is checked against the
/// end, and because a cursor never outlives the call that lends it the line.
@safe struct LineCursor {
  private let line: UnsafeRawBufferPointer
  /// The offset of the next byte.
  private(set) var position: Int
  private let end: Int

  /// How deep arrays and objects may stand in each other; as `JSONTree` has it.
  static let maximumDepth = 512

  /// At the start of a line or of a part of it.
  init(_ line: UnsafeRawBufferPointer, range: Range<Int>? = nil) {
    unsafe self.line = line
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? line.count
  }

  /// The next byte; 0, which no JSON has outside of strings, at the end.
  var next: UInt8 {
    @inline(__always) get { position < end ? unsafe line[position] : 0 }
  }

  /// Whether only space is left.
  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == end
    }
  }

  /// Skips the zeros that a file system leaves at the start of a line after a crash, as the client
  /// does.
  mutating func skipZeros() {
    while position < end, unsafe line[position] == 0 {
      position += 1
    }
  }

  // MARK: Containers

  /// The opening of an array or object that is the `depth`th around the place.
  @inline(__always)
  mutating func open(depth: Int) throws(MalformedLine) {
    guard depth <= Self.maximumDepth else { throw MalformedLine() }
    position += 1
  }

  /// The next key of an object, its colon taken; absent when the object ends.
  mutating func key(isFirst: inout Bool) throws(MalformedLine) -> LineText? {
    skipSpace()
    if take(UInt8(ascii: "}")) { return nil }
    if !isFirst {
      guard take(UInt8(ascii: ",")) else { throw MalformedLine() }
      skipSpace()
    }
    isFirst = false
    guard next == UInt8(ascii: "\"") else { throw MalformedLine() }
    let key = try text()
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw MalformedLine() }
    skipSpace()
    return key
  }

  /// Whether the array has another element, whose first byte is then next.
  mutating func hasElement(isFirst: inout Bool) throws(MalformedLine) -> Bool {
    skipSpace()
    if take(UInt8(ascii: "]")) { return false }
    if !isFirst {
      guard take(UInt8(ascii: ",")) else { throw MalformedLine() }
      skipSpace()
    }
    isFirst = false
    return true
  }

  // MARK: Values

  /// Takes the value whose first byte is next, `depth` containers being open around it.
  mutating func value(depth: Int) throws(MalformedLine) -> LineValue {
    let start = position
    switch next {
    case UInt8(ascii: "\""):
      return .string(try text())
    case UInt8(ascii: "{"):
      try open(depth: depth + 1)
      var isFirst = true
      while try key(isFirst: &isFirst) != nil {
        _ = try value(depth: depth + 1)
      }
      return .object(LineText(range: start..<position, isEscaped: false))
    case UInt8(ascii: "["):
      try open(depth: depth + 1)
      var isFirst = true
      while try hasElement(isFirst: &isFirst) {
        _ = try value(depth: depth + 1)
      }
      return .array(LineText(range: start..<position, isEscaped: false))
    case UInt8(ascii: "t"):
      try word("true")
      return .truth(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .truth(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default:
      try number()
      return .number(LineText(range: start..<position, isEscaped: false))
    }
  }

  /// Takes the string whose opening quote is next.
  @inline(__always)
  mutating func text() throws(MalformedLine) -> LineText {
    let start = position + 1
    let (close, isEscaped) = try unsafe StringEnd.place(in: line, from: start, to: end)
    position = close + 1
    return LineText(range: start..<close, isEscaped: isEscaped)
  }

  private mutating func word(_ word: StaticString) throws(MalformedLine) {
    let range = position..<position + word.utf8CodeUnitCount
    guard range.upperBound <= end, hasBytes(range, word) else { throw MalformedLine() }
    position = range.upperBound
  }

  private mutating func number() throws(MalformedLine) {
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
  }

  private mutating func digits() throws(MalformedLine) {
    let first = position
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
      position += 1
    }
    guard position > first else { throw MalformedLine() }
  }

  // MARK: Comparing

  /// Whether a text is that word, its escapes resolved.
  @inline(__always)
  func isText(_ text: LineText, _ word: StaticString) -> Bool {
    if text.isEscaped { return isEscapedText(text, word) }
    return text.range.count == word.utf8CodeUnitCount && hasBytes(text.range, word)
  }

  private func isEscapedText(_ text: LineText, _ word: StaticString) -> Bool {
    unsafe text.bytes(in: line).elementsEqual(
      UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    )
  }

  private func hasBytes(_ range: Range<Int>, _ word: StaticString) -> Bool {
    for offset in 0..<range.count
    where unsafe line[range.lowerBound + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }

  // MARK: Bytes

  @inline(__always)
  mutating func skipSpace() {
    while position < end {
      switch unsafe line[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        position += 1
      default: return
      }
    }
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte, position < end else { return false }
    position += 1
    return true
  }
}
