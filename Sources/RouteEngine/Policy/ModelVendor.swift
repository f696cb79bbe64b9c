internal import Diagnostics

/// Whose model an id names.
package enum ModelVendor {
  /// Words that other vendors' model ids begin a part with, as their catalogues write them (2026-11).
  private static let otherFamilies = [
    "chatgpt", "codestral", "command", "deepseek", "devstral", "gemini", "gemma", "glm", "gpt",
    "grok", "kimi", "llama", "magistral", "minimax", "ministral", "mistral", "mixtral", "nemotron",
    "nova", "phi", "qwen", "qwq",
  ]

  /// Whole parts, since they are too short to begin a word with.
  private static let otherParts = ["o1", "o3", "o4"]

  /// `deepseek-v4-pro`, `openai/gpt-5`, `llama3.3:70b`, but not `claude-opus-5-5`.
  package static func isOther(_ id: String) -> Bool {
    let lowered = id.lowercased()
    guard !lowered.containsBytes(of: "claude") else { return false }
    let parts = lowered.split { !$0.isLetter && !$0.isNumber }
    return parts.contains { part in
      otherParts.contains(String(part))
        || otherFamilies.contains { family in
          // `gpt`, `gpt5`, `gpt4o`, but not `novation`.
          part.hasPrefix(family) && part.dropFirst(family.count).first?.isLetter != true
        }
    }
  }
}
