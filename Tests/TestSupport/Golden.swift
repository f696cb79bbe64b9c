package import Foundation

/// A pair of files: what a test is given, and the whole text that must come out.
///
/// `NAME.yaml` and `NAME.expected` stand side by side; adding a pair adds a test case.
package struct Golden: Hashable, Sendable, CustomStringConvertible {
  package let input: URL
  /// The name of the input file, `unknown-model.yaml`.
  package var name: String { input.lastPathComponent }
  package var description: String { name }

  package init(input: URL) {
    self.input = input
  }

  /// Every input in a folder beside the test's file, sorted by name.
  package static func cases(
    in folder: String,
    of testFile: String = #filePath
  ) throws -> [Golden] {
    let folder = URL(filePath: testFile).deletingLastPathComponent().appending(path: folder)
    return try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yaml" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map(Golden.init(input:))
  }

  package func bytes() throws -> [UInt8] {
    Array(try Data(contentsOf: input))
  }

  /// The text that must come out.
  ///
  /// With `RECORD_GOLDEN=1` in the environment it is written first.
  ///
  /// - Throws: Also after recording, so that a run that records is never green.
  package func expected(recording actual: String) throws -> String {
    let file = input.deletingPathExtension().appendingPathExtension("expected")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(actual.utf8).write(to: file)
      throw Recorded(file: file.lastPathComponent)
    }
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// The test wrote what it should have compared with.
  package struct Recorded: Error {
    package let file: String
  }
}
