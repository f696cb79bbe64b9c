internal import ClaudeClient
internal import Diagnostics

/// What a shell start file defines and exports, as far as it concerns the client.
///
/// Only whole lines are looked at, never the shell's grammar around them, and nothing is run.
package struct ShellStartFile: Sendable {
  /// The aliases and functions that start the client with variables of a route, in the order of the
  /// file.
  package let setups: [EarlierSetup]
  /// Every alias and function, in the order of the file.
  package let definitions: [Definition]
  /// Variables that are set outside functions, in the order of the file.
  package let variables: [Variable]

  /// More than any alias or function of this kind.
  private static let maximumLength = 16_384
  /// A quote that never ends makes a line as long as that; not every line may.
  private static let maximumScanned = 2 << 20

  /// Reads the bytes of `~/.zshrc`, `config.fish` and the like; `path` is how to call it.
  package init(_ bytes: [UInt8], path: String) {
    let isFish = path.hasSuffix(".fish")
    var setups: [EarlierSetup] = []
    var definitions: [Definition] = []
    var variables: [Variable] = []
    var line = 1
    var position = 0
    var scanned = 0
    // What lies before is a part of an alias or a function.
    var firstFree = 0
    while position < bytes.count, scanned < Self.maximumScanned {
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let text = bytes[position..<end].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      var found: [(name: String, body: String)] = []
      var kind = Definition.Kind.alias
      if text.starts(with: "alias ".utf8) || text.starts(with: "alias\t".utf8) {
        var reader = ShellReader(
          bytes,
          from: position,
          to: position + Self.maximumLength,
          isFish: isFish
        )
        found = Self.aliases(from: &reader, isFish: isFish)
        scanned += reader.position - position
        // A quote that never ends would hide everything behind it.
        let isClosed = !found.isEmpty && !found.contains { $0.body.containsBytes(of: "${}") }
        firstFree = max(firstFree, isClosed ? reader.position : end)
      } else if let name = Self.functionName(String(decoding: text, as: UTF8.self), isFish: isFish)
      {
        let lines = Self.lines(in: bytes, from: position, until: isFish ? "end" : "}")
        let body = Self.functionBody(lines, isFish: isFish)
        found = [(name, body.text)]
        kind = .function
        scanned += body.text.utf8.count
        firstFree = max(
          firstFree,
          body.isOnOneLine ? end : position + lines.reduce(0) { $0 + $1.utf8.count + 1 }
        )
      } else if position >= firstFree, text.count <= Self.maximumLength {
        scanned += text.count
        variables += ShellCommand.commands(
          in: String(decoding: text, as: UTF8.self),
          isFish: isFish
        )
        .flatMap { $0.variables(at: line) }
      }
      for (name, body) in found {
        definitions.append(
          Definition(kind: kind, name: name, body: body, isFish: isFish, line: line)
        )
        setups += [EarlierSetup(named: name, body: body, isFish: isFish, path: path, line: line)]
          .compactMap(\.self)
      }
      position = end + 1
      line += 1
    }
    self.setups = setups
    self.definitions = definitions
    self.variables = variables
  }

  /// `alias NAME=BODY …`; in fish also `alias NAME BODY`.
  private static func aliases(
    from reader: inout ShellReader,
    isFish: Bool
  ) -> [(name: String, body: String)] {
    var words: [ShellWord] = []
    while case .word(let word)? = reader.token() {
      words.append(word)
    }
    let rest = words.dropFirst().drop { $0.literal?.hasPrefix("-") == true }
    let assigned = rest.compactMap { word in
      word.assignment.map { (name: $0.name, body: $0.value.commandText) }
    }
    guard isFish, assigned.isEmpty, let name = rest.first?.literal else { return assigned }
    return [(name, rest.dropFirst().map(\.commandText).joined(separator: " "))]
  }

  /// The line at a place and those after it, up to one that begins with a word.
  private static func lines(in bytes: [UInt8], from start: Int, until last: String) -> [String] {
    var lines: [String] = []
    var position = start
    while position < min(start + maximumLength, bytes.count) {
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[position..<end]
      guard lines.isEmpty || !line.starts(with: last.utf8) else { break }
      lines.append(String(decoding: line, as: UTF8.self))
      position = end + 1
    }
    return lines
  }

  /// Of `NAME() {`, `function NAME {`, and in fish `function NAME`.
  private static func functionName(_ line: String, isFish: Bool) -> String? {
    let name: Substring
    if line.hasPrefix("function ") {
      let rest = line.dropFirst("function ".count).drop { $0 == " " }
      name = rest.prefix { !" \t({;".contains($0) }
      guard isFish || rest.contains("{") else { return nil }
    } else {
      name = line.prefix { !" \t({;=".contains($0) }
      let rest = line.dropFirst(name.count).filter { !$0.isWhitespace }
      guard !isFish, rest.hasPrefix("(){") else { return nil }
    }
    return name.isEmpty ? nil : String(name)
  }

  /// What stands between the braces, or between `function` and `end`.
  private static func functionBody(
    _ lines: [String],
    isFish: Bool
  ) -> (text: String, isOnOneLine: Bool) {
    guard let first = lines.first, !isFish else {
      return (lines.dropFirst().joined(separator: "\n"), false)
    }
    let opened = first.firstIndex(of: "{").map { first[first.index(after: $0)...] } ?? ""
    // A function on one line ends with its brace; `${NAME}` has both of its own.
    let isWhole = opened.count { $0 == "}" } > opened.count { $0 == "{" }
    if isWhole, let close = opened.lastIndex(of: "}") { return (String(opened[..<close]), true) }
    return (([String(opened)] + lines.dropFirst()).joined(separator: "\n"), false)
  }
}

extension EarlierSetup {
  /// Absent when the body does not start the client, or starts it as a plain `claude` would.
  fileprivate init?(named name: String, body: String, isFish: Bool, path: String, line: Int) {
    guard body.containsBytes(of: "claude"),
      let call = ClientCall(in: ShellCommand.commands(in: body, isFish: isFish))
    else { return nil }
    let variables = call.variables.filter { Self.isTakenOver($0.name) }
    let model = call.option("--model")
    guard variables.contains(where: { RoutingVariables.contains($0.name) }) || model != nil else {
      return nil
    }
    self.init(
      source: .alias(name),
      place: "\(path):\(line)",
      variables: variables,
      model: model,
      effort: call.option("--effort")
    )
  }
}
