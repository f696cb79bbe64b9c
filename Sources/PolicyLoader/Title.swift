internal import RouteEngine

/// What messages call a part of the file: "route `serious`", "the condition of route `serious`".
///
/// Put into words only when there is a message, as there is none in a good policy of thousands of
/// rules.
struct Title: Sendable {
  /// What the file gives names to.
  enum Kind: String, CaseIterable {
    case route
    case constraint
    case invariant
    case test
    case backend
    case `class`
    case alias
    case price = "the price of"
    case retirement = "the retirement of"
  }

  /// What is written below a name.
  enum Part: String, CaseIterable {
    case forbid = "`forbid`"
    case require = "`require`"
    case expect = "`expect`"
    case assume = "`assume`"
    case measured = "`measured`"
    case traits = "`traits`"
    case assumedTraits = "`assumed-traits`"
    case condition = "the condition"
    case target = "a target"
    case entry = "an entry"
  }

  private let part: Part?
  /// Absent when `name` says everything.
  private let kind: Kind?
  private let name: String

  /// A thing with a name that the file gives it.
  init(_ kind: Kind, named name: String) {
    self.init(part: nil, kind, name)
  }

  private init(part: Part?, _ kind: Kind?, _ name: String) {
    self.part = part
    self.kind = kind
    self.name = name
  }

  /// A part of the thing: "the condition" of route `serious`.
  func part(_ part: Part) -> Title {
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
    (part.map { "\($0.rawValue) of " } ?? "") + (kind.map { "\($0.rawValue) `\(name)`" } ?? name)
  }
}

/// Kinds and parts are written as their places; what is none stands behind the last.
extension Title: Prepared {
  private static let kinds = Kind.allCases
  private static let parts = Part.allCases

  func write(to writer: inout PreparedWriter) {
    writer.count(part.flatMap(Self.parts.firstIndex) ?? Self.parts.count)
    writer.count(kind.flatMap(Self.kinds.firstIndex) ?? Self.kinds.count)
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
}
