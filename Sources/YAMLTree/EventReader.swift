internal import CYAMLEvents
internal import Diagnostics

/// What libyaml calls an event, without its text.
struct Event {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias
    case scalar
    case sequenceStart
    case mappingStart
    /// The end of the list or mapping that was begun last.
    case collectionEnd
  }

  /// How the node is written.
  enum Style {
    /// An unquoted text, or a list or mapping told by its indentation.
    case plain
    /// In double quotes, where escapes count.
    case escaped
    /// In single quotes, as a block scalar, or in brackets.
    case other
  }

  let kind: Kind
  var style = Style.other
  var hasAnchor = false
  var hasTag = false
  let range: SourceRange
}

/// Where libyaml gave up, in its words.
struct SyntaxError: Error {
  let problem: String
  let position: SourcePosition
  /// What libyaml was reading, `while scanning a quoted scalar`; empty when it does not say.
  let context: String
  let contextPosition: SourcePosition
}

/// libyaml's events of a file, one after the other.
@safe struct EventReader: ~Copyable {
  private let stream: OpaquePointer
  /// Of the block that is being read, and none before the first; with the texts of its events.
  private var events = unsafe UnsafeBufferPointer<claude_route_yaml_event>(start: nil, count: 0)
  private var texts = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Of the event that was returned last.
  private var index = -1

  /// From so many bytes on, another core asks libyaml while this one builds the tree.
  ///
  /// libyaml takes 1.1 ms for as many; the thread starts in 0.02 ms and costs 0.4 in all, waking
  /// included (medians of 401, on two cores).
  private static let bytesForThread = 64 << 10

  init(_ source: SourceText) {
    let stream = unsafe source.bytes.withUnsafeBufferPointer { bytes in
      let isLong = bytes.count >= Self.bytesForThread
      return unsafe claude_route_yaml_open(bytes.baseAddress, bytes.count, isLong)
    }
    guard let stream = unsafe stream else {
      preconditionFailure("libyaml found no memory for a parser")
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe claude_route_yaml_close(stream)
  }

  /// The next event; not to be asked again after `streamEnd` or an error.
  mutating func next() throws(SyntaxError) -> Event {
    index += 1
    if unsafe index == events.count {
      let block = unsafe claude_route_yaml_next(stream).pointee
      unsafe events = UnsafeBufferPointer(start: block.events, count: Int(block.count))
      unsafe texts = UnsafeBufferPointer(start: block.texts, count: Int(block.size))
      index = 0
    }
    guard let event = unsafe Event(events[index]) else {
      throw unsafe SyntaxError(claude_route_yaml_failure(stream))
    }
    return event
  }

  /// The text of the last event, which is a scalar; valid until the next.
  var textBytes: UnsafeBufferPointer<UInt8> {
    let event = last
    let start = Int(event.text)
    return unsafe UnsafeBufferPointer(rebasing: texts[start..<start + Int(event.text_length)])
  }

  /// Whether the text is nothing but printable ASCII, in which no character can be a mistake.
  var isTextPrintableASCII: Bool {
    unsafe textBytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  var text: String { unsafe String(decoding: textBytes, as: UTF8.self) }

  /// The number of that text in a table; absent when it is not there.
  func number(in table: KeyTable) -> UInt8? {
    unsafe table.number(of: textBytes).map { UInt8($0) }
  }

  /// The name behind `&` or `*` of the last event, which has one.
  var anchor: String {
    let event = last
    let start = Int(event.text + event.text_length)
    let bytes = unsafe texts[start..<start + Int(event.anchor_length)]
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  /// How many characters of the file end with the last event.
  var characters: Int { Int(last.end_character) }

  private var last: claude_route_yaml_event { unsafe events[index] }
}

extension SyntaxError {
  fileprivate init(_ error: claude_route_yaml_error) {
    problem = unsafe error.problem.map { unsafe String(cString: $0) } ?? ""
    context = unsafe error.context.map { unsafe String(cString: $0) } ?? ""
    unsafe position = SourcePosition(line: error.problem_line, column: error.problem_column)
    unsafe contextPosition = SourcePosition(line: error.context_line, column: error.context_column)
  }
}

extension Event {
  /// Absent where libyaml gave up.
  fileprivate init?(_ event: borrowing claude_route_yaml_event) {
    switch event.kind {
    case .stream_start: kind = .streamStart
    case .stream_end: kind = .streamEnd
    case .document_start: kind = .documentStart
    case .document_end: kind = .documentEnd
    case .alias: kind = .alias
    case .scalar: kind = .scalar
    case .sequence_start: kind = .sequenceStart
    case .mapping_start: kind = .mappingStart
    case .collection_end: kind = .collectionEnd
    case .error: return nil
    }
    switch event.style {
    case .plain: style = .plain
    case .escaped: style = .escaped
    case .other: style = .other
    }
    (hasAnchor, hasTag) = (event.has_anchor, event.has_tag)
    range = SourceRange(
      start: SourcePosition(line: event.start_line, column: event.start_column),
      end: SourcePosition(line: event.end_line, column: event.end_column)
    )
  }
}
