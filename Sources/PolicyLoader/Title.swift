/// What messages call a part of the file: "route `serious`", "the condition of route `serious`".
///
/// Put into words only when there is a message, as there is none in a good policy of thousands of
/// rules.
struct Title: Hashable, Sendable {
  private let part: String?
  private let words: String
  private let name: String?

  /// A thing with a name that the file gives it.
  init(_ words: String, named name: String) {
    self.init(part: nil, words, name)
  }

  private init(part: String?, _ words: String, _ name: String?) {
    self.part = part
    self.words = words
    self.name = name
  }

  /// A part of the thing: "the condition" of route `serious`.
  func part(_ part: String) -> Title {
    self.part == nil
      ? Title(part: part, words, name) : Title(part: part, description, nil)
  }
}

extension Title: ExpressibleByStringInterpolation {
  init(stringLiteral words: String) {
    self.init(part: nil, words, nil)
  }
}

extension Title: CustomStringConvertible {
  var description: String {
    (part.map { $0 + " of " } ?? "") + words + (name.map { " `\($0)`" } ?? "")
  }
}
