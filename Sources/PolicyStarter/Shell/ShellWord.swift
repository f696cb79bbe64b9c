internal import Diagnostics

/// One word of a shell command with its quotes resolved and its expansions left to be looked at.
struct ShellWord: Hashable, Sendable {
  var parts: [Part] = []

  enum Part: Hashable, Sendable {
    /// Outside quotes.
    case plain(String)
    case quoted(String)
    /// `$NAME`, `${NAME}`, `${NAME:-…}`.
    case variable(String)
    /// What stands between `$(` and `)`, or between backquotes.
    case command(String)
    /// An expansion that is not understood, or a quote that never ends.
    case other
  }

  /// The text of a word without expansions; absent for any other.
  var literal: String? {
    var text = ""
    for part in parts {
      switch part {
      case .plain(let piece), .quoted(let piece): text += piece
      case .variable, .command, .other: return nil
      }
    }
    return text
  }

  /// The text to be read as a command again, as an alias is when it is used.
  var commandText: String {
    parts.map { part in
      switch part {
      case .plain(let text), .quoted(let text): text
      case .variable(let name): "${\(name)}"
      case .command(let text): "$(\(text))"
      case .other: "${}"
      }
    }
    .joined()
  }

  /// `NAME=value`, with the name and the sign outside quotes.
  ///
  /// The name may hold what an alias may be called.
  var assignment: (name: String, value: ShellWord)? {
    guard case .plain(let text)? = parts.first, let sign = text.firstIndex(of: "="),
      sign > text.startIndex
    else { return nil }
    var value = ShellWord(parts: Array(parts.dropFirst()))
    let rest = text[text.index(after: sign)...]
    if !rest.isEmpty {
      value.parts.insert(.plain(String(rest)), at: 0)
    }
    return (String(text[..<sign]), value)
  }

  /// What a variable gets: a text, another variable's value, or a program's output.
  var value: SetupValue {
    if let literal { return .literal(literal) }
    let expansions = parts.filter { $0 != .quoted("") && $0 != .plain("") }
    guard expansions.count == 1 else { return .hidden }
    switch expansions[0] {
    case .variable(let name): return .variable(name)
    case .command(let text):
      // Nested ones are never looked into, so that the depth of a text is none of calls.
      guard !text.containsBytes(of: "$("), !text.containsBytes(of: "`") else { return .hidden }
      let commands = ShellCommand.commands(in: text, isFish: false)
      let words = commands.first.map { $0.words.compactMap(\.literal) } ?? []
      guard commands.count == 1, commands[0].assignments.isEmpty, !words.isEmpty,
        words.count == commands[0].words.count
      else { return .hidden }
      return .command(words)
    case .plain, .quoted, .other: return .hidden
    }
  }
}
