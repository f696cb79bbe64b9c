import TestSupport

/// Policies in the many ways in which people write them.
struct PolicyShapes {
  private var random: SeededGenerator
  private var step = 2

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// A sound policy that says something of `bulk`, or nothing.
  mutating func policy() -> String {
    step = Int.random(in: 1...4, using: &random)
    var sections: [[String]] = [["version: 1\(comment())"], ["name: \(one(of: Self.texts))"]]
    sections.append(["description: |\(one(of: ["", "-", "+"]))", "  some", "  text", ""])
    sections.append(["x-list: [one,", "  two]\(comment())"])
    if coin() { sections.append(classes()) }
    sections.shuffle(using: &random)
    var lines = coin() ? ["# Mine"] : []
    for section in sections {
      lines += section
      if coin() { lines.append("") }
      if coin() { lines.append("# \(one(of: Self.comments))") }
    }
    let lineBreak = coin() ? "\n" : "\r\n"
    let text = lines.joined(separator: lineBreak) + lineBreak
    return (coin() ? "" : "\u{FEFF}") + text + (coin() ? "" : "# no line break")
  }

  private static let texts = [
    "one", "'it''s two'", "\"th\\u0072ee \\\" x\"", "fünf 是 😀", "\"# six\"", "a:b", "seven [x]",
  ]
  private static let flowTexts = ["one", "'it''s, two'", "\"th]ree\"", "fünf 是 😀", "a b"]
  private static let comments = ["why: [not", "- an item", "'quoted", "ünder 😀"]

  private mutating func classes() -> [String] {
    guard coin(3) else {
      let inner = coin() ? "" : "bulk: \(flowClass())"
      return ["classes: {\(inner)}\(comment())"]
    }
    var blocks = [[space(1) + "ops:", space(2) + "protective: true"]]
    if coin(3) { blocks.append(bulk()) }
    blocks.shuffle(using: &random)
    var lines = ["classes:\(comment())"]
    for block in blocks {
      lines += block
      if coin() { lines.append("") }
      if coin() { lines.append(space(1) + "# \(one(of: Self.comments))") }
    }
    return lines
  }

  private mutating func bulk() -> [String] {
    if !coin(3) { return [space(1) + "bulk: \(flowClass())\(comment())"] }
    var keys = [[space(2) + "protective: false\(comment())"]]
    if coin() {
      keys.append([space(2) + "description: >", space(3) + "folded", space(3) + "text", ""])
    }
    if coin(3) { keys.append(examples("examples")) }
    if coin() { keys.append(examples("counter-examples")) }
    keys.shuffle(using: &random)
    return [space(1) + "bulk:\(comment())"] + keys.flatMap { $0 }
  }

  private mutating func examples(_ key: String) -> [String] {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return [space(2) + "\(key): \(flowList())\(comment())"]
    case 1:
      let comma = coin() ? "," : ""
      return [
        space(2) + "\(key): [\(comment())", space(3) + "\(one(of: Self.flowTexts)),\(comment())",
        space(3) + "\(one(of: Self.flowTexts))\(comma)\(comment())", space(2) + "]",
      ]
    default:
      let start = space(coin() ? 2 : 3)
      let items = (0..<Int.random(in: 1...3, using: &random)).flatMap { _ in item(start) }
      return [space(2) + "\(key):\(comment())"] + items
    }
  }

  private mutating func item(_ start: String) -> [String] {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: [start + "- |\(one(of: ["", "-"]))", start + "    block # text", start + "    more"]
    case 1: [start + "- plain", start + "  over lines\(comment())"]
    default: [start + "-\(one(of: [" ", "   "]))\(one(of: Self.texts))\(comment())"]
    }
  }

  private mutating func flowClass() -> String {
    let lists = ["examples", "counter-examples"].filter { _ in coin() }
      .map { "\($0): \(flowList())" }
    let keys = (coin() ? ["protective: false"] : []) + lists
    return "{\(keys.joined(separator: ", "))\(one(of: ["", " "]))}"
  }

  private mutating func flowList() -> String {
    let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in one(of: Self.flowTexts) }
    let comma = items.isEmpty ? "" : one(of: ["", ",", " , "])
    return "[\(items.joined(separator: one(of: [", ", ","])))\(comma)]"
  }

  private mutating func comment() -> String {
    coin() ? "" : "\(one(of: [" ", "   "]))# \(one(of: Self.comments))"
  }

  private func space(_ depth: Int) -> String { String(repeating: " ", count: depth * step) }

  /// True in all but one of so many cases.
  private mutating func coin(_ count: Int = 2) -> Bool {
    Int.random(in: 0..<count, using: &random) > 0
  }

  private mutating func one(of words: [String]) -> String {
    words[Int.random(in: 0..<words.count, using: &random)]
  }
}
