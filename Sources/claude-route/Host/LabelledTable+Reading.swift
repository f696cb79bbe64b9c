internal import PolicyCheck
internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension LabelledTable {
  /// Far more than a hundred thousand tasks.
  private static let maximumBytes = 256 << 20

  /// Reads a path, or standard input for `-`.
  init(at path: String) throws(Refusal) {
    let bytes: [UInt8]
    do {
      bytes =
        path == "-"
        ? try readAll(0, limit: Self.maximumBytes)
        : try readFile(path, limit: Self.maximumBytes).bytes
    } catch {
      let isMissing = error.code == ENOENT || error.code == ENOTDIR
      throw Refusal(isMissing ? .fileMissing : .inputOutput, error.message)
    }
    guard bytes.count <= Self.maximumBytes else {
      throw Refusal(.inputOutput, "the table is longer than \(Self.maximumBytes) bytes")
    }
    do {
      try self.init(bytes)
    } catch {
      let place = path == "-" ? "standard input" : path
      throw Refusal(
        .invalidPolicy,
        "\(place):\(error.line): \(error.message)".printable,
        help: error.help?.printable
      )
    }
  }
}
