import Foundation

/// Transcripts in the shape that client 2.1.330 writes.
struct PastWork {
  /// As the client chooses it.
  var session = "0a1b0000-0000-4000-8000-000000000001"
  /// `2026-11-03`; the prompt is typed at ten.
  var day: String
  var prompt: String?
  var replies: [Answer]

  struct Answer {
    var model = "claude-opus-5-5"
    var input: Int
    var output: Int
    var isSidechain = false
  }

  /// Writes the transcript of each under the home folder.
  static func write(_ works: [PastWork], in box: Sandbox) throws {
    for (place, work) in works.enumerated() {
      let lines = try work.lines(number: place)
      try box.write(
        lines.map { $0 + "\n" }.joined(),
        to: "home/.claude/projects/-work/\(place).jsonl"
      )
    }
  }

  private func lines(number: Int) throws -> [String] {
    var lines: [String] = []
    func add(_ minute: Int, _ rest: [String: Any]) throws {
      let digits = minute < 10 ? "0\(minute)" : "\(minute)"
      let common: [String: Any] = [
        "sessionId": session, "cwd": "/secret/folder", "timestamp": "\(day)T10:\(digits):00.000Z",
      ]
      let line = common.merging(rest) { $1 }
      let bytes = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
      lines.append(String(decoding: bytes, as: UTF8.self))
    }
    if let prompt {
      try add(0, ["type": "user", "message": ["role": "user", "content": prompt]])
    }
    for (place, reply) in replies.enumerated() {
      let usage = ["input_tokens": reply.input, "output_tokens": reply.output]
      try add(
        place + 1,
        [
          "type": "assistant", "requestId": "req_\(number)_\(place)",
          "isSidechain": reply.isSidechain,
          "message": ["id": "msg_\(number)_\(place)", "model": reply.model, "usage": usage],
        ]
      )
    }
    return lines
  }
}
