package import RouteEngine

/// That a model's vendor, or a cloud that serves it, switches it off.
package struct ModelRetirement: Hashable, Sendable {
  package let day: CalendarDay
  /// What to write instead, as an id or as words around one.
  package let successor: String

  /// The retirement of what an id asks a kind of backend for; absent when none is known.
  ///
  /// The id may be written as any platform writes it: `anthropic/claude-sonnet-4`,
  /// `us.anthropic.claude-sonnet-4-20250514-v1:0`, `claude-sonnet-4@20250514`.
  package init?(of id: String, on kind: Backend.Kind) {
    let name = Self.name(ofID: id)
    guard let row = Self.rows.first(where: { $0.names.contains(name) }),
      let date = row.date(on: kind), let day = CalendarDay(date)
    else { return nil }
    self.day = day
    successor = Self.successor(of: row.family, on: kind, id: id)
  }

  private enum Family: String {
    case opus
    case sonnet
    case haiku
  }

  private struct Row {
    let names: [String]
    let family: Family
    /// Of Anthropic's API, of Foundry, and of gateways, which forward to it.
    let native: String
    let bedrock: String?
    let vertex: String?

    init(
      _ family: Family,
      _ names: [String],
      native: String,
      bedrock: String? = nil,
      vertex: String? = nil
    ) {
      (self.family, self.names) = (family, names)
      (self.native, self.bedrock, self.vertex) = (native, bedrock, vertex)
    }

    func date(on kind: Backend.Kind) -> String? {
      switch kind {
      case .anthropic, .gateway, .foundry: native
      case .bedrock, .mantle: bedrock
      case .vertex: vertex
      }
    }
  }

  // Anthropic, "Model deprecations" (platform.claude.com, read in 2026-11): the dates are those of its
  // own platforms and of Microsoft Foundry. Clouds have dates of their own; Sonnet 4's are known.
  private static let rows = [
    Row(.sonnet, ["claude-sonnet-4-5", "claude-4-5-sonnet"], native: "2026-11-30"),
    Row(.opus, ["claude-opus-4-1", "claude-4-1-opus"], native: "2026-08-05"),
    Row(.opus, ["claude-opus-4", "claude-opus-4-0", "claude-4-opus"], native: "2026-06-15"),
    Row(
      .sonnet,
      ["claude-sonnet-4", "claude-sonnet-4-0", "claude-4-sonnet"],
      native: "2026-06-15",
      bedrock: "2026-10-14",
      vertex: "2026-09-14"
    ),
    Row(.haiku, ["claude-3-haiku"], native: "2026-04-20"),
    Row(.haiku, ["claude-3-5-haiku"], native: "2026-02-19"),
    Row(.sonnet, ["claude-3-7-sonnet"], native: "2026-02-19"),
    Row(.opus, ["claude-3-opus"], native: "2026-01-05"),
    Row(.sonnet, ["claude-3-5-sonnet"], native: "2025-10-28"),
    Row(
      .sonnet,
      ["claude-3-sonnet", "claude-2-1", "claude-2-0", "claude-2"],
      native: "2025-07-21"
    ),
  ]

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

extension Substring {
  fileprivate var isNumeric: Bool {
    !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
