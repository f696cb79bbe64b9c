internal import Diagnostics
internal import JSONTree
internal import RouteEngine

/// Tools and sub-agents.
extension ProbeJudge {
  func oneTool(_ record: SessionRecord) -> Verdict {
    let calls = record.ownAnswers.flatMap(\.calls).filter { $0.tool == "Read" }
    guard let call = calls.first else {
      return (.broken, record.failure ?? "no call came")
    }
    guard let path = call.input["file_path"] else {
      return (.broken, "the call's input did not arrive")
    }
    guard path.hasSuffix("/start.txt") else {
      return (.degraded, "called with \(path.quotedOneLine)")
    }
    return (.good, "called with the input asked for")
  }

  func toolChain(_ record: SessionRecord) -> Verdict {
    let count = record.ownAnswers.filter { !$0.calls.isEmpty }.count
    if let failure = record.failure { return (.broken, "after \(count) calls: \(failure)") }
    guard record.text.containsBytes(of: words.word) else {
      return (.broken, "after \(count) calls \(record.text.quotedOneLine), not the word")
    }
    guard record.toolErrors.isEmpty else {
      return (
        .degraded, "the word was found, after a failed call: \(record.toolErrors[0].quotedOneLine)"
      )
    }
    return (.good, "\(count) calls, each by the result before it")
  }

  func parallelTools(_ record: SessionRecord) -> Verdict {
    let most =
      record.ownAnswers.map { Set($0.calls.compactMap { $0.input["file_path"] }).count }
      .max() ?? 0
    if let failure = record.failure { return (.broken, failure) }
    let found = ["a", "b", "c"].filter { record.text.containsBytes(of: words.named($0)) }
    guard found.count == 3 else {
      return (.broken, "\(found.count) of 3 results came back, at most \(most) calls in one answer")
    }
    switch most {
    case 3...: return (.good, "\(most) calls in one answer")
    case 2: return (.degraded, "2 of 3 calls in one answer")
    default: return (.degraded, "one call at a time where three were asked for")
    }
  }

  func toolInput(_ record: SessionRecord) -> Verdict {
    let calls = record.ownAnswers.flatMap(\.calls)
    guard let inputFile else {
      if let failure = record.failure { return (.broken, failure) }
      let error = record.toolErrors.first.map { ": \($0.quotedOneLine)" } ?? ""
      return (.broken, calls.isEmpty ? "no call came" : "nothing was written\(error)")
    }
    guard inputFile == Array(HardInput.edited.utf8) else {
      return (.broken, "the file differs: \(Self.difference(inputFile))")
    }
    if let failure = record.failure { return (.broken, "the file is right, but: \(failure)") }
    guard let object = record.outcome?.structuredOutput else {
      return (.broken, "the file is right, but no object came")
    }
    guard object.sorted == HardInput.object.sorted else {
      return (.broken, "the object differs: \(object.text.quotedOneLine)")
    }
    guard record.toolErrors.isEmpty else {
      return (.degraded, "exact in the end, after \(record.toolErrors[0].quotedOneLine)")
    }
    return (.good, "a text, two edits and an object, all exact")
  }

  /// Where the file begins to differ from what was asked for.
  private static func difference(_ bytes: [UInt8]) -> String {
    let found = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    let wanted = HardInput.edited.split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = zip(found, wanted).enumerated().first(where: { $1.0 != $1.1 }) else {
      return "\(found.count) lines instead of \(wanted.count)"
    }
    return "line \(line.offset + 1) is \(String(line.element.0).quotedOneLine)"
  }

  func subAgents(_ record: SessionRecord) -> Verdict {
    let calls = record.ownAnswers.flatMap(\.calls).filter {
      $0.tool == "Agent" || $0.tool == "Task"
    }
    guard !calls.isEmpty else { return (.broken, record.failure ?? "none was started") }
    var good: [String] = []
    var bad: [String] = []
    for slot in Backend.familySlots {
      let call = calls.first { $0.input["model"] == slot }
      let answer = record.answers.last { $0.parent == call?.id && call != nil && !$0.text.isEmpty }
      guard let answer else {
        bad.append(call == nil ? "\(slot) was not started" : "\(slot) gave no answer")
        continue
      }
      let identity = asked.slots[slot].map { ModelIdentity(of: answer.model, asked: $0).verdict }
      if let identity, identity.0 == .broken {
        bad.append("\(slot): \(identity.1)")
      } else if !answer.text.containsBytes(of: words.named(slot)) {
        bad.append("\(slot) said \(answer.text.quotedOneLine)")
      } else {
        good.append(slot)
      }
    }
    if bad.isEmpty, let failure = record.failure {
      return (.broken, "all answered, then: \(failure)")
    }
    if bad.isEmpty, !good.allSatisfy({ record.text.containsBytes(of: words.named($0)) }) {
      bad.append("their answers were not used: \(record.text.quotedOneLine)")
    }
    guard !bad.isEmpty else { return (.good, good.joined(separator: ", ")) }
    return (good.isEmpty ? .broken : .degraded, bad.joined(separator: "; "))
  }
}

extension String {
  /// In quotation marks, cut.
  var quotedOneLine: String {
    let line = oneLine
    return "\"\(line.count > 60 ? "\(line.prefix(57))…" : line)\""
  }
}

extension JSONNode {
  /// With the members of each object in order of their names: their order says nothing.
  fileprivate var sorted: JSONNode {
    switch self {
    case .object(let members):
      .object(
        members.map { JSONMember(key: $0.key, value: $0.value.sorted) }
          .sorted { $0.key < $1.key }
      )
    case .array(let elements): .array(elements.map(\.sorted))
    default: self
    }
  }
}
