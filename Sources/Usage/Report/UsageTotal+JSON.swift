internal import JSONTree

extension UsageTotal {
  /// Reads a line without its line break; keys that are not known are passed over.
  ///
  /// Absent for what is no such line, or holds a negative count.
  init?(_ root: JSONNode) {
    guard let session = root["session"]?.string, let model = root["model"]?.string,
      let begin = root["time"]?.string.flatMap({ Timestamp($0.utf8) }),
      let replies = root.count("replies"), let input = root.count("input"),
      let output = root.count("output"), let cacheWrite5m = root.count("cache-write-5m"),
      let cacheWrite1h = root.count("cache-write-1h"), let cacheRead = root.count("cache-read"),
      let promptsAbove = root.count("prompts-above")
    else { return nil }
    var route: LaunchRoute?
    if let backend = root["backend"]?.string {
      guard let multiplier = root.number("multiplier"), multiplier > 0 else { return nil }
      route = LaunchRoute(
        className: root["class"]?.string ?? "no class",
        backend: backend,
        modelID: root["id"]?.string,
        isMetered: root["billing"]?.string == "metered",
        multiplier: multiplier
      )
    }
    self.init(
      session: session,
      quarter: begin.quarter,
      model: model,
      promptsAbove: promptsAbove,
      route: route,
      isBackground: root["background"] == .truth(true),
      project: root["cwd"]?.string,
      replies: replies,
      usage: TokenUsage(
        input: input,
        output: output,
        cacheWrite5m: cacheWrite5m,
        cacheWrite1h: cacheWrite1h,
        cacheRead: cacheRead
      )
    )
  }

  /// One line of JSON without its line break.
  var line: String {
    let counts = [
      ("input", usage.input), ("output", usage.output), ("cache-write-5m", usage.cacheWrite5m),
      ("cache-write-1h", usage.cacheWrite1h), ("cache-read", usage.cacheRead),
    ]
    let members: [(String, JSONNode?)] =
      [
        ("time", .string(begin.text)),
        ("session", .string(session)),
        ("model", .string(model)),
        ("prompts-above", promptsAbove == 0 ? nil : .number("\(promptsAbove)")),
        ("background", isBackground ? .truth(true) : nil),
        ("class", (route?.className).map(JSONNode.string)),
        ("backend", (route?.backend).map(JSONNode.string)),
        ("id", (route?.modelID).map(JSONNode.string)),
        ("billing", route.map { .string($0.isMetered ? "metered" : "plan") }),
        ("multiplier", route.map { .number("\($0.multiplier)") }),
        ("cwd", project.map(JSONNode.string)),
        ("replies", .number("\(replies)")),
      ] + counts.map { ($0.0, $0.1 == 0 ? nil : .number("\($0.1)")) }
    return JSONNode.object(
      members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } }
    )
    .text
  }
}

extension JSONNode {
  /// A number that is one.
  fileprivate func number(_ key: String) -> Double? {
    guard case .number(let literal)? = self[key], let value = Double(literal), value.isFinite
    else { return nil }
    return value
  }

  /// A count, 0 when it is left out; absent for what is none, or negative.
  fileprivate func count(_ key: String) -> Int? {
    guard let node = self[key] else { return 0 }
    guard case .number(let literal) = node, let value = Int(literal), value >= 0 else { return nil }
    return value
  }
}
