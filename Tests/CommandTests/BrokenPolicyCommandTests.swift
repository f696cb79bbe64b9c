import Foundation
import TestSupport
import Testing

/// Broken policies, as the program is run by hand.
@Suite struct `A broken policy` {
  @Test(
    arguments: try Golden.cases(
      in: "Fixtures",
      of: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../PolicyLoaderTests/x").standardizedFileURL.path
    )
  )
  func `is reported whole and stops an eval`(_ golden: Golden) throws {
    let box = try Sandbox()
    let folder = golden.input.deletingLastPathComponent()
    let words = ["--policy", golden.name, "--task", "license headers"]
    let expected = String(
      decoding: try Data(
        contentsOf: golden.input.deletingPathExtension().appendingPathExtension("expected")
      ),
      as: UTF8.self
    )
    let refusal = try box.run(["--class", "no-such-class"]).output
    #expect(try box.run(words, in: folder) == Run(65, output: refusal, errors: expected))
    // The same in a launch, where standard output is the client's.
    try box.addClient()
    #expect(try box.run(words + ["--"], in: folder) == Run(65, errors: expected))
    #expect(try box.launched() == nil)
  }
}
