internal import ClaudeClient

/// The aliases and functions of a shell start file that start the client with variables of a route.
///
/// Only whole lines are looked at, never the shell's grammar around them, and nothing is run.
package struct ShellStartFile: Sendable {
  /// In the order of the file.
  package let setups: [EarlierSetup]

  /// More than any alias or function of this kind.
  private static let maximumLength = 16_384

  /// Reads the bytes of `~/.zshrc`, `config.fish` and the like; `path` is how to call it.
  package init(_ bytes: [UInt8], path: String) {
    let isFish = path.hasSuffix(".fish")
    var setups: [EarlierSetup] = []
    var line = 1
    var position = 0
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let piece = Array(bytes[position..<min(position + Self.maximumLength, bytes.count)])
      let text = bytes[position..<end].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let found: [(name: String, body: String)]
      if text.starts(with: "alias ".utf8) || text.starts(with: "alias\t".utf8) {
        found = Self.aliases(in: piece, isFish: isFish)
      } else if let name = Self.functionName(String(decoding: text, as: UTF8.self), isFish: isFish)
      {
        found = [(name, Self.functionBody(in: piece, isFish: isFish))]
      } else {
        found = []
      }
      setups += found.compactMap { name, body in
        EarlierSetup(named: name, body: body, isFish: isFish, path: path, line: line)
      }
      position = end + 1
      line += 1
    }
    self.setups = setups
  }

  /// `alias NAME=BODY …`; in fish also `alias NAME BODY`.
  private static func aliases(
    in piece: [UInt8],
    isFish: Bool
  ) -> [(name: String, body: String)] {
    var reader = ShellReader(piece, isFish: isFish)
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

  /// Up to the `}` or `end` at the beginning of a line, or to the end of a function on one line.
  private static func functionBody(in piece: [UInt8], isFish: Bool) -> String {
    let lines = String(decoding: piece, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first else { return "" }
    guard !isFish else {
      return lines.dropFirst().prefix { !$0.hasPrefix("end") }.joined(separator: "\n")
    }
    let opened = first.firstIndex(of: "{").map { first[first.index(after: $0)...] } ?? ""
    if let close = opened.lastIndex(of: "}"), !opened[close...].contains("\"") {
      let isWhole =
        opened[..<close].filter { $0 == "{" }.count
        == opened[..<close].filter { $0 == "}" }.count
      if isWhole { return String(opened[..<close]) }
    }
    return ([opened] + lines.dropFirst().prefix { !$0.hasPrefix("}") }).joined(separator: "\n")
  }
}

extension EarlierSetup {
  /// Absent when the body does not start the client, or starts it as a plain `claude` would.
  fileprivate init?(named name: String, body: String, isFish: Bool, path: String, line: Int) {
    guard let call = ClientCall(in: ShellCommand.commands(in: body, isFish: isFish)) else {
      return nil
    }
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
