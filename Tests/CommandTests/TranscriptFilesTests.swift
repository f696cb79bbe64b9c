import Foundation
import Testing
import Usage

@testable import claude_route

@Suite struct `The client's transcripts` {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static func line(_ message: String) -> String {
    """
    {"type":"assistant","sessionId":"s","timestamp":"1970-01-01T00:00:00Z",\
    "message":{"id":"\(message)","model":"x","usage":{"output_tokens":1}}}\n
    """
  }

  private var folder: String { sandbox.home.path }

  private func names(_ files: TranscriptFiles) -> [String] {
    files.files.map { String($0.path.dropFirst("\(folder)/projects/".count)) }
  }

  @Test func `are found in projects, sub-agents included, sorted by path`() throws {
    let found = ["a/2.jsonl", "a/1/subagents/x/agent-1.jsonl", "b/0.jsonl", "a/10.jsonl"]
    let others = ["0.jsonl", "a/1.json", "a/1.jsonl.bak", "c/d/e/f/g/h/i/j/k/1.jsonl"]
    for path in found + others {
      try sandbox.write(Self.line(path), to: "home/projects/\(path)")
    }
    var files = TranscriptFiles(userFolder: folder)
    #expect(
      names(files) == ["a/1/subagents/x/agent-1.jsonl", "a/10.jsonl", "a/2.jsonl", "b/0.jsonl"]
    )
    #expect(files.byteCount == found.reduce(0) { $0 + Self.line($1).utf8.count })
    var book = ReplyBook()
    var progress: [Int] = []
    files.read(into: &book) { progress.append($0) }
    #expect((book.replyCount, book.counts.files, book.counts.lines) == (4, 4, 4))
    #expect(progress.last == files.byteCount)
    #expect(progress == progress.sorted())
    #expect(files.faults.isEmpty)
  }

  @Test func `are none where the client never ran`() {
    let files = TranscriptFiles(userFolder: "\(folder)/nowhere")
    #expect(files.files.isEmpty)
    #expect(files.faults.isEmpty)
  }

  @Test(.timeLimit(.minutes(1)))
  func `are regular files only, and no link is followed below projects`() throws {
    let elsewhere = try sandbox.write(Self.line("m"), to: "elsewhere/project/1.jsonl")
    _ = try sandbox.addPipe("home/projects/a/pipe.jsonl")
    try sandbox.write("", to: "home/projects/a/folder.jsonl/x")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: "\(folder)/projects/a/link.jsonl",
      withDestinationPath: elsewhere
    )
    try manager.createSymbolicLink(
      atPath: "\(folder)/projects/b",
      withDestinationPath: sandbox.root.appending(path: "elsewhere/project").path
    )
    #expect(names(TranscriptFiles(userFolder: folder)) == [])
    // The whole folder may be kept somewhere else.
    let moved = sandbox.root.appending(path: "moved").path
    try manager.createDirectory(atPath: moved, withIntermediateDirectories: true)
    try manager.createSymbolicLink(
      atPath: "\(moved)/projects",
      withDestinationPath: sandbox.root.appending(path: "elsewhere").path
    )
    #expect(TranscriptFiles(userFolder: moved).files.count == 1)
  }

  @Test func `that changed since they were found are no reason to stop`() throws {
    for name in ["1", "2", "3"] {
      try sandbox.write(Self.line(name), to: "home/projects/a/\(name).jsonl")
    }
    var files = TranscriptFiles(userFolder: folder)
    let manager = FileManager.default
    try manager.removeItem(atPath: "\(folder)/projects/a/1.jsonl")
    try manager.removeItem(atPath: "\(folder)/projects/a/2.jsonl")
    try manager.createSymbolicLink(
      atPath: "\(folder)/projects/a/2.jsonl",
      withDestinationPath: "\(folder)/projects/a/3.jsonl"
    )
    var book = ReplyBook()
    files.read(into: &book)
    #expect(book.replyCount == 1)
    #expect(files.faults.map(\.path) == ["\(folder)/projects/a/2.jsonl"])
    #expect(files.faults.map(\.code) == [ELOOP])
  }
}
