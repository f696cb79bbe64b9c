import Testing
import Usage

@Suite struct `A session's id` {
  @Test func `is a UUID of version 4, and another one each time`() throws {
    var generator = SystemRandomNumberGenerator()
    var seen: Set<String> = []
    for _ in 0..<1_000 {
      let id = SessionID(from: &generator)
      #expect(SessionID(id.text) == id)
      let bytes = Array(id.text.utf8)
      #expect(bytes[14] == UInt8(ascii: "4"))
      #expect("89ab".utf8.contains(bytes[19]))
      #expect(id.text == id.text.lowercased())
      seen.insert(id.text)
    }
    #expect(seen.count == 1_000)
  }

  /// Without leading zeros it would be too short.
  @Test func `keeps its zeros`() {
    struct Zeros: RandomNumberGenerator {
      func next() -> UInt64 { 0 }
    }
    var zeros = Zeros()
    #expect(SessionID(from: &zeros).text == "00000000-0000-4000-8000-000000000000")
  }

  @Test(arguments: [
    "", "5f0c", "5f0c2a7e-0000-4000-8000-00000000000", "5f0c2a7e-0000-4000-8000-0000000000000",
    "5f0c2a7e00004000800000000000000e", "5f0c2a7e-0000-4000-8000-00000000000g",
    "5f0c2a7e-0000-4000-8000-0000000000e1-", "5f0c2a7e0-000-4000-8000-0000000000e1",
    "５f0c2a7e-0000-4000-8000-00000000e1", "{5f0c2a7e-0000-4000-8000-0000000000e1}",
  ])
  func `is nothing else`(text: String) {
    #expect(SessionID(text) == nil)
  }

  @Test func `is shown by its ends`() throws {
    let id = try #require(SessionID("5F0C2A7E-0000-4000-8000-0000000000E1"))
    #expect(id.shortText == "5F0C…E1")
  }
}
