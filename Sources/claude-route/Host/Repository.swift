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

  /// `host/owner/name` of the remote `origin`, from the configuration's text; absent when there is none,
  /// unknown when it is no such address or the file cannot be read.
  var remote: FactState {
    guard let file = try? readFile("\(commonFolder)/config", limit: 1 << 20) else {
      return .unknown
    }
    return RemoteName.state(inConfiguration: String(decoding: file.bytes, as: UTF8.self))
  }

  /// The git folder that a worktree shares with its main checkout.
  private var commonFolder: String {
    guard let file = try? readFile("\(gitFolder)/commondir", limit: 4096) else { return gitFolder }
    let line = String(decoding: file.bytes, as: UTF8.self).prefix { !$0.isNewline }
    return line.hasPrefix("/") ? String(line) : "\(gitFolder)/\(line)"
  }

  /// The folder of the main checkout, for a worktree of it; absent elsewhere.
  ///
  /// A worktree's git folder names the common one in `commondir`, see gitrepository-layout(5).
  var mainCheckout: String? {
    guard fileExists("\(gitFolder)/commondir") else { return nil }
    return commonFolder.realPath?.folder
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
