/// The counts of a reply's `usage`, before anybody asks for them.
struct UsageReading {
  var input = Count.absent
  var output = Count.absent
  var cacheRead = Count.absent
  /// Of both kinds.
  var cacheWrite = Count.absent
  var cacheWrite1h = Count.absent

  enum Count {
    /// Missing or null.
    case absent
    case tokens(Int)
    /// No whole number from 0 to 10^15, which is the client's own limit.
    case wrong

    /// Zero when absent.
    var value: Int? {
      switch self {
      case .absent: 0
      case .tokens(let count): count
      case .wrong: nil
      }
    }
  }

  /// Absent when a count is wrong.
  ///
  /// The client takes the count of both kinds as given and the part that is for one hour from the
  /// details, never more than there is; the rest is for five minutes.
  var usage: TokenUsage? {
    guard let input = input.value, let output = output.value, let cacheRead = cacheRead.value,
      let cacheWrite = cacheWrite.value, let details = cacheWrite1h.value
    else { return nil }
    let hour = min(details, cacheWrite)
    return TokenUsage(
      input: input,
      output: output,
      cacheWrite5m: cacheWrite - hour,
      cacheWrite1h: hour,
      cacheRead: cacheRead
    )
  }
}

extension UsageReading {
  /// The object whose opening brace is next, `depth` containers being open around it.
  init(
    _ cursor: inout LineCursor,
    depth: Int,
    in line: UnsafeRawBufferPointer
  ) throws(MalformedLine) {
    try cursor.open(depth: depth + 1)
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      if cursor.isText(key, "cache_creation") {
        cacheWrite1h = try unsafe Self.hourly(&cursor, depth: depth + 1, in: line)
        continue
      }
      let value = try cursor.value(depth: depth + 1)
      switch true {
      case cursor.isText(key, "input_tokens"): input = unsafe Count(value, in: line)
      case cursor.isText(key, "output_tokens"): output = unsafe Count(value, in: line)
      case cursor.isText(key, "cache_read_input_tokens"): cacheRead = unsafe Count(value, in: line)
      case cursor.isText(key, "cache_creation_input_tokens"):
        cacheWrite = unsafe Count(value, in: line)
      default: break
      }
    }
  }

  private static func hourly(
    _ cursor: inout LineCursor,
    depth: Int,
    in line: UnsafeRawBufferPointer
  ) throws(MalformedLine) -> Count {
    guard cursor.next == UInt8(ascii: "{") else {
      guard case .null = try cursor.value(depth: depth) else { return .wrong }
      return .absent
    }
    try cursor.open(depth: depth + 1)
    var isFirst = true
    var count = Count.absent
    while let key = try cursor.key(isFirst: &isFirst) {
      let value = try cursor.value(depth: depth + 1)
      if cursor.isText(key, "ephemeral_1h_input_tokens") {
        count = unsafe Count(value, in: line)
      }
    }
    return count
  }
}

extension UsageReading.Count {
  init(_ value: LineValue, in line: UnsafeRawBufferPointer) {
    switch value {
    case .null: self = .absent
    case .number(let literal):
      var count = 0
      self = .wrong
      guard literal.range.count <= 15 else { return }
      for place in literal.range {
        let digit = unsafe line[place]
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return }
        count = count * 10 + Int(digit - UInt8(ascii: "0"))
      }
      self = .tokens(count)
    case .truth, .string, .array, .object: self = .wrong
    }
  }
}
