internal import RouteEngine

/// A simple command: variables in front of it, and its words.
struct ShellCommand: Hashable, Sendable {
  var assignments: [SetupVariable] = []
  var words: [ShellWord] = []

  /// All simple commands of a text, whatever stands between them.
  static func commands(in text: String, isFish: Bool) -> [ShellCommand] {
    var reader = ShellReader(Array(text.utf8), isFish: isFish)
    var commands: [ShellCommand] = []
    var command = ShellCommand()
    while let token = reader.token() {
      switch token {
      case .separator:
        commands.append(command)
        command = ShellCommand()
      case .word(let word): command.add(word)
      }
    }
    commands.append(command)
    return commands.filter { !$0.assignments.isEmpty || !$0.words.isEmpty }
  }

  /// What it exports: `export NAME=value`, `declare -x NAME=value`, `set -gx NAME value`.
  var exports: [SetupVariable] {
    switch words.first?.literal {
    case "export": words.dropFirst().compactMap(SetupVariable.init)
    case "typeset", "declare": hasExportFlag ? words.compactMap(SetupVariable.init) : []
    case "set": fishExports
    default: []
    }
  }

  private var flags: ArraySlice<ShellWord> {
    words.dropFirst().prefix { $0.literal?.hasPrefix("-") == true }
  }

  private var hasExportFlag: Bool {
    flags.contains {
      $0.literal == "--export"
        || $0.literal?.hasPrefix("--") == false && $0.literal?.contains("x") == true
    }
  }

  /// `set -gx NAME value`.
  private var fishExports: [SetupVariable] {
    let rest = words.dropFirst(1 + flags.count)
    guard hasExportFlag, let name = rest.first?.literal, rest.count == 2, let value = rest.last
    else {
      return []
    }
    return [SetupVariable(name: name, value: value.value)]
  }

  private mutating func add(_ word: ShellWord) {
    // A brace around a function's body on one line is a word.
    if words.isEmpty, ["{", "}", "then", "do", "if"].contains(word.literal) { return }
    if words.isEmpty, let variable = SetupVariable(word) {
      assignments.append(variable)
    } else {
      words.append(word)
    }
  }
}

/// A start of the client somewhere in shell text: the variables it gets and its own words.
struct ClientCall: Hashable, Sendable {
  /// The last of one name counts.
  let variables: [SetupVariable]
  let arguments: [ShellWord]

  /// The first start of the client; absent when there is none.
  init?(in commands: [ShellCommand]) {
    var exported: [SetupVariable] = []
    for command in commands {
      var own = command.assignments
      let words = Self.program(in: command.words[...], &own)
      guard let name = words.first?.literal else { continue }
      if name == "export" || name == "set" {
        exported += command.exports
      } else if name == "claude" || name.hasSuffix("/claude") {
        variables = exported + own
        arguments = Array(words.dropFirst())
        return
      }
    }
    return nil
  }

  /// What stands behind `command`, `exec`, `env NAME=value` and the like.
  private static func program(
    in words: ArraySlice<ShellWord>,
    _ variables: inout [SetupVariable]
  ) -> ArraySlice<ShellWord> {
    var words = words
    while let name = words.first?.literal,
      ["command", "exec", "env", "noglob", "nohup"].contains(name)
    {
      words = words.dropFirst()
      guard name == "env" else { continue }
      while let word = words.first, let variable = SetupVariable(word) {
        variables.append(variable)
        words = words.dropFirst()
      }
    }
    return words
  }

  /// The value of an option of the client, in either spelling; the last counts.
  func option(_ name: String) -> String? {
    var value: String?
    for (index, word) in arguments.enumerated() {
      guard let text = word.literal else { continue }
      if text == name, index + 1 < arguments.count {
        value = arguments[index + 1].literal
      } else if text.hasPrefix("\(name)=") {
        value = String(text.dropFirst(name.count + 1))
      }
    }
    return value
  }
}

extension SetupVariable {
  /// Of a word `NAME=value` with the name of a variable.
  fileprivate init?(_ word: ShellWord) {
    guard let (name, value) = word.assignment, name.utf8.allSatisfy(\.isVariableNameByte),
      name.first?.isNumber == false
    else { return nil }
    self.init(name: name, value: value.value)
  }
}
