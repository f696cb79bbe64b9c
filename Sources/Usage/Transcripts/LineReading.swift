/// One pass over a line that keeps where the fields are which some kind of line needs.
///
/// The keys stand in any order, so that the kind is known only at the end.
@safe struct LineReading {
  private let line: UnsafeRawBufferPointer
  private var cursor: LineCursor
  private var isBlank = false
  private var type: LineText?
  private var time: LineText?
  private var session: LineText?
  private var launch: LineText?
  private var requestSession: LineText?
  private var forkedSession: LineText?
  private var folder: LineText?
  private var request: LineText?
  private var isSidechain = false
  private var isMeta = false
  private var isSummary = false
  private var message: MessageReading?
  private var totalUSD: LineValue?
  private var modelUsage: LineText?
  private var hasUnknownPrice = false

  init(_ line: UnsafeRawBufferPointer) {
    unsafe self.line = line
    cursor = unsafe LineCursor(line)
  }

  mutating func read() throws(MalformedLine) {
    cursor.skipZeros()
    guard !cursor.isAtEnd else {
      isBlank = true
      return
    }
    guard cursor.next == UInt8(ascii: "{") else { throw MalformedLine() }
    try cursor.open(depth: 1)
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      try readMember(key)
    }
    guard cursor.isAtEnd else { throw MalformedLine() }
  }

  private mutating func readMember(_ key: LineText) throws(MalformedLine) {
    if cursor.isText(key, "message") {
      message = nil
      guard cursor.next != UInt8(ascii: "{") else {
        message = try unsafe MessageReading(&cursor, in: line)
        return
      }
    } else if cursor.isText(key, "forkedFrom") {
      try readOrigin()
      return
    }
    let value = try cursor.value(depth: 1)
    switch true {
    case cursor.isText(key, "type"): type = value.text
    case cursor.isText(key, "cwd"): folder = value.text
    case cursor.isText(key, "isMeta"): isMeta = value.isTrue
    case cursor.isText(key, "sessionId"): session = value.text
    case cursor.isText(key, "session_id"): launch = value.text
    case cursor.isText(key, "timestamp"): time = value.text
    case cursor.isText(key, "requestId"): request = value.text
    case cursor.isText(key, "isSidechain"): isSidechain = value.isTrue
    case cursor.isText(key, "isCompactSummary"): isSummary = value.isTrue
    case cursor.isText(key, "requestSessionId"): requestSession = value.text
    case cursor.isText(key, "totalCostUSD"): totalUSD = value
    case cursor.isText(key, "hasUnknownModelCost"): hasUnknownPrice = value.isTrue
    case cursor.isText(key, "modelUsage"):
      modelUsage = nil
      if case .object(let range) = value {
        modelUsage = range
      }
    default: break
    }
  }

  /// A branched session names the one that each line was copied from.
  private mutating func readOrigin() throws(MalformedLine) {
    forkedSession = nil
    guard cursor.next == UInt8(ascii: "{") else {
      _ = try cursor.value(depth: 1)
      return
    }
    try cursor.open(depth: 2)
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      let value = try cursor.value(depth: 2)
      if cursor.isText(key, "sessionId") {
        forkedSession = value.text
      }
    }
  }

  // MARK: Meaning

  func meaning() throws(MalformedLine) -> TranscriptLine {
    guard !isBlank else { return .other }
    guard let type else { return .other }
    if cursor.isText(type, "assistant") {
      return try reply()
    }
    if cursor.isText(type, "user") {
      return try prompt()
    }
    return cursor.isText(type, "cost-state") ? try costState() : .other
  }

  private func reply() throws(MalformedLine) -> TranscriptLine {
    guard let message, let model = message.model?.text else { throw MalformedLine() }
    if cursor.isText(model, "<synthetic>") { return .other }
    guard let id = message.id?.text, !id.range.isEmpty, let usage = message.usage?.usage,
      let origin = requestSession ?? forkedSession ?? session,
      let time = sentTime
    else { throw MalformedLine() }
    return .reply(
      ReplyLine(
        time: time,
        session: origin,
        launch: launch,
        branch: session.flatMap { isSame($0, origin) ? nil : $0 },
        folder: folder,
        message: id,
        request: request,
        model: model,
        isSidechain: isSidechain,
        usage: usage
      )
    )
  }

  /// The client's summary of what it compacted, and what an agent tells its sub-agent, are no
  /// person's words.
  private func prompt() throws(MalformedLine) -> TranscriptLine {
    guard !isMeta, !isSummary, !isSidechain else { return .other }
    guard let message, let content = message.content else { throw MalformedLine() }
    guard message.isPrompt else { return .other }
    guard let session = forkedSession ?? session, let time = sentTime else {
      throw MalformedLine()
    }
    return .prompt(
      PromptLine(
        time: time,
        session: session,
        folder: folder,
        content: content,
        isList: message.isList
      )
    )
  }

  private func costState() throws(MalformedLine) -> TranscriptLine {
    guard let session, let totalUSD = unsafe totalUSD?.amount(in: line), let modelUsage else {
      throw MalformedLine()
    }
    var cursor = unsafe LineCursor(line, range: modelUsage.range)
    var models: [ModelSpending] = []
    try cursor.open(depth: 1)
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      // More models than any session uses.
      guard models.count < 256 else { throw MalformedLine() }
      let name = unsafe key.string(in: line)
      let model = try unsafe ModelSpending(model: name, &cursor, in: line)
      models.removeAll { $0.model == name }
      models.append(model)
    }
    let spending = SessionSpending(
      totalUSD: totalUSD,
      models: models,
      hasUnknownPrice: hasUnknownPrice
    )
    return .costState(CostLine(session: session, spending: spending))
  }

  private func isSame(_ text: LineText, _ other: LineText) -> Bool {
    unsafe text == other || text.bytes(in: line) == other.bytes(in: line)
  }

  private var sentTime: Timestamp? {
    guard let time, !time.isEscaped else { return nil }
    return unsafe Timestamp(UnsafeRawBufferPointer(rebasing: line[time.range]))
  }
}
