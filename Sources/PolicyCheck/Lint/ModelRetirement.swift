internal import Diagnostics
package import RouteEngine

/// That a model's vendor, or a cloud that serves it, switches it off.
package struct ModelRetirement: Hashable, Sendable {
  package let day: CalendarDay
  /// What to write instead, as an id or as words around one.
  package let successor: String

  /// The retirement of what an id asks a kind of backend for; absent when none is known.
  ///
  /// The days are those of a list of prices. The id may be written as any platform writes it: `anthropic/claude-sonnet-4`,
  /// `us.anthropic.claude-sonnet-4-20250514-v1:0`, `claude-sonnet-4@20250514`.
  package init?(of id: String, on kind: Backend.Kind, in prices: PriceList) {
    let name = Self.name(ofID: id)
    guard let day = prices.retirements[name]?.day(on: kind) else { return nil }
    self.day = day
    // Claude 2, which had no families, was what Sonnet is.
    let family = Family.allCases.first { name.containsBytes(of: $0.rawValue) } ?? .sonnet
    successor = Self.successor(of: family, on: kind, id: id)
  }

  private enum Family: String, CaseIterable {
    case opus
    case sonnet
    case haiku
  }

  /// The model without what platforms put around its name: a vendor, a date, their own version.
  private static func name(ofID id: String) -> String {
    var name = Substring(id.lowercased())
    if let slash = name.lastIndex(of: "/") {
      name = name[name.index(after: slash)...]
    }
    name = name.prefix { !"@:[".contains($0) }
    var parts = name.split(whereSeparator: { "-.".contains($0) })[...]
    if let vendor = parts.lastIndex(of: "anthropic") {
      parts = parts[(vendor + 1)...]
    }
    if let last = parts.last, parts.count > 2, last.first == "v", last.dropFirst().isNumeric {
      parts.removeLast()
    }
    if let last = parts.last, last == "latest" || last.count == 8 && last.isNumeric {
      parts.removeLast()
    }
    return parts.joined(separator: "-")
  }

  /// The ids that the built-in policy uses (client 2.1.330, and the clouds' documentation, 2026-11).
  private static func successor(of family: Family, on kind: Backend.Kind, id: String) -> String {
    let native = "claude-\(family.rawValue)-5-5"
    switch kind {
    case .anthropic: return "write `\(native)`"
    case .bedrock, .mantle:
      let isHaiku = family == .haiku
      return "write `anthropic.\(isHaiku ? "claude-haiku-4-5-20251001-v1:0" : native)`"
    case .vertex:
      return "write `\(family == .haiku ? "claude-haiku-4-5@20251001" : native)`"
    case .foundry:
      return "deploy `\(native)`, and write the deployment's name"
    case .gateway:
      // As OpenRouter and those that follow it write ids.
      return id.hasPrefix("anthropic/")
        ? "write `~anthropic/claude-\(family.rawValue)-latest`"
        : "write `\(native)`, as this gateway spells it"
    }
  }
}

extension PriceList.Retirement {
  fileprivate func day(on kind: Backend.Kind) -> CalendarDay? {
    switch kind {
    case .anthropic, .gateway, .foundry: api
    case .bedrock, .mantle: bedrock
    case .vertex: vertex
    }
  }
}

extension Substring {
  fileprivate var isNumeric: Bool {
    !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
