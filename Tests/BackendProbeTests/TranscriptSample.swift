import BackendProbe
import Foundation
import RouteEngine
import Testing

/// What client 2.1.330 printed in sessions of probes against a scripted model with one fault, each
/// line behind the milliseconds at which it was read.
///
/// Recorded on 2026-11-26; without what nobody
/// reads, with `/folder` and `w0rd22` for the folder and the word of the probe.
enum TranscriptSample {
  static let words = ProbeTask.Words("w0rd22")

  static let asked = ProbeJudge.AskedModels(
    model: "claude-haiku-5-5",
    slots: [
      "opus": "claude-opus-5-5", "sonnet": "claude-sonnet-5-5", "haiku": "claude-haiku-5-5",
      "fable": "claude-fable-5-2",
    ]
  )

  static func record(
    _ session: ProbeSession,
    _ fault: String = "sound",
    ending: SessionRecord.Ending = .status(0)
  ) throws -> SessionRecord {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Transcripts/\(session.rawValue).\(fault).jsonl")
    var lines: [(milliseconds: Int, bytes: [UInt8])] = []
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      lines.append((try #require(Int(parts[0])), Array(parts[1].utf8)))
    }
    return SessionRecord(lines: lines, ending: ending)
  }

  /// The six sessions of a sound backend, with some in place of them.
  static func records(
    with others: [ProbeSession: SessionRecord] = [:]
  ) throws -> [ProbeSession: SessionRecord] {
    var records = others
    for session in ProbeSession.allCases where session != .context && records[session] == nil {
      records[session] = try record(session)
    }
    return records
  }

  /// What the file of `input` holds when all went well.
  static let file = #"""
    {
      "omega": [{"quote": "he said \"no\"", "path": "C:\\new\\table", "deep": {"er": [[1, 2.50, -3e2], []]}}],
      "delta / gamma": "tab\there, $HOME, `id`, {curly}, </tag>, 100 %",
      "words": ["naïve", "日本語", "😀", "a\u0301"],
      "empty": {"object": {}, "text": "", "null": null}
    }
    """#

  static func findings(
    with others: [ProbeSession: SessionRecord] = [:],
    file: String? = TranscriptSample.file
  ) throws -> [ProbeFinding] {
    ProbeJudge(
      try records(with: others),
      words: words,
      inputFile: file.map { Array($0.utf8) },
      asked: asked
    )
    .findings
  }
}
