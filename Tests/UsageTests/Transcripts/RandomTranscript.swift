import JSONTree
import TestSupport
import Usage

/// Lines as a client, a broken disk and a hostile tool could write them.
struct RandomTranscript {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func line() -> [UInt8] {
    var bytes = Array(object(members()).utf8)
    switch Int.random(in: 0..<14, using: &random) {
    case 0: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    case 1:
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let byte = UInt8.random(in: 0...255, using: &random)
      // A line break would end the line.
      bytes[place] = byte == 10 ? 0 : byte
    case 2: bytes.insert(contentsOf: "\0\0".utf8, at: 0)
    case 3: bytes += Array(pick(["\r", " \t", "x", "{}", "\0"]).utf8)
    default: break
    }
    return bytes
  }

  // MARK: Fields

  private mutating func members() -> [(String, String)] {
    let kinds = ["assistant", "assistant", "user", "user", "cost-state", "x"]
    var members = [
      ("type", pick(kinds).quoted),
      ("sessionId", pick(["s-1", "s-2", "s-3"]).quoted),
      ("cwd", pick(["/a", "C:\\b", "é"]).quoted),
      ("timestamp", "1970-01-01T00:00:0\(number(10)).\(number(1_000))Z".quoted),
      ("requestId", pick(["r1", "r2", "null"]).quoted), ("isSidechain", pick(["true", "false"])),
      ("isMeta", "false"), ("message", message()), ("totalCostUSD", pick(["1.5", "0", "2e1"])),
      ("modelUsage", object([("claude-opus-5-5", spending()), ("b", spending())])),
      ("toolUseResult", noise(depth: 0)),
    ]
    if chance(20) {
      members.append(("forkedFrom", object([("sessionId", "s-9".quoted)])))
    }
    return disturbed(members)
  }

  private mutating func message() -> String {
    let part = object(disturbed([("type", pick(["text", "tool_use"]).quoted), ("text", text())]))
    let result = object([("type", "tool_result".quoted), ("content", text())])
    let content = pick([text(), "[\(part)]", "[\(part),\(part)]", "[\(part),\(result)]"])
    let usage = disturbed([
      ("input_tokens", "\(number(100))"), ("output_tokens", "\(number(100))"),
      ("cache_creation_input_tokens", "\(number(100))"), ("cache_read_input_tokens", "5"),
      ("cache_creation", object([("ephemeral_1h_input_tokens", "\(number(100))")])),
    ])
    return object(
      disturbed([
        ("id", "m\(number(40))".quoted), ("content", content), ("usage", object(usage)),
        ("model", pick(["claude-opus-5-5", "b", "<synthetic>", "b", "b"]).quoted),
      ])
    )
  }

  private mutating func spending() -> String {
    object([
      ("inputTokens", "\(number(9))"), ("outputTokens", "1"), ("cacheReadInputTokens", "2"),
      ("cacheCreationInputTokens", "\(number(9))"), ("costUSD", "0.25"),
      ("cacheCreationEphemeral1hInputTokens", "\(number(9))"), ("webSearchRequests", "1"),
    ])
  }

  /// Another order, and now and then another value, a member twice or missing.
  private mutating func disturbed(_ members: [(String, String)]) -> [(String, String)] {
    var members = members
    if chance(9) {
      let place = Int.random(in: 0..<members.count, using: &random)
      switch number(3) {
      case 0: members[place].1 = noise(depth: 0)
      case 1: members.remove(at: place)
      default: members.append((members[place].0, noise(depth: 0)))
      }
    }
    return members.shuffled(using: &random)
  }

  private mutating func noise(depth: Int) -> String {
    switch number(depth > 3 ? 6 : 9) {
    case 0: "null"
    case 1: pick(["true", "false"])
    case 2: pick(["-1", "0.5", "1E3", "12345678901234567890", "7"])
    case 3...5: text()
    case 6: "[\(noise(depth: depth + 1)),\(noise(depth: depth + 1))]"
    case 7: object([("usage", object([("output_tokens", "900")])), ("type", noise(depth: 4))])
    default: object([("message", noise(depth: depth + 1)), ("id", noise(depth: depth + 1))])
    }
  }

  // MARK: Text

  private mutating func text() -> String {
    let pieces = [
      "a", "\\\"", "\\\\", "\\n", "\\u00e9", "\\uD83D\\uDE00", "\\uDE00", "路由", "usage", "}],",
      "\\\\\\\"type\\\":", "        ", "\\/", "{",
    ]
    let count = number(chance(10) ? 300 : 12)
    return "\"" + (0..<count).map { _ in pick(pieces) }.joined() + "\""
  }

  private mutating func object(_ members: [(String, String)]) -> String {
    let space = chance(10) ? " " : ""
    let written = members.map { key, value in
      let key = chance(30) ? Self.escaped(key) : key
      return "\"\(key)\"\(space):\(space)\(value)"
    }
    return "{\(space)" + written.joined(separator: "\(space),\(space)") + "\(space)}"
  }

  private static func escaped(_ key: String) -> String {
    guard let first = key.unicodeScalars.first else { return key }
    let digits = String(first.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits + key.dropFirst()
  }

  private mutating func pick(_ texts: [String]) -> String {
    texts[Int.random(in: 0..<texts.count, using: &random)]
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  /// True once in so many times.
  private mutating func chance(_ times: Int) -> Bool { number(times) == 0 }
}

extension String {
  /// As JSON.
  fileprivate var quoted: String { JSONNode.quoted(self) }
}
