internal import JSONTree

extension SessionRecord.Call {
  init(_ block: JSONNode) {
    id = block["id"]?.string ?? ""
    tool = block["name"]?.string ?? ""
    let members = block["input"]?.members ?? []
    input = Dictionary(
      members.compactMap { member in member.value.string.map { (member.key, $0) } }
    ) { $1 }
  }
}

extension SessionRecord.Retry {
  init(_ node: JSONNode) {
    status = node["error_status"]?.int
    delay = node["retry_delay_ms"]?.count ?? 0
  }
}

extension SessionRecord.TokenCount {
  init(_ usage: JSONNode?) {
    input = usage?["input_tokens"]?.count ?? 0
    cacheWrite = usage?["cache_creation_input_tokens"]?.count ?? 0
    cacheRead = usage?["cache_read_input_tokens"]?.count ?? 0
    output = usage?["output_tokens"]?.count ?? 0
  }

  /// Counts of one answer grow while it is written; what is left out has not changed.
  mutating func raise(to other: SessionRecord.TokenCount) {
    input = max(input, other.input)
    cacheWrite = max(cacheWrite, other.cacheWrite)
    cacheRead = max(cacheRead, other.cacheRead)
    output = max(output, other.output)
  }
}

extension SessionRecord.Outcome {
  init(_ node: JSONNode) {
    isError = node["is_error"] != .truth(false)
    kind = node["subtype"]?.string ?? ""
    apiStatus = node["api_error_status"]?.int
    let errors = node["errors"]?.elements?.compactMap(\.string) ?? []
    text = node["result"]?.string ?? errors.joined(separator: " ")
    dollars = min(max(node["total_cost_usd"]?.double ?? 0, 0), 1_000_000)
    thinkingTokens =
      node["usage"]?["output_tokens_details"]?["thinking_tokens"]?.count ?? 0
    structuredOutput = node["structured_output"]
    var usage: [String: SessionRecord.TokenCount] = [:]
    for member in node["modelUsage"]?.members ?? [] {
      var count = SessionRecord.TokenCount()
      count.input = member.value["inputTokens"]?.count ?? 0
      count.cacheWrite = member.value["cacheCreationInputTokens"]?.count ?? 0
      count.cacheRead = member.value["cacheReadInputTokens"]?.count ?? 0
      count.output = member.value["outputTokens"]?.count ?? 0
      usage[member.key] = count
    }
    self.usage = usage
  }
}

extension JSONNode {
  /// A whole number; absent for anything else.
  var int: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// A number of tokens or milliseconds that can be; absent for anything else, whatever a backend says.
  var count: Int? { int.flatMap { (0...10_000_000_000).contains($0) ? $0 : nil } }

  /// A finite number; absent for anything else.
  var double: Double? {
    guard case .number(let text) = self, let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }
}

extension String {
  /// Without line breaks and other white space in a row, cut to a length that a table has room for.
  package var oneLine: String {
    let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 160 ? "\(words.prefix(157))…" : words
  }
}
