internal import RouteEngine

/// A model that its vendor has switched off, or says it will.
struct ModelRetirement: Hashable, Sendable {
  /// The slot whose model took its place: `opus`, `sonnet`, `haiku`.
  let family: String
  /// `2026-06-15`; absent when it is not known and long ago.
  let date: String?

  /// The retirement of the model with an id as any backend writes it; absent when none is known.
  ///
  /// The dates of the native API and of what forwards to it, of Bedrock and of Vertex differ (vendors'
  /// pages, 2026-11-22).
  init?(of id: String, on kind: Backend.Kind) {
    guard let row = Self.rows.first(where: { row in row.stems.contains { id.hasModel($0) } }) else {
      return nil
    }
    family = row.family
    date =
      switch kind {
      case .bedrock, .mantle: row.bedrock ?? row.native
      case .vertex: row.vertex ?? row.native
      case .anthropic, .gateway, .foundry: row.native
      }
  }

  /// "is retired since 2026-06-15", "retires on 2026-11-30"; `today` is a date of the same form.
  func words(today: String) -> String {
    guard let date else { return "is retired" }
    return date <= today ? "is retired since \(date)" : "retires on \(date)"
  }

  private struct Row {
    let family: String
    /// Names of the model, with the family before the version and after it.
    let stems: [String]
    var native: String?
    var bedrock: String?
    var vertex: String?
  }

  private static let rows = [
    Row(
      family: "sonnet",
      stems: ["claude-sonnet-4", "claude-4-sonnet"],
      native: "2026-06-15",
      bedrock: "2026-10-14",
      vertex: "2026-09-14"
    ),
    Row(
      family: "sonnet",
      stems: ["claude-sonnet-4-5", "claude-sonnet-4.5", "claude-4.5-sonnet"],
      native: "2026-11-30"
    ),
    // The client sends the latest Opus instead (measured with client 2.1.330).
    Row(family: "opus", stems: ["claude-opus-4-1", "claude-opus-4.1", "claude-opus-4"]),
    Row(family: "opus", stems: ["claude-3-opus"]),
    Row(
      family: "sonnet",
      stems: [
        "claude-3-sonnet", "claude-3-5-sonnet", "claude-3.5-sonnet", "claude-3-7-sonnet",
        "claude-3.7-sonnet",
      ]
    ),
    Row(
      family: "haiku",
      stems: ["claude-3-haiku", "claude-3-5-haiku", "claude-3.5-haiku", "claude-haiku-4"]
    ),
  ]
}

extension String {
  /// Whether the id names that model: the stem stands at the end, or before a date, a version of the
  /// platform or a variant, never before another digit of its own version.
  ///
  /// `anthropic/claude-sonnet-4`, `us.anthropic.claude-sonnet-4-20250514-v1:0`,
  /// `claude-sonnet-4@20250514`, `claude-sonnet-4-0`.
  fileprivate func hasModel(_ stem: String) -> Bool {
    guard let start = firstRange(of: stem) else { return false }
    if start > startIndex {
      let before = self[index(before: start)]
      guard "./~".contains(before) else { return false }
    }
    let rest = self[index(start, offsetBy: stem.count)...]
    guard let sign = rest.first else { return true }
    guard "-@:[".contains(sign) else { return false }
    let version = rest.dropFirst().prefix { $0.isNumber }
    return sign != "-" || version.count == 8 || version == "0" || version.isEmpty
  }

  private func firstRange(of text: String) -> Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}
