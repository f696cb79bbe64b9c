package import JSONTree

/// What the client tells its status line about the session (measured with client 2.1.330).
///
/// Each absent when the client does not say it, or says what it cannot be.
package struct StatusLineInput: Hashable, Sendable {
  /// The model that runs, as it is sent.
  package let modelID: String?
  /// The client's own reckoning, in US dollars.
  package let dollars: Double?
  /// In the context of the last request: sent anew, written to the cache, and read from it.
  package let contextTokens: Int?
  /// The session's transcript, an absolute path.
  package let transcriptPath: String?
  /// Where the session was started.
  package let projectFolder: String?

  /// From the document on standard input.
  package init(_ document: JSONNode) {
    modelID = document["model"]?["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    dollars = document["cost"]?["total_cost_usd"]?.amount
    contextTokens = document["context_window"]?["total_input_tokens"]?.amount.map { Int($0) }
    transcriptPath = document["transcript_path"]?.string
      .flatMap { $0.hasPrefix("/") && $0.hasSuffix(".jsonl") ? $0 : nil }
    projectFolder = document["workspace"]?["project_dir"]?.string
      .flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Knows nothing.
  package static let empty = StatusLineInput(.null)
}

extension JSONNode {
  /// A number that money or tokens can be.
  fileprivate var amount: Double? {
    guard case .number(let text) = self, let value = Double(text), value >= 0,
      value < 1_000_000_000_000
    else { return nil }
    return value
  }
}
