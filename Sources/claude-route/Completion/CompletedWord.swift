/// What the last word of a command line can become, as far as the commands alone tell.
enum CompletedWord {
  case command
  case flag(of: CommandTree.Node, given: Set<String>)
  /// The value of an option, `--class X` or `--class=X`, or a word at a place of its own; `prefix` is
  /// what stands before it in the same word.
  case value(CommandTree.Argument, prefix: String)
  /// Behind `--` every word is the client's.
  case client
  case nothing

  /// From the words behind the program's name up to the one that is being written, which may be empty.
  init(_ words: [String], in tree: CommandTree) {
    let current = words.last ?? ""
    var before = Array(words.dropLast())
    guard !before.contains("--") else {
      self = .client
      return
    }
    let isFirst = before.isEmpty
    let named = before.first.flatMap { tree[$0] }
    if named != nil { before.removeFirst() }
    guard let command = named ?? tree.unnamed else {
      self = .nothing
      return
    }
    if let end = current.firstIndex(of: "="), current.hasPrefix("--") {
      let option = command.argument(named: String(current[..<end]))
      self =
        option?.kind == .option
        ? option.map { .value($0, prefix: "\(current[..<end])=") } ?? .nothing : .nothing
      return
    }
    let read = Self.read(before, of: command)
    if let option = read.open, !(option.takesMany && current.hasPrefix("-")) {
      self = .value(option, prefix: "")
    } else if current.hasPrefix("-") {
      self = .flag(of: command, given: read.given)
    } else if isFirst {
      self = .command
    } else if command.name == "help" {
      self = before.isEmpty ? .command : .nothing
    } else if let place = command.positionals.place(read.positionals) {
      self = .value(place, prefix: "")
    } else {
      self = command.positionals.isEmpty ? .flag(of: command, given: read.given) : .nothing
    }
  }

  /// The flags that were given, the option that waits for its value, and how many words stand at
  /// places of their own.
  private static func read(
    _ words: [String],
    of command: CommandTree.Node
  ) -> (given: Set<String>, open: CommandTree.Argument?, positionals: Int) {
    var given: Set<String> = []
    var open: CommandTree.Argument?
    var positionals = 0
    for word in words {
      if let option = open, !(option.takesMany && word.hasPrefix("-")) {
        open = option.takesMany ? option : nil
        continue
      }
      open = nil
      guard word.hasPrefix("-") else {
        positionals += 1
        continue
      }
      let name = word.split(separator: "=").first.map(String.init) ?? word
      guard let argument = command.argument(named: name) else { continue }
      given.formUnion(argument.isRepeating ? [] : argument.names)
      if argument.kind == .option, name == word {
        open = argument
      }
    }
    return (given, open, positionals)
  }
}

extension [CommandTree.Argument] {
  /// The one for the next word, when so many are there.
  fileprivate func place(_ count: Int) -> CommandTree.Argument? {
    if count < self.count { return self[count] }
    return last.flatMap { $0.isRepeating ? $0 : nil }
  }
}
