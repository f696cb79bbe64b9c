internal import Diagnostics

/// A message for one of libyaml's, and what to do.
struct SyntaxExplanation {
  var message: String
  var help: String?
  /// What libyaml's context is, when it explains the mistake.
  var opening: String?
  /// Where to point when libyaml's own place is not the one to mend.
  var position: SourcePosition?

  init(_ message: String, help: String? = nil, opening: String? = nil) {
    self.message = message
    self.help = help
    self.opening = opening
  }

  /// From libyaml 0.2.5, scanner.c and parser.c.
  init(_ error: SyntaxError, lines: SyntaxLines) {
    switch error.problem {
    case "could not find expected ':'":
      self = .missingColon(error, lines)
    case "mapping values are not allowed in this context":
      self = .unexpectedColon(error, lines)
    case "did not find expected key":
      self = .expectedKey(error, lines)
    case "did not find expected ',' or ']'":
      self = .unclosed("[", "]", error, lines)
    case "did not find expected ',' or '}'":
      self = .unclosed("{", "}", error, lines)
    case "did not find expected node content":
      self = .expectedValue(error, lines)
    case "found character that cannot start any token",
      "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      self = .unexpectedCharacter(error, lines)
    case "found unexpected end of stream", "found unexpected document indicator":
      let quote = lines.tail(error.contextPosition).prefix(1)
      self.init(
        "the quote `\(quote)` is never closed",
        help: "add `\(quote)` where the text ends",
        opening: "opened here"
      )
    case "block sequence entries are not allowed in this context",
      "did not find expected '-' indicator":
      self.init(
        "a list item cannot begin here",
        help: "write each `- ` on a line of its own, all indented alike"
      )
    case "found unexpected ':'":
      self.init(
        "a `:` needs a space behind it",
        help: "write `name: value`, or put the whole text in quotes"
      )
    case "did not find expected <document start>":
      self = .expectedEnd(error, lines)
    default:
      self = Self.escape(error) ?? Self.rare(error)
    }
  }
}

// MARK: - Keys

extension SyntaxExplanation {
  private static func missingColon(_ error: SyntaxError, _ lines: SyntaxLines) -> Self {
    var explanation = SyntaxExplanation(
      "there is no `:` behind this key",
      help: "write `name: value`, or indent the line when it goes on with the text above"
    )
    explanation.position = error.contextPosition
    return explanation
  }

  private static func unexpectedColon(_ error: SyntaxError, _ lines: SyntaxLines) -> Self {
    if lines.head(error.position).containsBytes(of: ": ") {
      return SyntaxExplanation(
        "a second `:` on this line",
        help: "put a value that contains `: ` in quotes, or begin a new line"
      )
    }
    return SyntaxExplanation(
      "a key cannot begin on this line",
      help: "indent it like the keys it belongs to; the value above is already complete"
    )
  }

  private static func expectedKey(_ error: SyntaxError, _ lines: SyntaxLines) -> Self {
    let tail = lines.tail(error.position)
    let isFirst = lines.head(error.position).allSatisfy { $0 == " " }
    if tail.hasPrefix("- ") || tail == "-" {
      return SyntaxExplanation(
        "a list item among the keys of a mapping",
        help: "indent the `-` below the key it belongs to",
        opening: "the mapping begins here"
      )
    }
    if tail.hasPrefix(":") {
      return SyntaxExplanation("there is no key before the `:`", help: "write `name: value`")
    }
    if isFirst {
      return SyntaxExplanation(
        "this line is indented like none of those above it",
        help: "give all keys of one mapping the same number of spaces",
        opening: "the mapping begins here"
      )
    }
    if let closing = tail.first, closing == "]" || closing == "}" {
      return SyntaxExplanation("`\(closing)` closes nothing", help: "delete it")
    }
    return SyntaxExplanation(
      "text follows a value that is already complete",
      help: "put the whole value in quotes, or begin a new line"
    )
  }
}

// MARK: - Brackets and values

extension SyntaxExplanation {
  private static func unclosed(
    _ opening: String,
    _ closing: String,
    _ error: SyntaxError,
    _ lines: SyntaxLines
  ) -> Self {
    if error.position.line == error.contextPosition.line, !lines.isBehindEnd(error.position) {
      return SyntaxExplanation(
        "expected `,` or `\(closing)` here",
        help: "a value that contains `: `, `,`, `[`, `]`, `{` or `}` belongs in quotes",
        opening: "the `\(opening)` is opened here"
      )
    }
    return SyntaxExplanation(
      "the `\(opening)` is never closed",
      help: "add `\(closing)` behind the last value",
      opening: "opened here"
    )
  }

  private static func expectedValue(_ error: SyntaxError, _ lines: SyntaxLines) -> Self {
    if lines.isBehindEnd(error.position) {
      return SyntaxExplanation("the file ends inside brackets", help: "close them")
    }
    guard let found = lines.tail(error.position).first else {
      return SyntaxExplanation("a value is missing here", help: "write one, or `\"\"`")
    }
    if found == ":" {
      return SyntaxExplanation("there is no key before the `:`", help: "write `name: value`")
    }
    return SyntaxExplanation(
      "expected a value, found `\(found)`",
      help: "delete it; a text that begins with it belongs in quotes"
    )
  }

  private static func unexpectedCharacter(_ error: SyntaxError, _ lines: SyntaxLines) -> Self {
    guard let found = lines.tail(error.position).first, found != "\t" else {
      return SyntaxExplanation("a tab indents this line", help: "indent with spaces")
    }
    return SyntaxExplanation(
      "a text cannot begin with `\(found)`",
      help: "put it in quotes"
    )
  }

  private static func expectedEnd(_ error: SyntaxError, _ lines: SyntaxLines) -> Self {
    if let found = lines.tail(error.position).first, found == "&" || found == "!" {
      return SyntaxExplanation("anchors and tags are not supported", help: "delete them")
    }
    return SyntaxExplanation(
      "text follows the end of the document",
      help: "delete it, or indent it like the keys it belongs to"
    )
  }

  /// What may be wrong behind a backslash.
  private static func escape(_ error: SyntaxError) -> Self? {
    switch error.problem {
    case "found unknown escape character":
      SyntaxExplanation(
        "this escape means nothing in double quotes",
        help: "write `\\\\` for a backslash, or use single quotes"
      )
    case "did not find expected hexdecimal number":
      SyntaxExplanation(
        "this escape lacks hexadecimal digits",
        help: "write two behind `\\x`, four behind `\\u`, eight behind `\\U`"
      )
    case "found invalid Unicode character escape code":
      SyntaxExplanation("this escape names no character", help: "write the character itself")
    default:
      nil
    }
  }

  /// What people seldom meet: libyaml's words, with its reason.
  private static func rare(_ error: SyntaxError) -> Self {
    switch error.context {
    case "while scanning an alias":
      SyntaxExplanation(
        "aliases are not supported",
        help: "a text that begins with `*` belongs in quotes"
      )
    case "while scanning an anchor":
      SyntaxExplanation(
        "anchors are not supported",
        help: "a text that begins with `&` belongs in quotes"
      )
    case "while scanning a tag", "while parsing a tag", "while parsing a node":
      SyntaxExplanation(
        "tags are not supported",
        help: "a text that begins with `!` belongs in quotes"
      )
    case "while scanning a directive":
      SyntaxExplanation(
        "directives are not supported",
        help: "a text that begins with `%` belongs in quotes"
      )
    case "while scanning a block scalar":
      SyntaxExplanation(
        "`|` and `>` must end their line",
        help: "begin the text on the next line, or put a text that begins with them in quotes"
      )
    default:
      SyntaxExplanation("the syntax is broken: \(error.problem)")
    }
  }
}
