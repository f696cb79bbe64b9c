internal import Diagnostics

/// What a file may not do, although it is YAML.
extension Diagnostic {
  private static func yaml(_ place: SourcePlace, _ message: String, help: String) -> Diagnostic {
    Diagnostic(.error, "yaml", at: place, message, help: help)
  }

  private static func beginning(of file: String) -> SourcePlace {
    SourcePlace(file: file, range: SourceRange(at: SourcePosition(line: 1, column: 1)))
  }

  // MARK: - The file as a whole

  static func empty(file: String) -> Diagnostic {
    yaml(
      beginning(of: file),
      "the file is empty",
      help: "a policy begins with `version: 1`"
    )
  }

  static func tooLarge(_ budget: YAMLBudget, file: String) -> Diagnostic {
    yaml(
      beginning(of: file),
      "the file has more than the \(budget.maximumBytes) bytes that are read",
      help: "make it smaller"
    )
  }

  static func tooDeep(_ budget: YAMLBudget, at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "lists and mappings are nested more than \(budget.maximumDepth) deep",
      help: "write it flatter"
    )
  }

  static func tooManyNodes(_ budget: YAMLBudget, at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "the file holds more than \(budget.maximumNodes) keys and values",
      help: "make it smaller"
    )
  }

  static func secondDocument(at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "a second document begins here, and a file holds one",
      help: "delete the `---`, or move what follows into a file of its own"
    )
  }

  static func directive(at place: SourcePlace) -> Diagnostic {
    yaml(place, "directives are not supported", help: "delete the line that begins with `%`")
  }

  // MARK: - Characters

  static func notUTF8(_ message: String, at place: SourcePlace) -> Diagnostic {
    yaml(place, message, help: "save the file as UTF-8")
  }

  static func forbiddenCharacter(_ scalar: Unicode.Scalar, at place: SourcePlace) -> Diagnostic {
    if scalar.isBidirectionalControl {
      return yaml(
        place,
        "the invisible character \(scalar.codePoint) is not allowed",
        help: "delete it: it changes the order in which a screen shows the text"
      )
    }
    return yaml(
      place,
      "the control character \(scalar.codePoint) is not allowed",
      help: "delete it"
    )
  }

  // MARK: - Nodes

  static func anchor(_ name: String, at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "anchors are not supported: `&\(name.shortened)`",
      help: "delete it, and write the value out wherever it is needed"
    )
  }

  static func alias(_ name: String, at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "aliases are not supported: `*\(name.shortened)`",
      help: "write the value out; a text that begins with `*` belongs in quotes"
    )
  }

  static func tag(at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "tags are not supported",
      help: "delete it; a text that begins with `!` belongs in quotes"
    )
  }

  static func mergeKey(at place: SourcePlace) -> Diagnostic {
    yaml(
      place,
      "merge keys are not supported: `<<`",
      help: "write the keys out wherever they are needed"
    )
  }

  static func missingKey(at place: SourcePlace) -> Diagnostic {
    yaml(place, "there is no key before the `:`", help: "write `name: value`")
  }

  static func keyIsCollection(_ kind: String, at place: SourcePlace) -> Diagnostic {
    yaml(place, "a key must be a text, not \(kind)", help: "write `name: value`")
  }

  static func duplicate(
    _ key: String,
    at place: SourcePlace,
    first: SourcePlace
  ) -> Diagnostic {
    Diagnostic(
      .error,
      "duplicate-name",
      at: place,
      "the key `\(key.shortened)` is defined twice",
      notes: [Note("first defined here", at: first)],
      help: "delete one of them, or give it another name"
    )
  }
}

extension String {
  /// At most 60 characters of it, since a message is one line.
  fileprivate var shortened: String {
    let limit = 60
    guard let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex),
      end < endIndex
    else { return self }
    return self[..<end] + "…"
  }
}
