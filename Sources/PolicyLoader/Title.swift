internal import RouteEngine

/// What messages call a part of the file: "route `serious`", "the condition of route `serious`".
///
/// Put into words only when there is a message, as there is none in a good policy of thousands of
/// rules.
struct Title: Sendable {
  // Texts of the program need no counting of references.
  private let part: StaticString?
  /// Absent when `name` says everything.
  private let kind: StaticString?
  private let name: String

  /// A thing with a name that the file gives it.
  init(_ kind: StaticString, named name: String) {
    self.init(part: nil, kind, name)
  }

  private init(part: StaticString?, _ kind: StaticString?, _ name: String) {
    self.part = part
    self.kind = kind
    self.name = name
  }

  /// A part of the thing: "the condition" of route `serious`.
  func part(_ part: StaticString) -> Title {
    self.part == nil ? Title(part: part, kind, name) : Title(part: part, nil, description)
  }
}

extension Title: ExpressibleByStringInterpolation {
  init(stringLiteral words: String) {
    self.init(part: nil, nil, words)
  }
}

extension Title: CustomStringConvertible {
  var description: String {
    (part.map { "\($0) of " } ?? "") + (kind.map { "\($0) `\(name)`" } ?? name)
  }
}

/// What the built-in policy's titles consist of has a number.
extension Title: Prepared {
  private static let parts: [StaticString] = ["`forbid`", "`require`", "`expect`", "`assume`"]
  private static let kinds: [StaticString] = ["route", "constraint", "invariant", "test"]

  func write(to writer: inout PreparedWriter) {
    writer.count(Self.number(of: part, in: Self.parts, &writer))
    writer.count(Self.number(of: kind, in: Self.kinds, &writer))
    writer.text(name)
  }

  init(from reader: inout PreparedReader) {
    let part = reader.count()
    let kind = reader.count()
    self.init(
      part: Self.parts.indices.contains(part) ? Self.parts[part] : nil,
      Self.kinds.indices.contains(kind) ? Self.kinds[kind] : nil,
      reader.text()
    )
  }

  /// The place among the known ones; behind them for none.
  private static func number(
    of words: StaticString?,
    in known: [StaticString],
    _ writer: inout PreparedWriter
  ) -> Int {
    guard let words else { return known.count }
    if let index = known.firstIndex(where: { $0.description == words.description }) { return index }
    writer.refuse()
    return known.count
  }
}
