internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The git repository around the working directory, read as text; no process is started.
struct Repository {
  /// The folder that holds `.git`.
  let root: String
  /// The folder with `HEAD`: `.git` itself, or what a worktree's `.git` file points to.
  let gitFolder: String

  /// Absent outside a repository.
  init?(around folder: String) {
    var current = folder
    while true {
      let marker = "\(current == "/" ? "" : current)/.git"
      if fileExists(marker) {
        root = current
        gitFolder = Self.pointedFolder(marker, from: current) ?? marker
        return
      }
      guard current != "/", let slash = current.lastIndex(of: "/") else { return nil }
      current = slash == current.startIndex ? "/" : String(current[..<slash])
    }
  }

  /// The branch of `HEAD`; unknown when it is detached or cannot be read.
  var branch: FactState {
    guard let head = try? readFile("\(gitFolder)/HEAD", limit: 4096) else { return .unknown }
    let line = String(decoding: head.bytes, as: UTF8.self).prefix { !$0.isNewline }
    let prefix = "ref: refs/heads/"
    guard line.hasPrefix(prefix) else { return .unknown }
    return .value(.text(String(line.dropFirst(prefix.count))))
  }

  /// The folder of the main checkout, for a worktree of it; absent elsewhere.
  ///
  /// A worktree's git folder names the common one in `commondir`, see gitrepository-layout(5).
  var mainCheckout: String? {
    guard let file = try? readFile("\(gitFolder)/commondir", limit: 4096) else { return nil }
    let line = String(decoding: file.bytes, as: UTF8.self).prefix { !$0.isNewline }
    let common = line.hasPrefix("/") ? String(line) : "\(gitFolder)/\(line)"
    guard let path = unsafe realpath(common, nil) else { return nil }
    defer { unsafe free(path) }
    let folder = unsafe String(cString: path)
    guard let slash = folder.lastIndex(of: "/") else { return nil }
    return String(folder[..<slash])
  }

  /// A worktree and a submodule have a file `gitdir: PATH` instead of a folder.
  private static func pointedFolder(_ marker: String, from folder: String) -> String? {
    guard let file = try? readFile(marker, limit: 4096) else { return nil }
    let line = String(decoding: file.bytes, as: UTF8.self).prefix { !$0.isNewline }
    guard line.hasPrefix("gitdir: ") else { return nil }
    let path = String(line.dropFirst("gitdir: ".count))
    return path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }
}
