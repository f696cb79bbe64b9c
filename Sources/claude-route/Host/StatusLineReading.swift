internal import ClaudeClient
internal import JSONTree

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What came from the client on standard input.
struct StatusLineReading {
  /// Unchanged; empty when there was nothing, or more than any client writes.
  let bytes: [UInt8]
  let input: StatusLineInput

  /// A client writes some 2 KB.
  private static let maximumBytes = 8 << 20

  /// Nothing is waited for at a terminal, where a person tries the command.
  static var fromClient: StatusLineReading {
    guard isatty(0) == 0, let bytes = try? readAll(0, limit: maximumBytes),
      bytes.count <= maximumBytes
    else { return StatusLineReading(bytes: [], input: .empty) }
    let document = try? JSONNode(parsing: bytes)
    return StatusLineReading(bytes: bytes, input: document.map(StatusLineInput.init) ?? .empty)
  }

  /// What the client would run without a route: of the files as they are now, seen from where the
  /// session was started.
  func ownCommand(_ environment: RawEnvironment, sources: String?) -> String? {
    let files = SettingsFiles(
      asFarAsReadable: environment,
      home: environment.filled("HOME"),
      client: nil,
      folder: input.projectFolder ?? workingDirectory
    )
    return OwnStatusLine.command(in: files.layers, sources: sources)
  }
}
