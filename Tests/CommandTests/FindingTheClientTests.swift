import Foundation
import Testing

/// Which program is started.
@Suite struct `The client` {
  private let box: Sandbox

  init() throws { box = try Sandbox() }

  @Test(arguments: ["", ".", "relative", "./relative"])
  func `finds no client through an empty or relative entry of PATH`(entry: String) throws {
    try box.addClient("exit 9", at: "work/claude")
    try box.addClient("exit 9", at: "work/relative/claude")
    try box.addClient("exit 4")
    let path = "\(entry):\(box.programs.path):/usr/bin:/bin"
    #expect(try box.run(["--"], ["PATH": path]) == Run(4))
  }

  @Test func `passes itself over when it is called claude`() throws {
    let own = box.root.appending(path: "own")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: own.appending(path: "claude").path,
      withDestinationPath: Program.claudeRoute
    )
    try box.addClient("exit 4")
    let path = "\(own.path):\(box.programs.path):/usr/bin:/bin"
    #expect(try box.run(["--"], ["PATH": path]) == Run(4))
  }

  @Test func `passes over a folder and a file without permission`() throws {
    let folder = box.root.appending(path: "folder/claude")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try box.write("#!/bin/sh\nexit 9\n", to: "plain/claude", mode: 0o644)
    try box.addClient("exit 4")
    let path = "\(box.root.path)/folder:\(box.root.path)/plain:\(box.programs.path):/usr/bin:/bin"
    #expect(try box.run(["--"], ["PATH": path]) == Run(4))
  }

  @Test func `starts the client that a flag names, also by a relative path`() throws {
    try box.addClient("exit 9")
    try box.addClient("exit 4", at: "work/mine")
    #expect(try box.run(["--client", "./mine", "--"]) == Run(4))
    #expect(try box.launched()?.path == "\(box.work.path)/./mine")
  }

  @Test func `starts the client that the policy names`() throws {
    try box.addClient("exit 9")
    try box.addClient("exit 4", at: "home/bin/mine")
    try box.write(
      "version: 1\nclient: {path: ~/bin/mine}\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(try box.run(["--"]) == Run(4))
  }
}
