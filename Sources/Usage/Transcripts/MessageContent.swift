/// The parts of a message, which the API writes as a list.
struct MessageContent {
  /// The texts of parts of type `text`, in order.
  var texts: [LineText] = []
  var hasText = false
  var hasToolResult = false

  /// The array whose opening bracket is next, with its texts.
  init(_ cursor: inout LineCursor, depth: Int) throws(MalformedLine) {
    try self.init(&cursor, depth: depth, keepsTexts: true)
  }

  /// The same without an allocation, unless the texts are wanted.
  init(_ cursor: inout LineCursor, depth: Int, keepsTexts: Bool) throws(MalformedLine) {
    try cursor.open(depth: depth + 1)
    var isFirst = true
    while try cursor.hasElement(isFirst: &isFirst) {
      guard cursor.next == UInt8(ascii: "{") else {
        _ = try cursor.value(depth: depth + 1)
        continue
      }
      guard let text = try part(&cursor, depth: depth + 1) else { continue }
      hasText = true
      if keepsTexts {
        texts.append(text)
      }
    }
  }

  /// The text of the part, if it is one.
  private mutating func part(
    _ cursor: inout LineCursor,
    depth: Int
  ) throws(MalformedLine) -> LineText? {
    try cursor.open(depth: depth + 1)
    var type: LineText?
    var text: LineText?
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      let value = try cursor.value(depth: depth + 1)
      if cursor.isText(key, "type") {
        type = value.text
      } else if cursor.isText(key, "text") {
        text = value.text
      }
    }
    guard let type else { return nil }
    if cursor.isText(type, "tool_result") {
      hasToolResult = true
    }
    return cursor.isText(type, "text") ? text : nil
  }
}
