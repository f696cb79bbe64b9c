internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// Decides task after task of an input, and writes the answers as it reads.
struct BatchRun {
  private let policy: PreparedPolicy
  private let reader: TaskLineReader
  private let explains: Bool
  /// Far more words than most people use, and a megabyte and a half of memory at most.
  private var words = WordMemory(count: 8192)
  private var decisions = DecisionMemory(limit: 256)
  private var answers = DecisionLines()
  private var lineCount = 0
  private var deniedCount = 0
  private var faultCount = 0
  private var firstFault = 0

  /// Far more than the text of a task and its files.
  static let maximumLineBytes = 1 << 20
  /// Answers are written in pieces of about this size.
  private static let pieceBytes = 65_536

  init(_ policy: Policy, explains: Bool) {
    self.policy = PreparedPolicy(policy)
    reader = TaskLineReader(policy)
    self.explains = explains
  }

  /// What the answers amount to.
  var outcome: Outcome { faultCount > 0 ? .invalidPolicy : deniedCount > 0 ? .denied : .done }

  /// One line for standard error; nil when every task was routed.
  var summary: String? {
    var parts: [String] = []
    if faultCount > 0 {
      let words = faultCount == 1 ? "is no task," : "are no tasks, the first is"
      parts.append("\(faultCount) of \(lineCount) lines \(words) line \(firstFault)")
    }
    if deniedCount > 0 { parts.append("\(deniedCount) of \(lineCount) denied") }
    return parts.isEmpty ? nil : "claude-route: " + parts.joined(separator: "; ") + "\n"
  }

  /// Reads a path, or standard input, to its end, or until nobody reads the answers.
  mutating func decide(_ path: String?) throws(Refusal) {
    var input = try LineInput(at: path, limit: Self.maximumLineBytes)
    while let line = try input.next(beforeWaiting: { () throws(Refusal) in try written() }) {
      lineCount = input.count
      answer(line)
      if answers.bytes.count >= Self.pieceBytes, try !written() { return }
    }
    _ = try written()
  }

  /// Writes what is ready; false when nobody reads it.
  private mutating func written() throws(Refusal) -> Bool {
    answers.bytes.isEmpty ? true : try writeOutput(part: answers.take())
  }

  private mutating func answer(_ line: LineInput.Line) {
    do throws(TaskLine.Fault) {
      guard case .bytes(let bytes) = line else {
        throw TaskLine.Fault(reason: "the line is longer than \(Self.maximumLineBytes) bytes")
      }
      try answer(try reader.task(bytes))
    } catch {
      faultCount += 1
      if faultCount == 1 { firstFault = lineCount }
      answers.append(fault: error.reason, help: error.help, line: lineCount, id: error.id)
    }
  }

  private mutating func answer(_ task: TaskLine) throws(TaskLine.Fault) {
    let decision = policy.decision(
      for: task.request,
      unavailable: task.unavailable,
      measured: task.measured,
      remembering: &words,
      and: &decisions
    )
    if let fault = task.fault(in: decision) { throw fault }
    if decision.chosenIndex == nil { deniedCount += 1 }
    guard explains else {
      answers.append(decision, line: lineCount, id: task.id)
      return
    }
    let explanation = ExplanationJSON(
      decision,
      for: task.request,
      in: policy.policy,
      with: policy.inventory(
        for: task.request,
        unavailable: task.unavailable,
        measured: task.measured
      )
    )
    answers.append(explanation, line: lineCount, id: task.id)
  }
}
