import Foundation
import Testing

@Suite struct `Schema` {
  private let box: Sandbox

  init() throws { box = try Sandbox() }

  private func schema(_ words: [String] = []) throws -> [String: Any] {
    let run = try box.run(["schema"] + words)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(object as? [String: Any])
  }

  private func keys(_ words: [String] = []) throws -> Set<String> {
    Set(try #require(schema(words)["properties"] as? [String: Any]).keys)
  }

  @Test func `is printed whatever the policies of this machine say`() throws {
    try box.write("broken", to: "home/.config/claude-route/policy.yaml")
    #expect(try schema()["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
    #expect(try box.run(["schema"]).output == box.run(["schema", "--layer", "user"]).output)
  }

  @Test func `is of one layer`() throws {
    let user = try keys()
    #expect(try keys(["--layer", "managed"]) == user.subtracting(["aliases"]))
    let refused: Set = [
      "backends", "built-in", "client", "extends", "ledger", "prices", "projects",
    ]
    #expect(try keys(["--layer", "repository"]) == user.subtracting(refused))
  }

  @Test func `is of no other layer`() throws {
    let run = try box.run(["schema", "--layer", "built-in"])
    #expect(run.end == .exited(64) && run.errors.contains("--layer"))
  }
}
