internal import JSONTree

/// Texts as YAML writes them.
enum YAMLText {
  /// Plain where every reader takes it for this text, else in double quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-._/:@~".utf8.contains(byte)
        }
      }
    let startsWell = text.first.map { $0.isLetter || $0 == "~" && text.count > 1 } ?? false
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    return isPlain && startsWell && !text.hasSuffix(":") && !words.contains(text.lowercased())
      ? text : quoted(text)
  }

  /// In double quotes, as JSON writes it, which YAML reads the same.
  static func quoted(_ text: String) -> String { JSONNode.quoted(text) }

  /// A list in brackets.
  static func flow(_ texts: [String]) -> String {
    "[" + texts.map { scalar($0) }.joined(separator: ", ") + "]"
  }

  /// A key with a list: in brackets while it fits a line of 90 characters, else one entry a line.
  static func list(_ texts: [String], under key: String) -> [String] {
    let line = "\(key): \(flow(texts))"
    return line.count <= 90 ? [line] : ["\(key):"] + texts.map { "  - \(scalar($0))" }
  }

  /// Comment lines of at most 98 characters, in front of each the indentation and `# `.
  static func comment(_ text: String, indentation: Int = 0) -> [String] {
    let start = String(repeating: " ", count: indentation) + "#"
    var lines: [String] = []
    var line = start
    for word in text.split(separator: " ") {
      if line.count + 1 + word.count > 98, line != start {
        lines.append(line)
        line = start
      }
      line += " \(word)"
    }
    return lines + [line]
  }

  /// Lines as an example that is not in force: taking the `#` away puts it into force.
  ///
  /// The mark stands at the smallest indentation of the lines.
  static func example(_ lines: [String]) -> [String] {
    let indentation = lines.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { line in
      "\(line.prefix(indentation))#\(line.dropFirst(indentation))"
    }
  }
}
