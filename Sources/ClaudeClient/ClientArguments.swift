/// The client's arguments, as far as a route depends on them.
package struct ClientArguments: Hashable, Sendable {
  /// As given, byte by byte.
  package let words: [[UInt8]]
  /// What the client would do.
  package let purpose: Purpose
  /// The task, when the words name it; absent for what is no session.
  package let prompt: Prompt
  private let scan: ClientScan

  /// Whether there is a session to route.
  package enum Purpose: Hashable, Sendable {
    /// A session on this machine.
    case session
    /// Not a session: a sub-command, `--version`, `--help`, or an entry that the client uses for
    /// itself; passed on untouched.
    case passThrough(String)
    /// A session that runs or is steered elsewhere, by the word that says so; it counts as
    /// `anthropic/default` and is passed on untouched.
    case elsewhere(String)
  }

  /// The task as the words give it.
  package enum Prompt: Hashable, Sendable {
    case absent
    /// The first positional word.
    case text([UInt8])
    /// It stands behind an option that we do not know.
    case unknown
  }

  /// - Parameter words: without the client's own name.
  package init(_ words: [[UInt8]]) {
    self.words = words
    let texts = words.map { String(decoding: $0, as: UTF8.self) }
    // With the very word `-p` or `--print` the client has no sub-commands: what looks like one is the
    // prompt (measured with client 2.1.330; `-cp` does not count).
    let options = texts.prefix { $0 != "--" }
    let isPrint = options.contains("-p") || options.contains("--print")
    scan = ClientScan(texts) { !isPrint && ClientSubcommands.contains($0) }
    purpose = Self.purpose(of: texts, scan: scan, isPrint: isPrint)
    if purpose != .session {
      prompt = .absent
    } else if let first = scan.operands.first {
      prompt = .text(words[first])
    } else {
      prompt = scan.firstUnknown == nil ? .absent : .unknown
    }
  }

  private static func purpose(of texts: [String], scan: ClientScan, isPrint: Bool) -> Purpose {
    if let first = texts.first {
      if ClientSubcommands.internalEntries.contains(first) { return .passThrough(first) }
      if !isPrint, ClientSubcommands.elsewhereEntries.contains(first) { return .elsewhere(first) }
    }
    // The only words of their line that the client itself looks at before its options.
    if texts == ["-V"] || texts == ["-V", "--verbose"] { return .passThrough("-V") }
    for name in ["--version", "--help"]
    where scan.options.contains(where: { $0.option.name == name }) {
      return .passThrough(name)
    }
    if let place = scan.subcommand {
      let name = texts[place]
      return ClientSubcommands.elsewhere.contains(name) ? .elsewhere(name) : .passThrough(name)
    }
    if let occurrence = scan.options.first(where: {
      ClientSubcommands.elsewhereOptions.contains($0.option.name)
    }) {
      return .elsewhere(occurrence.option.name)
    }
    // The address of a session that runs already.
    if !isPrint, let first = scan.operands.first.map({ texts[$0] }),
      first.hasPrefix("cc://") || first.hasPrefix("cc+unix://")
    {
      return .elsewhere("cc")
    }
    return .session
  }

  // MARK: Options

  /// Whether an option is there, by its long name.
  package func has(_ name: String) -> Bool { scan.options.contains { $0.option.name == name } }

  /// The value of an option's last occurrence, by its long name; absent when it has none.
  package func value(of name: String) -> String? {
    scan.options.last { $0.option.name == name }?.values.last
  }

  /// `-p`: the client prints an answer and ends.
  package var isPrint: Bool { has("--print") }

  /// An id or an alias.
  package var model: String? { value(of: "--model") }

  /// As written; it need not be a level.
  package var effort: String? { value(of: "--effort") }

  /// Ids or aliases, in order.
  package var fallbackModels: [String] {
    (value(of: "--fallback-model") ?? "").split(separator: ",").map { id in
      String(id.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A file or a JSON text; of several only the last counts.
  package var settings: String? { value(of: "--settings") }

  /// The user's own choice of a session id.
  package var sessionID: String? { value(of: "--session-id") }

  /// The user's file counts unless `--setting-sources` leaves it out or `--restricted` every file.
  package var readsUserSettings: Bool {
    guard !has("--restricted") else { return false }
    guard let sources = value(of: "--setting-sources") else { return true }
    return sources.split(separator: ",").contains { $0.filter { $0 != " " } == "user" }
  }

  /// The mode that flags choose; absent for the default.
  package var permissionMode: String? {
    has("--dangerously-skip-permissions") ? "bypassPermissions" : value(of: "--permission-mode")
  }

  /// Whether `--agents` defines some.
  package var definesAgents: Bool { has("--agents") }

  /// What flags say about extended thinking; absent when they say nothing.
  package var thinking: Bool? {
    switch value(of: "--thinking") {
    case "enabled", "adaptive": return true
    case "disabled": return false
    default: break
    }
    return value(of: "--max-thinking-tokens").flatMap { Int($0) }.map { $0 > 0 }
  }

  // MARK: Resuming

  /// How an old conversation is taken up; absent for a new one.
  package var resumption: Resumption? {
    if has("--resume") { return value(of: "--resume").map(Resumption.session) ?? .picked }
    if has("--continue") { return .latest }
    if has("--from-pr") { return .pullRequest(value(of: "--from-pr")) }
    return nil
  }

  /// Which old conversation is taken up.
  package enum Resumption: Hashable, Sendable {
    /// `--resume` with an id or a name.
    case session(String)
    /// `--resume` alone: the user picks from a list.
    case picked
    /// `--continue`.
    case latest
    case pullRequest(String?)
  }

  /// Whether a resumed conversation gets an id of its own.
  package var forksSession: Bool { has("--fork-session") }

  /// Whether the client may be told which id the session gets: a new conversation, or a copy of an old
  /// one.
  ///
  /// It refuses `--session-id` beside `--resume` and `--continue` without `--fork-session`, and warns
  /// that a background session has an id of its own (measured with client 2.1.330); a remote session
  /// (`--sdk-url`) has one already.
  package var takesSessionID: Bool {
    guard !has("--session-id"), !has("--sdk-url"), !has("--background") else { return false }
    switch resumption {
    case nil: return true
    case .session, .picked, .latest: return forksSession
    case .pullRequest: return false
    }
  }

  // MARK: The routed words

  /// Whether the user's `--settings` can be replaced.
  ///
  /// Not when a word that looks like one stands where we read a value: the client reads its settings
  /// before its other options, with a simpler parser, and might take it.
  package var canReplaceSettings: Bool {
    let taken = Set(scan.options.filter { $0.option.name == "--settings" }.flatMap(\.range))
    return !words[..<scan.end].indices.contains { index in
      let word = String(decoding: words[index], as: UTF8.self)
      return !taken.contains(index)
        && (word == "--settings" || word.utf8.starts(with: "--settings=".utf8))
    }
  }

  /// The words to start a session with: one `--settings` in front, where no other option can swallow
  /// it, and none of the user's; behind it `sessionID` where there is one.
  ///
  /// `--model` and `--effort` are taken out too: the route carries them.
  package func routed(settings: String, sessionID: String? = nil) -> [[UInt8]] {
    let names = ["--settings", "--model", "--effort"]
    let dropped = Set(
      scan.options.filter { names.contains($0.option.name) }.flatMap(\.range)
    )
    let kept = words.indices.filter { !dropped.contains($0) }.map { words[$0] }
    let session = sessionID.map { ["--session-id", $0] } ?? []
    return (["--settings", settings] + session).map { Array($0.utf8) } + kept
  }
}
