extension JSONNode {
  /// On one line, without spaces; the same value gives the same bytes.
  package var text: String {
    var writer = JSONWriter(isPretty: false)
    writer.write(self, depth: 0)
    return writer.text
  }

  /// Indented by two spaces, without a newline at the end.
  package var prettyText: String {
    var writer = JSONWriter(isPretty: true)
    writer.write(self, depth: 0)
    return writer.text
  }

  /// A string in double quotes.
  ///
  /// Characters that move the cursor, end a line for some reader or turn the direction of writing
  /// are escaped, so that the text is safe on a screen.
  package static func quoted(_ string: String) -> String {
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      // C0, DEL and C1; U+2028 and U+2029 end lines in JavaScript; the rest are bidi controls.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}"..."\u{200F}",
        "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension [UInt8] {
  /// Appends the string in double quotes, as `JSONNode.quoted` writes it.
  package mutating func appendQuoted(_ string: String) {
    var string = string
    let isPlain = string.withUTF8 { bytes in
      for index in bytes.indices {
        let byte = unsafe bytes[index]
        if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          return false
        }
      }
      append(UInt8(ascii: "\""))
      unsafe append(contentsOf: bytes)
      append(UInt8(ascii: "\""))
      return true
    }
    if !isPlain { append(contentsOf: JSONNode.quoted(string).utf8) }
  }
}

private struct JSONWriter {
  let isPretty: Bool
  var text = ""

  // The depth of a tree is bounded by the reader, or by the code that built it.
  mutating func write(_ node: JSONNode, depth: Int) {
    switch node {
    case .null: text += "null"
    case .truth(let value): text += value ? "true" : "false"
    case .number(let literal): text += literal
    case .string(let string): text += JSONNode.quoted(string)
    case .array(let elements):
      list(elements, "[", "]", depth: depth) { writer, element in
        writer.write(element, depth: depth + 1)
      }
    case .object(let members):
      list(members, "{", "}", depth: depth) { writer, member in
        writer.text += JSONNode.quoted(member.key) + (writer.isPretty ? ": " : ":")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func list<Element>(
    _ elements: [Element],
    _ opening: String,
    _ closing: String,
    depth: Int,
    write: (inout JSONWriter, Element) -> Void
  ) {
    text += opening
    for (index, element) in elements.enumerated() {
      text += index == 0 ? "" : ","
      breakLine(depth: depth + 1)
      write(&self, element)
    }
    if !elements.isEmpty {
      breakLine(depth: depth)
    }
    text += closing
  }

  private mutating func breakLine(depth: Int) {
    if isPretty {
      text += "\n" + String(repeating: "  ", count: depth)
    }
  }
}
