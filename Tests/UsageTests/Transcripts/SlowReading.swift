import JSONTree
import Usage

/// The same rules over a tree of the whole line, one sentence of them after the other.
struct SlowReading {
  private let root: JSONNode

  static func meaning(of bytes: [UInt8]) -> ReadLine {
    let line = Array(bytes.drop { $0 == 0 })
    guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return .other }
    // The client repairs what is no UTF-8 before it parses.
    let repaired = Array(String(decoding: line, as: UTF8.self).utf8)
    guard repaired.first != 0xEF, let root = try? JSONNode(parsing: repaired),
      root.members != nil
    else { return .unreadable }
    return SlowReading(root: root).meaning
  }

  private var meaning: ReadLine {
    switch root["type"]?.string {
    case "assistant":
      if root["message"]?["model"]?.string == "<synthetic>" { return .other }
      return reply.map { .reply($0) } ?? .unreadable
    case "user":
      if [root["isMeta"], root["isSidechain"], root["isCompactSummary"]].contains(.truth(true)) {
        return .other
      }
      return prompt
    case "cost-state": return costState ?? .unreadable
    default: return .other
    }
  }

  private var reply: ReadReply? {
    guard let message = root["message"], let usage = message["usage"],
      let id = message["id"]?.string, id != "", let model = message["model"]?.string,
      let session = root["requestSessionId"]?.string ?? origin ?? root["sessionId"]?.string,
      let time, usage.members != nil,
      let tokens = tokens(
        [usage["input_tokens"], usage["output_tokens"], usage["cache_read_input_tokens"]]
          + [usage["cache_creation_input_tokens"]],
        details: usage["cache_creation"]
      )
    else { return nil }
    var reply = ReadReply()
    (reply.time, reply.session, reply.message, reply.model) = (time, session, id, model)
    reply.folder = root["cwd"]?.string
    reply.request = root["requestId"]?.string
    reply.isSidechain = root["isSidechain"] == .truth(true)
    reply.usage = tokens
    return reply
  }

  private var prompt: ReadLine {
    guard let content = root["message"]?["content"] else { return .unreadable }
    guard content.string != nil || content.elements != nil else { return .unreadable }
    let parts = content.elements ?? []
    let texts = parts.filter { $0["type"]?.string == "text" }.compactMap { $0["text"]?.string }
    let hasResult = parts.contains { $0["type"]?.string == "tool_result" }
    guard content.string != nil || (!texts.isEmpty && !hasResult) else { return .other }
    guard let session = origin ?? root["sessionId"]?.string, let time else { return .unreadable }
    let text = content.string ?? texts.joined(separator: "\n")
    return .prompt(
      ReadPrompt(time: time, session: session, folder: root["cwd"]?.string, text: text)
    )
  }

  private var costState: ReadLine? {
    guard let session = root["sessionId"]?.string, let total = amount(root["totalCostUSD"]),
      let members = root["modelUsage"]?.members
    else { return nil }
    var models: [ModelSpending] = []
    for member in members {
      let part = member.value
      let counts = [
        part["inputTokens"], part["outputTokens"], part["cacheReadInputTokens"],
        part["cacheCreationInputTokens"],
      ]
      let hour = part["cacheCreationEphemeral1hInputTokens"] ?? .null
      let details = JSONNode.object([JSONMember(key: "ephemeral_1h_input_tokens", value: hour)])
      guard part.members != nil, let usage = tokens(counts, details: details),
        let cost = amount(part["costUSD"])
      else { return nil }
      let searches = count(part["webSearchRequests"]) ?? 0
      models.append(
        ModelSpending(model: member.key, usage: usage, webSearches: searches, totalUSD: cost)
      )
    }
    let isGuess = root["hasUnknownModelCost"] == .truth(true)
    return .costState(
      session: session,
      SessionSpending(totalUSD: total, models: models, hasUnknownPrice: isGuess)
    )
  }

  private var time: Timestamp? { (root["timestamp"]?.string).flatMap { Timestamp($0.utf8) } }

  private var origin: String? { root["forkedFrom"]?["sessionId"]?.string }

  private func tokens(_ nodes: [JSONNode?], details: JSONNode?) -> TokenUsage? {
    let counts = nodes.compactMap(count)
    guard counts.count == 4, details == nil || details == .null || details?.members != nil,
      let hour = count(details?["ephemeral_1h_input_tokens"])
    else { return nil }
    return TokenUsage(
      input: counts[0],
      output: counts[1],
      cacheWrite5m: max(0, counts[3] - hour),
      cacheWrite1h: min(counts[3], hour),
      cacheRead: counts[2]
    )
  }

  private func count(_ node: JSONNode?) -> Int? {
    switch node {
    case nil, .null: 0
    case .number(let literal) where literal.count <= 15 && literal.allSatisfy(\.isNumber):
      Int(literal)
    default: nil
    }
  }

  private func amount(_ node: JSONNode?) -> Double? {
    guard case .number(let literal) = node, let amount = Double(literal), amount >= 0 else {
      return nil
    }
    return amount.isFinite ? amount : nil
  }
}
