internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The files a task is about, from `--files` or `--files-from`.
struct FileList {
  /// Absent when neither flag was given.
  let paths: [String]?

  /// More than any list of paths that a hook or `git ls-files -z` hands over.
  private static let maximumBytes = 64 << 20

  init(_ options: RoutingOptions) throws(Refusal) {
    guard let source = options.filesFrom else {
      paths = options.files.isEmpty ? nil : options.files
      return
    }
    let bytes: [UInt8]
    do {
      bytes =
        source == "-"
        ? try readAll(0, limit: Self.maximumBytes)
        : try readFile(source, limit: Self.maximumBytes).bytes
    } catch {
      throw Refusal(error.code == ENOENT ? .fileMissing : .inputOutput, error.message)
    }
    guard bytes.count <= Self.maximumBytes else {
      throw Refusal(.inputOutput, "the list of files is longer than \(Self.maximumBytes) bytes")
    }
    let separator = bytes.contains(0) ? UInt8(0) : UInt8(ascii: "\n")
    paths = bytes.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Whether standard input may carry the real task: it is neither a terminal nor `/dev/null`.
var standardInputMayHoldTask: Bool {
  guard isatty(0) == 0 else { return false }
  var input = stat()
  var null = stat()
  guard unsafe fstat(0, &input) == 0 else { return false }
  guard unsafe stat("/dev/null", &null) == 0 else { return true }
  return input.st_rdev != null.st_rdev || input.st_mode & S_IFMT != S_IFCHR
}
