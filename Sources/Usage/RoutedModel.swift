internal import Diagnostics

/// The model that a route asks for, beside the one that runs.
package struct RoutedModel: Hashable, Sendable {
  private let id: String
  private let slots: [Slot]

  /// A family of the client's and the id that stands for it on the route.
  package struct Slot: Hashable, Sendable {
    let family: String
    let id: String

    /// From its parts.
    package init(family: String, id: String) {
      self.family = family
      self.id = id
    }
  }

  /// `id` is what the route sends, or one of the client's aliases.
  package init(id: String, slots: [Slot]) {
    self.id = id
    self.slots = slots
  }

  /// What the model that runs is called: the name of its slot, else its family where that tells it
  /// from the route's, else its id; absent when it is the route's.
  package func other(_ running: String) -> String? {
    guard !isSame(running) else { return nil }
    if let slot = slots.first(where: { Self.plain($0.id) == Self.plain(running) }) {
      return slot.family
    }
    guard let family = ModelFamily(of: running), family != ModelFamily(of: id) else {
      return running
    }
    return family.rawValue
  }

  private func isSame(_ running: String) -> Bool {
    let wanted = Self.plain(id)
    if let family = ModelFamily(rawValue: wanted) {
      let resolved = slots.first { $0.family == wanted }.map { Self.plain($0.id) }
      return ModelFamily(of: running) == family || Self.plain(running) == resolved
    }
    return Self.changing.contains(wanted) || Self.plain(running) == wanted
  }

  /// Aliases of the client's that stand for one model or another as the session goes on.
  private static let changing: Set<String> = ["best", "default", "opusplan"]

  /// Whether the client knows the price of a model, by a family and a version in its id; for any other
  /// it takes the price of its default (measured with client 2.1.330).
  package static func isPricedByClient(_ id: String) -> Bool {
    let text = id.lowercased()
    return ModelFamily.allCases.contains { family in
      var rest = text[...]
      while let found = rest.firstRange(ofBytesOf: "claude-\(family.rawValue)-") {
        rest = rest[found.upperBound...]
        if rest.first?.isNumber == true { return true }
      }
      return false
    }
  }

  /// Without what makes no other model of it: the length of the context, the day of the version, the
  /// cloud's prefix and suffix.
  private static func plain(_ id: String) -> String {
    var text = Substring(id.lowercased())
    if text.hasSuffix("]"), let bracket = text.lastIndex(of: "[") {
      text = text[..<bracket]
    }
    if let vendor = text.firstRange(ofBytesOf: "anthropic."), text.hasSuffix(":0") {
      text = text[vendor.upperBound...].dropLast(2)
    }
    for version in ["-v1", "-v2"] where text.hasSuffix(version) {
      text = text.dropLast(version.count)
    }
    if let mark = text.lastIndex(where: { $0 == "-" || $0 == "@" }) {
      let day = text[text.index(after: mark)...]
      if day.utf8.count == 8,
        day.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      {
        text = text[..<mark]
      }
    }
    return String(text)
  }
}
