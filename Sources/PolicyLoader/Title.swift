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

/// Without parts of things.
extension Title: Prepared {
  private static let kinds: [StaticString] = ["route", "constraint", "invariant", "test"]

  func write(to writer: inout PreparedWriter) {
    let index = Self.kinds.firstIndex { $0.description == kind?.description }
    writer.count(index ?? Self.kinds.count)
    writer.text(name)
    if part != nil || (kind != nil && index == nil) { writer.refuse() }
  }

  init(from reader: inout PreparedReader) {
    let index = reader.count()
    let kind = Self.kinds.indices.contains(index) ? Self.kinds[index] : nil
    self.init(part: nil, kind, reader.text())
  }
}
