package import ClaudeClient
internal import Diagnostics

extension ShellStartFile {
  /// An alias or a function.
  package struct Definition: Hashable, Sendable {
    package let kind: Kind
    package let name: String
    /// Counted from 1.
    package let line: Int
    /// Whether it starts the client, and not by this program.
    package let startsClient: Bool
    /// Whether it gives the client variables of a route, a model or settings.
    package let routes: Bool
    /// All that its commands set.
    package let variables: [Variable]

    /// Which of the two.
    package enum Kind: String, Hashable, Sendable {
      case alias
      case function
    }

    init(kind: Kind, name: String, body: String, isFish: Bool, line: Int) {
      let commands = ShellCommand.commands(in: body, isFish: isFish)
      let call = ClientCall(in: commands)
      self.kind = kind
      self.name = name
      self.line = line
      startsClient = call != nil
      let givesVariables =
        call?.variables.contains { RoutingVariables.contains($0.name) } ?? false
      let options = ["--model", "--settings", "--effort"]
      routes = givesVariables || options.contains { call?.option($0) != nil }
      variables =
        commands.flatMap { $0.variables(at: line) }
        + (call?.variables ?? []).map { Variable($0, line: line, isExported: true) }
    }
  }

  /// A variable that is set; of its value only what may be shown is kept.
  package struct Variable: Hashable, Sendable {
    package let name: String
    /// Counted from 1.
    package let line: Int
    package let isExported: Bool
    /// Absent when it is not written out.
    package let value: VariableValue?
    /// Whether it is written out and looks like a key.
    package let looksSecret: Bool

    init(_ variable: SetupVariable, line: Int, isExported: Bool) {
      name = variable.name
      self.line = line
      self.isExported = isExported
      guard case .literal(let text) = variable.value else {
        value = nil
        looksSecret = false
        return
      }
      value = variable.value.isPlaceholder ? .text(text) : VariableValue(text, of: variable.name)
      looksSecret = Self.isKeyOfModels(text)
    }

    /// Keys of other things are in start files for reasons of their own.
    private static func isKeyOfModels(_ text: String) -> Bool {
      text.hasPrefix("sk-") && SecretShape.matches(text)
    }
  }
}

extension ShellCommand {
  /// What it sets for the commands behind it: a `NAME=value` in front of a word is that word's alone.
  func variables(at line: Int) -> [ShellStartFile.Variable] {
    let own = words.isEmpty ? assignments : []
    return own.map { ShellStartFile.Variable($0, line: line, isExported: false) }
      + exports.map { ShellStartFile.Variable($0, line: line, isExported: true) }
  }
}
