import Usage

/// A line's meaning with its texts decoded, so that lines and expectations compare.
enum ReadLine: Equatable {
  case reply(ReadReply)
  case prompt(ReadPrompt)
  case costState(session: String, SessionSpending)
  case other
  case unreadable

  init(_ text: String) { self.init(Array(text.utf8)) }

  init(_ bytes: [UInt8]) {
    self = unsafe bytes.withUnsafeBytes { line in
      switch unsafe TranscriptLine(line) {
      case .reply(let reply): .reply(unsafe ReadReply(reply, in: line))
      case .prompt(let prompt): .prompt(unsafe ReadPrompt(prompt, in: line))
      case .costState(let cost):
        .costState(session: unsafe cost.session.string(in: line), cost.spending)
      case .other: .other
      case .unreadable: .unreadable
      }
    }
  }

  var reply: ReadReply? {
    guard case .reply(let reply) = self else { return nil }
    return reply
  }
}

struct ReadReply: Equatable {
  var time = Timestamp(milliseconds: 0)
  var session = "s-1"
  var launch: String?
  var folder: String? = "/home/me/work"
  var message = "msg_1"
  var request: String? = "req_1"
  var model = "claude-opus-5-5"
  var isSidechain = false
  var usage = TokenUsage(input: 10, output: 20)

  init() {}

  init(_ line: ReplyLine, in bytes: UnsafeRawBufferPointer) {
    time = line.time
    session = unsafe line.session.string(in: bytes)
    launch = line.launch.map { unsafe $0.string(in: bytes) }
    folder = line.folder.map { unsafe $0.string(in: bytes) }
    message = unsafe line.message.string(in: bytes)
    request = line.request.map { unsafe $0.string(in: bytes) }
    model = unsafe line.model.string(in: bytes)
    isSidechain = line.isSidechain
    usage = line.usage
  }

  /// The line that the client would write.
  var line: String {
    let request = request.map { "\"requestId\":\"\($0)\"," } ?? ""
    let folder = folder.map { "\"cwd\":\"\($0)\"," } ?? ""
    let launch = launch.map { "\"session_id\":\"\($0)\"," } ?? ""
    let write = usage.cacheWrite5m + usage.cacheWrite1h
    return """
      {"parentUuid":null,"isSidechain":\(isSidechain),\(folder)\(launch)"sessionId":"\(session)",\
      "message":{"model":"\(model)","id":"\(message)","type":"message","role":"assistant",\
      "content":[{"type":"text","text":"Done."}],"usage":{"input_tokens":\(usage.input),\
      "cache_creation_input_tokens":\(write),"cache_read_input_tokens":\(usage.cacheRead),\
      "output_tokens":\(usage.output),"cache_creation":{\
      "ephemeral_1h_input_tokens":\(usage.cacheWrite1h),\
      "ephemeral_5m_input_tokens":\(usage.cacheWrite5m)}}},\(request)"type":"assistant",\
      "timestamp":"\(time.text)"}
      """
  }
}

struct ReadPrompt: Equatable {
  let time: Timestamp
  let session: String
  let folder: String?
  let text: String

  init(time: Timestamp, session: String, folder: String?, text: String) {
    self.time = time
    self.session = session
    self.folder = folder
    self.text = text
  }

  init(_ line: PromptLine, in bytes: UnsafeRawBufferPointer) {
    time = line.time
    session = unsafe line.session.string(in: bytes)
    folder = line.folder.map { unsafe $0.string(in: bytes) }
    text = unsafe line.text(in: bytes)
  }
}

extension ReplyBook {
  /// A book of files, each given as its bytes, read in chunks of that size.
  init(
    _ files: [[UInt8]],
    keepsPrompts: Bool = false,
    chunkSize: Int = 1 << 20,
    maximumLine: Int = 64 << 20
  ) {
    self.init(keepsPrompts: keepsPrompts)
    var buffer = TranscriptBuffer(chunkSize: chunkSize, maximumLine: maximumLine)
    for file in files {
      var rest = file[...]
      unsafe buffer.read(into: &self) { memory in
        let part = rest.prefix(memory.count)
        unsafe memory.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
      }
    }
  }

  /// Files of lines, each line with its line break.
  init(lines files: [[String]], keepsPrompts: Bool = false) {
    self.init(
      files.map { Array($0.map { $0 + "\n" }.joined().utf8) },
      keepsPrompts: keepsPrompts
    )
  }

  /// What every reply says, in order.
  var readReplies: [ReadReply] {
    replies.map { reply in
      var read = ReadReply()
      read.time = reply.time
      read.session = names[reply.session]
      read.folder = reply.folder.map { names[$0] }
      read.model = names[reply.model]
      read.isSidechain = reply.isSidechain
      read.usage = reply.usage
      // The book does not keep them.
      read.message = ""
      read.request = nil
      return read
    }
  }
}
