/// A task decided without anything of this machine: what tests, replays and proofs are made of.
///
/// Every credential counts as present and every region and project as named, unless the case says
/// otherwise.
package struct HermeticTask: Hashable, Sendable {
  package var facts: TaskFacts
  package var unavailable: Set<Unavailable>
  /// What probes are taken to have found; nothing else is measured.
  package var measured: SupposedTraits

  /// Regions and projects where no fact `env.NAME` says another.
  package static let places = [
    "AWS_REGION": "us-east-1", "CLOUD_ML_REGION": "global", "GOOGLE_CLOUD_PROJECT": "project",
  ]

  /// `values` replace or add to what is known of a task outside every repository, on a terminal,
  /// with no arguments for the client.
  package init(
    text: String? = nil,
    files: [String]? = nil,
    classes: [String] = [],
    labels: [String] = [],
    values: [FactName: FactState] = [:],
    unavailable: Set<Unavailable> = [],
    measured: SupposedTraits = SupposedTraits()
  ) {
    var known = Self.usualValues(text: text, files: files)
    for (name, state) in values {
      known[name] = state
    }
    facts = TaskFacts(
      text: text,
      files: files,
      namedClasses: classes,
      labels: Set(labels),
      values: known
    )
    self.unavailable = unavailable
    self.measured = measured
  }

  /// What the machine has, as far as the policy's backends ask.
  package func inventory(for policy: Policy) -> CredentialInventory {
    var places: [String: String] = [:]
    for name in Set(policy.backends.flatMap { $0.regionVariables + $0.projectVariables }) {
      switch facts.values[.environment(name)] {
      case .value(.text(let text)): places[name] = text
      case .absent, .unknown, .value: break
      case nil: places[name] = Self.places[name]
      }
    }
    return CredentialInventory(
      present: Set(policy.backends.flatMap(\.credentials)),
      places: places,
      missing: unavailable,
      supposed: measured
    )
  }

  /// The decision under a policy.
  package func decision(under policy: Policy) -> Decision {
    policy.decision(for: RoutingRequest(facts: facts), with: inventory(for: policy))
  }

  private static let usualValues: [FactName: FactState] = {
    // With room for what a task adds: a copy that grows is made twice.
    var values: [FactName: FactState] = [:]
    values.reserveCapacity(12)
    for (name, value) in usual {
      values[name] = .value(value)
    }
    return values
  }()

  private static let usual: [(FactName, FactValue)] = [
    (.ci, .truth(false)), (.hook, .truth(false)), (.interactive, .truth(true)),
    (.clientPrint, .truth(false)), (.clientAgents, .truth(false)), (.os, .text("linux")),
    (.clientThinking, .truth(false)),
  ]

  private static func usualValues(text: String?, files: [String]?) -> [FactName: FactState] {
    var values = usualValues
    if TaskFacts.asksForThinking(text) {
      values[.clientThinking] = .value(.truth(true))
    }
    if let text {
      values[.taskWords] = .value(.number(TaskFacts.wordCount(of: text)))
    }
    if let files {
      values[.filesCount] = .value(.number(files.count))
    }
    return values
  }
}

extension TaskFacts {
  /// Whether a text has one of the client's own words for more thinking: `ultrathink`, `megathink`,
  /// `think hard`, `think harder`, in any case.
  ///
  /// Bytes are compared: the text may be long, and a `String` is searched by its characters.
  package static func asksForThinking(_ text: String?) -> Bool {
    guard var text else { return false }
    return text.withUTF8 { bytes in
      for start in 0..<max(0, bytes.count - 4)
      where unsafe bytes[start] | 0x20 == UInt8(ascii: "t") && bytes.has("think", at: start) {
        if unsafe bytes.has("ultra", at: start - 5) || bytes.has("mega", at: start - 4)
          || bytes.has(" hard", at: start + 5)
        {
          return true
        }
      }
      return false
    }
  }

  /// The fact `task.words`: pieces between white space.
  package static func wordCount(of text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      var count = 0
      var wasSpace = true
      var index = 0
      while index < bytes.count {
        let byte = unsafe bytes[index]
        // A blank, or a control character from tab to carriage return.
        var isSpace = byte == 0x20 || byte &- 0x09 < 5
        if byte >= 0xC2, let length = unsafe bytes.spaceLength(at: index) {
          isSpace = true
          index &+= length &- 1
        }
        if wasSpace && !isSpace { count &+= 1 }
        wasSpace = isSpace
        index &+= 1
      }
      return count
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a white space outside ASCII (Unicode's property of that name); nil where there is
  /// none.
  fileprivate func spaceLength(at index: Int) -> Int? {
    let rest = unsafe UnsafeBufferPointer(rebasing: self[index...])
    switch unsafe rest[0] {
    case 0xC2:
      return unsafe rest[1] == 0x85 || rest[1] == 0xA0 ? 2 : nil
    case 0xE1:
      return unsafe rest[1] == 0x9A && rest[2] == 0x80 ? 3 : nil
    case 0xE2:
      let last = unsafe rest[2]
      if unsafe rest[1] == 0x81 { return last == 0x9F ? 3 : nil }
      guard unsafe rest[1] == 0x80 else { return nil }
      return last <= 0x8A || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : nil
    case 0xE3:
      return unsafe rest[1] == 0x80 && rest[2] == 0x80 ? 3 : nil
    default:
      return nil
    }
  }

  /// Whether that word of lower-case letters and blanks stands there, in any case.
  fileprivate func has(_ word: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + word.utf8CodeUnitCount <= count else { return false }
    return word.withUTF8Buffer { word in
      for index in 0..<word.count {
        let byte = unsafe self[start + index]
        guard unsafe (byte.isASCIILetter ? byte | 0x20 : byte) == word[index] else { return false }
      }
      return true
    }
  }
}
