package import Foundation

/// A program that a test writes and then runs.
package enum ExecutableFile {
  /// Writes it by a copy that another process makes.
  ///
  /// A child that another thread starts at this moment holds our open files until its `execve(2)`, and
  /// a file that is open for writing anywhere cannot be executed (`ETXTBSY`). The copy is open for
  /// writing in the copying process only, which has ended when this returns.
  package static func write(_ text: String, to file: URL) throws {
    let draft = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: draft)
    defer { try? FileManager.default.removeItem(at: draft) }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: draft.path)
    let copy = Process()
    copy.executableURL = URL(filePath: "/bin/cp")
    copy.arguments = ["-p", draft.path, file.path]
    try copy.run()
    copy.waitUntilExit()
    guard copy.terminationStatus == 0 else {
      throw Fault(path: file.path)
    }
  }

  /// The copy could not be made.
  package struct Fault: Error {
    package let path: String
  }
}
