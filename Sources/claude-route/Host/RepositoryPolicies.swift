internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The policy files of the repository around the working directory.
struct RepositoryPolicies {
  let home: String?

  /// What such a file is called.
  static let fileName = ".claude-route.yaml"

  /// The files from the working directory up to the repository's root, nearest first.
  ///
  /// Outside a repository only the working directory's; never one above the home folder.
  func files() throws(Refusal) -> [PolicyFile] {
    guard let start = workingDirectory else { return [] }
    let root = Repository(around: start)?.root ?? start
    var files: [PolicyFile] = []
    for folder in Self.folders(from: start, to: root) where !isAboveHome(folder) {
      let path = folder == "/" ? "/\(Self.fileName)" : "\(folder)/\(Self.fileName)"
      guard fileExistsItself(path) else { continue }
      try checkFolders(from: folder, to: root)
      let file = try PolicyFile(
        reading: Self.shown(path, from: start),
        as: .repository,
        mayBeMissing: true
      )
      if let file { files.append(file) }
    }
    return files
  }

  /// The folder and those around it, up to and with `root`.
  private static func folders(from start: String, to root: String) -> [String] {
    var folders = [start]
    var current = start
    while current != root, current != "/" {
      current = current.folder
      folders.append(current)
    }
    return folders
  }

  /// A file above the home folder is nobody's project.
  private func isAboveHome(_ folder: String) -> Bool {
    guard let home = home?.realPath, home != folder else { return false }
    return folder == "/" || home.hasPrefix("\(folder)/")
  }

  /// Whoever can write a folder can put another file in its place.
  private func checkFolders(from folder: String, to root: String) throws(Refusal) {
    for folder in Self.folders(from: folder, to: root) {
      var status = stat()
      guard unsafe lstat(folder, &status) == 0 else { continue }
      let isOurs = status.st_uid == geteuid() || status.st_uid == 0
      guard isOurs, status.st_mode & 0o022 == 0 else {
        throw Refusal(
          .untrusted,
          "the folder \(folder.printable) of this repository's policy can be written by others",
          help: "chown it to yourself and chmod go-w it, or leave the policy out: --no-repo-policy"
        )
      }
    }
  }

  /// As seen from the working directory, for a file in it.
  private static func shown(_ path: String, from folder: String) -> String {
    path.folder == folder ? fileName : path
  }
}
