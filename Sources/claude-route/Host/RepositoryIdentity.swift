#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What a consent is given to: a repository by its real path, its worktrees included.
///
/// A folder may say of itself that it is a worktree of anything, so it is believed only when both
/// sides say so and both are the user's; every other folder stands for itself.
struct RepositoryIdentity {
  /// The real path of the main checkout, of a bare repository, or of the folder itself.
  let path: String
  /// The real path of what is worked in.
  let root: String
  /// Whether it has worktrees that share the consent.
  let isShared: Bool

  /// Of the repository around a folder, else of the folder; nil when that is gone.
  init?(around folder: String) {
    guard let root = (Repository(around: folder)?.root ?? folder).realPath else { return nil }
    self.root = root
    let marker = root == "/" ? "/.git" : "\(root)/.git"
    var status = stat()
    let isThere = unsafe lstat(marker, &status) == 0 && status.st_uid == geteuid()
    guard isThere, status.st_mode & S_IFMT == S_IFREG else {
      path = root
      isShared =
        isThere && status.st_mode & S_IFMT == S_IFDIR && fileExistsItself("\(marker)/worktrees")
      return
    }
    let common = Self.commonFolder(ofWorktree: marker)
    let isCheckout = common?.hasSuffix("/.git") ?? false
    path = (isCheckout ? common?.folder : common) ?? root
    isShared = common != nil
  }

  /// Whether a real path is or lies in what is worked in, or in the main checkout, whose contents are the
  /// same repository's.
  func holds(_ real: String) -> Bool {
    [root, path].contains { real == $0 || real.hasPrefix("\($0)/") }
  }

  /// The git folder that a worktree's file leads to; nil unless it leads back, see
  /// gitrepository-layout(5).
  private static func commonFolder(ofWorktree marker: String) -> String? {
    guard let own = line(of: marker), own.hasPrefix("gitdir: ") else { return nil }
    let named = String(own.dropFirst("gitdir: ".count))
    guard let git = resolved(named, from: marker.folder),
      let shared = line(of: "\(git)/commondir").flatMap({ resolved($0, from: git) }),
      git.folder == "\(shared)/worktrees",
      let back = line(of: "\(git)/gitdir").flatMap({ resolved($0, from: git) }), back == marker
    else { return nil }
    return shared
  }

  /// The first line of a file of the user's own that is no link.
  private static func line(of path: String) -> String? {
    guard let file = try? readFile(path, limit: 4096, followsLinks: false),
      file.owner == geteuid()
    else { return nil }
    return String(decoding: file.bytes, as: UTF8.self).prefix { !$0.isNewline }.description
  }

  private static func resolved(_ path: String, from folder: String) -> String? {
    (path.hasPrefix("/") ? path : "\(folder)/\(path)").realPath
  }
}
