/// Reads the steps of a pattern, as git's `dowild` does.
struct GlobReader {
  private let bytes: [UInt8]
  private var position = 0

  enum Slash {
    case bare
    case escaped
  }

  init(_ pattern: ArraySlice<UInt8>) {
    bytes = Array(pattern)
  }

  /// The steps up to the next slash or the end.
  mutating func name() throws(Glob.Fault) -> [GlobStep] {
    var steps: [GlobStep] = []
    while position < bytes.count, slashAhead == nil {
      steps.append(try step())
    }
    return steps
  }

  /// Moves past a slash; nil at the end.
  mutating func takeSlash() -> Slash? {
    let slash = slashAhead
    switch slash {
    case .bare: position += 1
    case .escaped: position += 2
    case nil: break
    }
    return slash
  }

  private var slashAhead: Slash? {
    if peek(0) == UInt8(ascii: "/") { return .bare }
    return peek(0) == UInt8(ascii: "\\") && peek(1) == UInt8(ascii: "/") ? .escaped : nil
  }

  private func peek(_ distance: Int) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private mutating func step() throws(Glob.Fault) -> GlobStep {
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "?"):
      return .any
    case UInt8(ascii: "*"):
      let start = position
      while peek(0) == UInt8(ascii: "*") {
        position += 1
      }
      return .star(isDouble: position > start)
    case UInt8(ascii: "["):
      return .set(try set())
    case UInt8(ascii: "\\"):
      return .byte(try taken(orElse: "a backslash at the end escapes nothing"))
    default:
      return .byte(byte)
    }
  }

  private mutating func taken(orElse reason: String) throws(Glob.Fault) -> UInt8 {
    guard let byte = peek(0) else { throw Glob.Fault(reason: reason) }
    position += 1
    return byte
  }

  // MARK: - Sets

  private static let unclosed = "the bracket `[` is not closed"

  /// A bracket expression, after its opening bracket.
  ///
  /// A closing one that comes first is a member.
  private mutating func set() throws(Glob.Fault) -> GlobByteSet {
    var set = GlobByteSet()
    var isNegated = false
    if peek(0) == UInt8(ascii: "!") || peek(0) == UInt8(ascii: "^") {
      isNegated = true
      position += 1
    }
    // The byte before a `-`; none after a range or a class, where `-` stands for itself.
    var low: UInt8?
    repeat {
      low = try member(into: &set, after: low)
      guard position < bytes.count else { throw Glob.Fault(reason: Self.unclosed) }
    } while peek(0) != UInt8(ascii: "]")
    position += 1
    return isNegated ? set.inverted : set
  }

  private mutating func member(
    into set: inout GlobByteSet,
    after low: UInt8?
  ) throws(Glob.Fault) -> UInt8? {
    let byte = try taken(orElse: Self.unclosed)
    if byte == UInt8(ascii: "\\") {
      let escaped = try taken(orElse: Self.unclosed)
      set.insert(escaped)
      return escaped
    }
    if byte == UInt8(ascii: "-"), let low, let next = peek(0), next != UInt8(ascii: "]") {
      position += 1
      let high = next == UInt8(ascii: "\\") ? try taken(orElse: Self.unclosed) : next
      set.insert(low, high)
      return nil
    }
    if byte == UInt8(ascii: "["), peek(0) == UInt8(ascii: ":"), let name = className {
      guard let members = GlobByteSet(className: name) else {
        throw Glob.Fault(reason: "`[:\(name):]` is no character class")
      }
      set.formUnion(members)
      position += name.utf8.count + 3
      return nil
    }
    set.insert(byte)
    return byte
  }

  /// What stands between `[:` and `:]`; nil when the colon is an ordinary member.
  private var className: String? {
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
    guard end > start, bytes[end - 1] == UInt8(ascii: ":") else { return nil }
    return String(decoding: bytes[start..<end - 1], as: UTF8.self)
  }
}
