/// What is needed of a line's `message`.
struct MessageReading {
  var id: LineValue?
  var model: LineValue?
  /// Absent when there is none or it is no object.
  var usage: UsageReading?
  /// A string's characters, or the range of a list.
  var content: LineText?
  var isList = false
  /// Whether there are words and no tool's result.
  var isPrompt = false

  /// The object whose opening brace is next, in the object of the line.
  init(_ cursor: inout LineCursor, in line: UnsafeRawBufferPointer) throws(MalformedLine) {
    try cursor.open(depth: 2)
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      if cursor.isText(key, "content") {
        try readContent(&cursor)
      } else if cursor.isText(key, "usage") {
        usage = nil
        if cursor.next == UInt8(ascii: "{") {
          usage = try unsafe UsageReading(&cursor, depth: 2, in: line)
        } else {
          _ = try cursor.value(depth: 2)
        }
      } else {
        let value = try cursor.value(depth: 2)
        if cursor.isText(key, "id") {
          id = value
        } else if cursor.isText(key, "model") {
          model = value
        }
      }
    }
  }

  private mutating func readContent(_ cursor: inout LineCursor) throws(MalformedLine) {
    let start = cursor.position
    isList = cursor.next == UInt8(ascii: "[")
    if isList {
      let parts = try MessageContent(&cursor, depth: 2, keepsTexts: false)
      content = LineText(range: start..<cursor.position, isEscaped: false)
      isPrompt = parts.hasText && !parts.hasToolResult
    } else {
      content = try cursor.value(depth: 2).text
      isPrompt = content != nil
    }
  }
}
