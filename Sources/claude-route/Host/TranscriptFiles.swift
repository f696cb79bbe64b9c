internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The client's transcripts on this machine, as they are when they are asked for.
struct TranscriptFiles {
  /// Sorted by path, byte by byte.
  let files: [File]
  /// Folders and files that could not be looked at.
  private(set) var faults: [SystemError]

  struct File {
    let path: String
    /// When it was found.
    let byteCount: Int
  }

  /// Of all files together, when they were found.
  var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  /// The client nests a session's sub-agents three folders deep; more is somebody's mistake.
  private static let maximumDepth = 8

  /// Finds `projects/*/**/*.jsonl` in the client's folder, following no link below `projects`.
  ///
  /// Without a folder of projects there are no files and no faults.
  init(userFolder: String) {
    var search = Search()
    let root = "\(userFolder)/projects"
    var found = search.entries(of: root, followsLinks: true, mayBeMissing: true)
    for depth in 1...Self.maximumDepth {
      var below: [String] = []
      for entry in found {
        if entry.isFolder {
          below.append(entry.path)
        } else if depth > 1, entry.path.hasSuffix(".jsonl") {
          search.files.append(File(path: entry.path, byteCount: entry.byteCount))
        }
      }
      found = depth == Self.maximumDepth ? [] : below.flatMap { search.entries(of: $0) }
    }
    files = search.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    faults = search.faults
  }

  /// Finds the transcript of one session, and those of its sub-agents in the folder of its name.
  init(session path: String) {
    var search = Search()
    var found = search.entry(of: path).map { [$0] } ?? []
    if !found.isEmpty {
      found += search.entries(of: String(path.dropLast(".jsonl".count)), mayBeMissing: true)
    }
    for _ in 1...Self.maximumDepth {
      search.files += found.filter { !$0.isFolder && $0.path.hasSuffix(".jsonl") }
        .map { File(path: $0.path, byteCount: $0.byteCount) }
      found = found.filter(\.isFolder).flatMap { search.entries(of: $0.path) }
    }
    files = search.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    faults = search.faults
  }

  /// Reads every file into the book; those that cannot be read are added to the faults.
  ///
  /// The closure is told after each megabyte how many bytes are done; a file that grows meanwhile
  /// may take it beyond `byteCount`.
  mutating func read(into book: inout ReplyBook, progress: (_ done: Int) -> Void = { _ in }) {
    var buffer = TranscriptBuffer()
    var done = 0
    for file in files {
      do throws(SystemError) {
        var ownDone = 0
        let descriptor = try Self.descriptor(of: file.path)
        defer { close(descriptor) }
        try unsafe buffer.read(into: &book) { memory throws(SystemError) in
          let count = try unsafe Self.read(descriptor, into: memory, path: file.path)
          ownDone += count
          progress(done + ownDone)
          return count
        }
      } catch {
        // A file that the client deleted since it was found is no transcript any more.
        if error.code != ENOENT {
          faults.append(error)
        }
      }
      done += file.byteCount
      progress(done)
    }
  }

  /// Opens a regular file: never a link, a device or a pipe, and never waiting for one.
  private static func descriptor(of path: String) throws(SystemError) -> CInt {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      throw SystemError(operation: "read", path: path, code: errno)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw SystemError(operation: "read", path: path, code: EINVAL)
    }
    return descriptor
  }

  private static func read(
    _ descriptor: CInt,
    into memory: UnsafeMutableRawBufferPointer,
    path: String
  ) throws(SystemError) -> Int {
    while true {
      #if canImport(Darwin)
        let count = unsafe Darwin.read(descriptor, memory.baseAddress, memory.count)
      #else
        let count = unsafe Glibc.read(descriptor, memory.baseAddress, memory.count)
      #endif
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw SystemError(operation: "read", path: path, code: errno)
      }
    }
  }
}

/// Folders that are still being looked through.
private struct Search {
  var files: [TranscriptFiles.File] = []
  var faults: [SystemError] = []

  struct Entry {
    let path: String
    let isFolder: Bool
    let byteCount: Int
  }

  /// A regular file; absent when it is none.
  func entry(of path: String) -> Entry? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Entry(path: path, isFolder: false, byteCount: Int(status.st_size))
  }

  /// The folders and regular files in a folder.
  mutating func entries(
    of folder: String,
    followsLinks: Bool = false,
    mayBeMissing: Bool = false
  ) -> [Entry] {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = unsafe open(folder, flags)
    guard descriptor >= 0, let handle = unsafe fdopendir(descriptor) else {
      let code = errno
      if descriptor >= 0 {
        close(descriptor)
      }
      if !(mayBeMissing && code == ENOENT) {
        faults.append(SystemError(operation: "list", path: folder, code: code))
      }
      return []
    }
    defer { unsafe closedir(handle) }
    var entries: [Entry] = []
    while let name = unsafe Self.nextName(in: handle) {
      guard name != ".", name != ".." else { continue }
      var status = stat()
      guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      let kind = status.st_mode & S_IFMT
      guard kind == S_IFDIR || kind == S_IFREG else { continue }
      entries.append(
        Entry(
          path: "\(folder)/\(name)",
          isFolder: kind == S_IFDIR,
          byteCount: Int(status.st_size)
        )
      )
    }
    return entries
  }

  #if canImport(Darwin)
    private typealias Handle = UnsafeMutablePointer<DIR>
  #else
    private typealias Handle = OpaquePointer
  #endif

  private static func nextName(in handle: Handle) -> String? {
    guard let entry = unsafe readdir(handle) else { return nil }
    return unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
        unsafe String(cString: $0)
      }
    }
  }
}
