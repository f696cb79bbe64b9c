import Foundation
import Testing

@testable import claude_route

@Suite struct `Reading from a pipe` {
  /// A reader that asked for more would be told that there is none yet, and throw.
  private static func bytes(_ count: Int, limit: Int, closing: Bool) throws -> Int {
    let pipe = Pipe()
    let reader = pipe.fileHandleForReading.fileDescriptor
    _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    pipe.fileHandleForWriting.write(Data(repeating: 1, count: count))
    if closing { try pipe.fileHandleForWriting.close() }
    return try readAll(reader, limit: limit).count
  }

  @Test func `ends at the end, or with the first byte too many, whoever still writes`() throws {
    #expect(try Self.bytes(0, limit: 1000, closing: true) == 0)
    #expect(try Self.bytes(999, limit: 1000, closing: true) == 999)
    #expect(try Self.bytes(1000, limit: 1000, closing: true) == 1000)
    #expect(try Self.bytes(1001, limit: 1000, closing: false) == 1001)
    #expect(try Self.bytes(5000, limit: 1000, closing: false) == 1001)
    #expect(throws: SystemError.self) { try Self.bytes(1000, limit: 1000, closing: false) }
  }
}

@Suite struct `Reading a file` {
  @Test(arguments: [0, 1, 4095, 4096, 9_999, 10_000, 10_001, 70_000])
  func `takes the limit and one byte more, and no less than there is`(size: Int) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "reading-\(UUID())")
    try Data(repeating: 1, count: size).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var told: Int?
    let contents = try readFile(file.path, limit: 10_000, expecting: { told = $0 })
    #expect(contents.bytes.count == min(size, 10_001))
    #expect(try #require(told) > min(size, 10_000))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
  func `takes one whole that says it has no size`() throws {
    let contents = try readFile("/proc/self/maps", limit: 1 << 20)
    #expect(contents.bytes.last == UInt8(ascii: "\n"))
    #expect(contents.bytes.count > 4096)
  }
}
