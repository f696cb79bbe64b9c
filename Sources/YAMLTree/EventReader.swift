internal import CLibYAML
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

/// libyaml's parser over bytes that it owns.
///
/// libyaml keeps the pointers to the bytes and to the parser until `yaml_parser_delete`, so both
/// live on the heap from `init` to `deinit`.
@safe struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// The event that was returned last; empty before the first.
  private var event: yaml_event_t

  /// - Parameter source: Valid UTF-8 without a byte-order mark.
  init(_ source: [UInt8]) {
    unsafe bytes = .allocate(capacity: source.count)
    _ = unsafe bytes.initialize(from: source)
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    unsafe event = yaml_event_t()
    guard unsafe yaml_parser_initialize(parser) != 0 else {
      preconditionFailure("libyaml found no memory for a parser")
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    var last = unsafe event
    unsafe yaml_event_delete(&last)
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe bytes.deallocate()
  }

  /// The next event; not to be asked again after `streamEnd` or an error.
  mutating func next() throws(SyntaxError) -> Event {
    unsafe yaml_event_delete(&event)
    guard unsafe yaml_parser_parse(parser, &event) != 0 else {
      throw unsafe SyntaxError(parser.pointee)
    }
    return unsafe Event(event)
  }

  /// The text of the last event, which is a scalar.
  var text: String {
    let scalar = unsafe event.data.scalar
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    // A short text is built where it will stay.
    return unsafe String(unsafeUninitializedCapacity: bytes.count) {
      unsafe $0.update(from: bytes).index
    }
  }

  /// The name behind `&` or `*` of the last event, which has one.
  var anchor: String {
    let name =
      switch unsafe event.type {
      case YAML_SCALAR_EVENT: unsafe event.data.scalar.anchor
      case YAML_SEQUENCE_START_EVENT: unsafe event.data.sequence_start.anchor
      case YAML_MAPPING_START_EVENT: unsafe event.data.mapping_start.anchor
      default: unsafe event.data.alias.anchor
      }
    return unsafe name.map { unsafe String(cString: $0) } ?? ""
  }

  /// How many characters of the file end with the last event.
  var characters: Int { unsafe Int(event.end_mark.index) }
}

extension SyntaxError {
  fileprivate init(_ parser: yaml_parser_t) {
    problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? ""
    context = unsafe parser.context.map { unsafe String(cString: $0) } ?? ""
    unsafe position = SourcePosition(parser.problem_mark)
    unsafe contextPosition = SourcePosition(parser.context_mark)
  }
}

extension Event {
  fileprivate init(_ event: yaml_event_t) {
    unsafe range = SourceRange(
      start: SourcePosition(event.start_mark),
      end: SourcePosition(event.end_mark)
    )
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      kind = .scalar
      unsafe (hasAnchor, hasTag) = (scalar.anchor != nil, scalar.tag != nil)
      switch unsafe scalar.style {
      case YAML_PLAIN_SCALAR_STYLE: style = .plain
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: style = .escaped
      default: style = .other
      }
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      kind = .mappingStart
      unsafe (hasAnchor, hasTag) = (mapping.anchor != nil, mapping.tag != nil)
      style = unsafe mapping.style == YAML_FLOW_MAPPING_STYLE ? .other : .plain
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      kind = .sequenceStart
      unsafe (hasAnchor, hasTag) = (sequence.anchor != nil, sequence.tag != nil)
      style = unsafe sequence.style == YAML_FLOW_SEQUENCE_STYLE ? .other : .plain
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
      kind = .collectionEnd
    case YAML_ALIAS_EVENT:
      kind = .alias
    case YAML_STREAM_START_EVENT:
      kind = .streamStart
    case YAML_DOCUMENT_START_EVENT:
      kind = .documentStart
    case YAML_DOCUMENT_END_EVENT:
      kind = .documentEnd
    default:
      kind = .streamEnd
    }
  }
}

extension SourcePosition {
  /// libyaml counts lines and characters from 0.
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
