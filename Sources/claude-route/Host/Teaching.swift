internal import PolicyLoader
internal import PolicyStarter
internal import Rendering
internal import RouteEngine

/// Adds an example to the user's policy, if that changes nothing else.
struct Teaching {
  private let example: TaughtExample
  private let home: String?
  private let file: OwnPolicyFile
  private let managed: PolicyFile?
  private let before: Policy

  init(_ example: TaughtExample, input: ProcessInput) throws(Refusal) {
    self.example = example
    home = input.environment.filled("HOME")
    let reading = PolicyReading(
      environment: input.environment,
      home: home,
      includesRepository: false
    )
    guard let path = reading.userPath else {
      throw Refusal(.usage, "HOME is not set, so nobody knows where your policy belongs")
    }
    file = try OwnPolicyFile(
      at: path,
      byHand:
        "add it by hand where the link leads to, below `classes`, `\(example.className.printable)`, `\(example.key)`"
    )
    managed = try reading.managedFile()
    let assembly = Self.assembly(file.policy, managed, home)
    guard let policy = assembly.policy else { throw Refusal(invalid: assembly) }
    before = policy
    _ = try Routing.known([example.className], "class", "--class", policy.classes.map(\.name))
  }

  /// Does it, or does all but the writing; the report's lines.
  func perform(isDryRun: Bool) throws(Refusal) -> String {
    let what = "\(example.isCounter ? "a counter-example" : "an example") of `\(example.className)`"
    if let place = example.place(in: before.classes) {
      return "\(shown(place)): it is \(what) already; nothing was changed".printable + "\n"
    }
    if let place = example.contrary(in: before.classes) {
      let contrary = example.isCounter ? "an example" : "a counter-example"
      throw Refusal(
        .usage,
        "the text is \(contrary) of `\(example.className)` already (\(shown(place).printable))",
        help: "take it out there first"
      )
    }
    let bytes = try changedBytes()
    let assembly = Self.assembly(file.policy(saying: bytes), managed, home)
    guard let after = assembly.policy,
      example.isOnlyDifference(from: before.classes, to: after.classes),
      let place = example.place(in: after.classes)
    else {
      throw byHand("more than the example would change")
    }
    if !isDryRun {
      try file.write(bytes)
    }
    let verb = isDryRun ? "would write" : "wrote"
    let head = "\(verb) \(shown(place)): \(what)".printable + "\n"
    let change = isDryRun ? LineChange(from: file.contents?.bytes ?? [], to: bytes).text : ""
    let task = HermeticTask(text: example.text)
    let report = TeachText(
      of: example.className,
      isCounter: example.isCounter,
      before: task.decision(under: before),
      after: task.decision(under: after)
    )
    return head + change + report.text
  }

  private func changedBytes() throws(Refusal) -> [UInt8] {
    guard let contents = file.contents else { return Array(example.policy.utf8) }
    do {
      return try TaughtPolicy(adding: example, to: contents.bytes).bytes
    } catch {
      throw byHand(error.reason)
    }
  }

  private func byHand(_ reason: String) -> Refusal {
    let path = file.path.withTilde(home: home).printable
    return Refusal(
      .inputOutput,
      lines: [
        "claude-route: \(path) was left alone: \(reason)",
        "  = help: add this yourself:",
      ] + example.lines.map { "    \($0.printable)" }
    )
  }

  private func shown(_ place: Origin) -> String { place.label.withTilde(home: home) }

  private static func assembly(
    _ user: PolicyFile?,
    _ managed: PolicyFile?,
    _ home: String?
  ) -> PolicyAssembly {
    PolicyAssembly(of: [user, managed, .builtIn].compactMap { $0 }, home: home)
  }
}
