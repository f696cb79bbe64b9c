/// One answer of a model, counted once however many lines and files tell of it.
package struct Reply: Hashable, Sendable {
  /// The earliest that a line of it says.
  package fileprivate(set) var time: Timestamp
  /// Where it was first seen by time; of two sessions with one time, the one whose file came first.
  package fileprivate(set) var session: NameTable.ID
  /// The session that the client was started as; absent where no line says so.
  package fileprivate(set) var launch: NameTable.ID?
  package fileprivate(set) var model: NameTable.ID
  /// The working folder; absent when its lines have none.
  package fileprivate(set) var folder: NameTable.ID?
  /// Whether a sub-agent asked.
  package fileprivate(set) var isSidechain: Bool
  /// The largest that a line of it says: by output, then by the other counts.
  package fileprivate(set) var usage: TokenUsage

  init(_ line: ReplyLine, in bytes: UnsafeRawBufferPointer, names: inout NameTable) {
    time = line.time
    session = unsafe names.id(of: line.session, in: bytes)
    launch = line.launch.map { unsafe names.id(of: $0, in: bytes) }
    model = unsafe names.id(of: line.model, in: bytes)
    folder = line.folder.map { unsafe names.id(of: $0, in: bytes) }
    isSidechain = line.isSidechain
    usage = line.usage
  }

  /// Takes what another line says of the same reply.
  mutating func merge(_ other: Reply) {
    let largest = usage.isSmaller(than: other.usage) ? other.usage : usage
    if other.time < time {
      self = other
    }
    usage = largest
  }
}

extension TokenUsage {
  fileprivate func isSmaller(than other: TokenUsage) -> Bool {
    let pairs = (
      (output, input, cacheRead, cacheWrite5m, cacheWrite1h),
      (other.output, other.input, other.cacheRead, other.cacheWrite5m, other.cacheWrite1h)
    )
    return pairs.0 < pairs.1
  }
}
