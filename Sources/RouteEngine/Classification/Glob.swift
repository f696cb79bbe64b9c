/// A gitignore pattern, byte for byte as git matches it (gitignore(5), `wildmatch.c` of git 2.39).
///
/// Two globs are the same when they are written the same. Time is at worst proportional to the
/// length of the pattern times the length of the path.
package struct Glob: Hashable, Sendable {
  /// As written.
  package let text: String
  /// Absent in a plain pattern for values, of which a policy may have thousands: it is read when a
  /// value that begins like it is compared.
  private let reading: Reading?

  /// What a pattern is compared with.
  package enum Subject: Hashable, Sendable {
    /// One pattern, many files.
    case paths
    /// One value, many patterns: a branch, a project.
    case values
  }

  /// Why a text is no pattern.
  package struct Fault: Error, Hashable, Sendable {
    /// One clause, lower case, for the end of a message.
    package let reason: String
  }

  /// Either subject can be compared with any pattern; the one that is named is the faster.
  ///
  /// - Throws: for whatever a `.gitignore` would skip, negate, or silently never match.
  package init(_ text: String, for subject: Subject = .paths) throws(Fault) {
    self.text = text
    reading = subject == .values && GlobSource.isPlain(text) ? nil : try Reading(text)
  }

  /// The same pattern without gitignore's reading of slashes, for values that are no files.
  var whole: GlobSegments { settled.whole }

  private var settled: Reading {
    if let reading { return reading }
    do {
      return try Reading(text)
    } catch {
      preconditionFailure("`\(text)` was a pattern before: \(error.reason)")
    }
  }

  /// Whether a `.gitignore` with this one pattern, at the top, would ignore that file.
  ///
  /// True also when a folder on the way to the file matches. The path is normalised lexically first
  /// (`./a//b` is `a/b`); an absolute one counts from `/`; a trailing slash makes it a folder.
  package func matches(path: String) -> Bool {
    matches(GlobPath(path))
  }

  /// The same for a path that was normalised once for many globs.
  package func matches(_ path: GlobPath) -> Bool {
    settled.rule.ignores(path)
  }

  /// Whether the pattern, anchored at both ends, matches a value such as a branch name.
  ///
  /// `*` and `?` stop at `/`, `**` between slashes does not; a leading or trailing slash is literal.
  package func matchesWhole(_ text: String) -> Bool {
    guard reading != nil || text.utf8.starts(with: self.text.utf8.prefix { $0.isGlobLiteral })
    else {
      return false
    }
    let bytes = Array(text.utf8)
    return whole.match(in: bytes, from: 0) { $0 > bytes.count }
  }

  package static func == (left: Glob, right: Glob) -> Bool {
    left.text == right.text
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}

extension Glob {
  /// A pattern taken apart.
  private struct Reading: Sendable {
    let rule: GlobRule
    let whole: GlobSegments

    init(_ text: String) throws(Fault) {
      let pattern = try GlobSource.pattern(of: text)
      rule = try GlobRule(pattern)
      whole = try GlobSegments(pattern[...])
    }
  }
}

extension UInt8 {
  /// Whether the byte stands for itself wherever it stands in a pattern, but for a first `!` or `#`.
  fileprivate var isGlobLiteral: Bool {
    switch self {
    case 0, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "): false
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): false
    default: true
    }
  }
}

/// The text of a pattern as git's line reader leaves it.
enum GlobSource {
  /// Whether the text is a pattern that is not worth taking apart to know it is one: it begins with a
  /// letter or a digit, and has no brackets, escapes, spaces or controls.
  static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard let first = unsafe bytes.first, first.isASCIILetter || first.isASCIIDigit else {
        return false
      }
      return unsafe bytes.allSatisfy {
        $0.isGlobLiteral || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?")
      }
    }
  }

  static func pattern(of text: String) throws(Glob.Fault) -> [UInt8] {
    var bytes = Array(text.utf8)
    if bytes.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\n") }) {
      throw Glob.Fault(reason: "a pattern is one line without NUL")
    }
    // git takes a line's end of `\r\n` for one.
    if bytes.last == UInt8(ascii: "\r") {
      bytes.removeLast()
    }
    switch bytes.first {
    case UInt8(ascii: "!"):
      throw Glob.Fault(reason: "a leading `!` negates; write `\\!` for the character itself")
    case UInt8(ascii: "#"):
      throw Glob.Fault(
        reason: "a leading `#` makes a comment; write `\\#` for the character itself"
      )
    default:
      break
    }
    dropTrailingSpaces(of: &bytes)
    if bytes.allSatisfy({ $0 == UInt8(ascii: "/") }) {
      throw Glob.Fault(reason: "the pattern names nothing")
    }
    return bytes
  }

  /// Spaces at the end are dropped unless a backslash stands before them.
  private static func dropTrailingSpaces(of bytes: inout [UInt8]) {
    var keep = 0
    var index = 0
    while index < bytes.count {
      let isEscape = bytes[index] == UInt8(ascii: "\\")
      index += isEscape ? 2 : 1
      if isEscape || bytes[index - 1] != UInt8(ascii: " ") {
        keep = min(index, bytes.count)
      }
    }
    bytes.removeLast(bytes.count - keep)
  }
}
