/// The client's words told apart as commander.js does it, the parser that the client uses.
struct ClientScan: Hashable, Sendable {
  /// In order; one that lacks its value at the end of the words is not here.
  private(set) var options: [Occurrence] = []
  /// Words that are neither options nor their values, up to the first unknown option.
  private(set) var operands: [Int] = []
  /// The first word that looks like an option and is none we know; from there on nothing can be told.
  private(set) var firstUnknown: Int?
  /// The sub-command's place; the words behind it are not looked at.
  private(set) var subcommand: Int?
  /// Where options end: the place of `--`, of the sub-command, or the number of words.
  private(set) var end: Int

  struct Occurrence: Hashable, Sendable {
    let option: ClientOption
    /// Every word it takes.
    var range: Range<Int>
    var values: [String]
  }

  private let words: [String]

  init(_ words: [String], isSubcommand: (String) -> Bool) {
    self.words = words
    end = words.count
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" {
        end = index
        endOptions(at: index, isSubcommand: isSubcommand)
        return
      }
      if let next = optionEnd(word, at: index) {
        index = next
        continue
      }
      if Self.looksLikeOption(word) {
        firstUnknown = firstUnknown ?? index
      } else if firstUnknown == nil {
        if operands.isEmpty, isSubcommand(word) {
          subcommand = index
          end = index
          return
        }
        operands.append(index)
      }
      index += 1
    }
  }

  /// Behind `--` everything is an operand, and the first of all may still name a sub-command.
  private mutating func endOptions(at index: Int, isSubcommand: (String) -> Bool) {
    guard firstUnknown == nil else { return }
    let isFirst = operands.isEmpty
    operands += (index + 1)..<words.count
    if isFirst, let first = operands.first, isSubcommand(words[first]) {
      subcommand = first
    }
  }

  /// Words are compared byte by byte: a combining mark behind `-` or `=` would hide it in a
  /// `Character`.
  static func looksLikeOption(_ word: String) -> Bool {
    word.utf8.count > 1 && word.utf8.first == UInt8(ascii: "-")
  }

  /// Reads an option with its values; the place behind it, or absent when the word is none.
  private mutating func optionEnd(_ word: String, at index: Int) -> Int? {
    guard Self.looksLikeOption(word) else { return nil }
    if let option = ClientOption.named(word) {
      return take(option, at: index)
    }
    if !word.utf8.starts(with: "--".utf8) {
      return clusterEnd(word, at: index)
    }
    guard let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")),
      let option = ClientOption.named(String(Substring(word.utf8[..<sign]))),
      option.arity != .flag
    else { return nil }
    let value = String(Substring(word.utf8[word.utf8.index(after: sign)...]))
    options.append(Occurrence(option: option, range: index..<index + 1, values: [value]))
    return index + 1
  }

  private mutating func take(_ option: ClientOption, at index: Int) -> Int {
    var next = index + 1
    var values: [String] = []
    switch option.arity {
    case .flag, .attached: break
    case .one, .variadic:
      // Missing: the client stops with an error.
      guard next < words.count else { return next }
      values.append(words[next])
      next += 1
    case .optional:
      if next < words.count, !Self.looksLikeOption(words[next]) {
        values.append(words[next])
        next += 1
      }
    }
    if option.arity == .variadic {
      while next < words.count, !Self.looksLikeOption(words[next]) {
        values.append(words[next])
        next += 1
      }
    }
    options.append(Occurrence(option: option, range: index..<next, values: values))
    return next
  }

  /// `-pc`, `-rNAME`: letters are options one by one, and one that takes a value takes the rest.
  private mutating func clusterEnd(_ word: String, at index: Int) -> Int? {
    var rest = word
    while true {
      if rest != word, let option = ClientOption.named(rest) {
        return take(option, at: index)
      }
      let letters = rest.unicodeScalars
      guard letters.count > 2, let option = ClientOption.named(String(letters.prefix(2))) else {
        break
      }
      guard option.arity == .flag else {
        let value = String(letters.dropFirst(2))
        options.append(Occurrence(option: option, range: index..<index + 1, values: [value]))
        return index + 1
      }
      options.append(Occurrence(option: option, range: index..<index + 1, values: []))
      rest = "-" + String(letters.dropFirst(2))
    }
    guard rest != word else { return nil }
    // The part that is left is an unknown option of its own.
    firstUnknown = firstUnknown ?? index
    return index + 1
  }
}
