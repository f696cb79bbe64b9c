internal import ArgumentParser
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The user's consent to what a repository's policy changes.
struct Allow: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow",
    abstract: "Accept the moves that this repository's policy makes, for it and its worktrees.",
    discussion: """
      A move is a pair of backends: what the policy says of comments, tests, order and descriptions may
      change later without asking again. `repository-may-choose: never` cannot be lifted.

        claude-route allow --show                  what would move, and whether it may
        claude-route allow --digest sha256:5be1…   without a terminal, for a file that was reviewed
      """
  )

  @Flag(help: "Show class, was, would be and consent; record nothing. (default: off)")
  var show = false

  @ArgumentParser.Option(
    name: .customLong("digest"),
    help: ArgumentHelp(
      "Accept only a file with this SHA-256, as `sha256sum` or --show prints it; once for each file. (default: a terminal is asked for)",
      valueName: "sha256"
    )
  )
  var digests: [String] = []

  @OptionGroup(title: "Also what these flags of a route move") var routing: RoutingFlags

  @Flag(help: "With --show: as JSON. (default: off)")
  var json = false

  func validate() throws {
    if json, !show { throw ValidationError("`--json` goes with `--show`") }
    if show, !digests.isEmpty {
      throw ValidationError("`--show` records nothing; leave out `--digest`")
    }
    for digest in digests where !Self.isDigest(digest) {
      throw ValidationError(
        "`--digest` takes the 64 digits of a SHA-256, with or without `sha256:`"
      )
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let environment = input.environment
    let home = environment.filled("HOME")
    let place = try ConsentPlace(environment: environment)
    let reading = PolicyReading(
      environment: environment,
      home: home,
      includesRepository: !routing.ignoresRepository
    )
    // Read once: what is looked at here is what is recorded.
    let files = try reading.files(insteadOfUsers: routing.policy)
    let repositorys = files.filter { $0.layer == .repository }
    guard !repositorys.isEmpty else {
      throw Refusal(
        .fileMissing,
        "no \(RepositoryPolicies.fileName) here, so there is nothing to allow"
      )
    }
    let policies = try reading.policies(of: files)
    let route = try Routing(
      routing.options,
      client: nil,
      input: input,
      keptNames: [],
      policies: policies
    )
    let moves = moves(of: policies, place, route.inventory)
    let shown = place.identity.path.withTilde(home: home)
    guard !show else {
      let named = repositorys.map { ($0.name, "sha256:\(SHA256.hexDigest(of: $0.bytes))") }
      let text =
        json
        ? MoveTableJSON(moves, repository: place.identity.path, files: named).text
        : MoveTable(moves).text
          + named.map { "\($0.printable) \($1)\n" }.joined()
      try writeOutput(text)
      return Outcome.done.rawValue
    }
    try checkReviewed(repositorys)
    let own = route.move?.backends
    return try record(moves, own, place, shown)
  }

  private func record(
    _ moves: RepositoryMoves,
    _ own: BackendMove?,
    _ place: ConsentPlace,
    _ shown: String
  ) throws(Refusal) -> Int32 {
    let open = moves.open.union([own].compactMap(\.self))
    let refused = Set(moves.moves.filter { $0.consent == .never }.map(\.backends)).sorted()
    let never = refused.map {
      "not allowed: \($0.words), since your policy says `repository-may-choose: never` for \($0.to)"
    }
    guard !open.isEmpty else {
      if !never.isEmpty {
        throw Refusal(.untrusted, lines: never.map { "claude-route: \($0)".printable })
      }
      try writeOutput("nothing to allow: what this policy moves may move already\n")
      return Outcome.done.rawValue
    }
    try place.record.record(open)
    let worktrees = place.identity.isShared ? " and its worktrees" : ""
    let words = open.sorted().map(\.words).joined(separator: ", ")
    let lines = ["allowed for \(shown)\(worktrees): \(words)"] + never
    try writeOutput(MoveTable(moves).text + lines.map { $0.printable + "\n" }.joined())
    return Outcome.done.rawValue
  }

  /// Without a terminal nobody has seen the table: then the file must be the one that was reviewed.
  private func checkReviewed(_ files: [PolicyFile]) throws(Refusal) {
    guard !digests.isEmpty else {
      guard isatty(0) == 1, isatty(2) == 1 else {
        throw Refusal(
          .untrusted,
          "without a terminal nothing is allowed by itself",
          help:
            "review the file, then name it: claude-route allow --digest \(files.map { "sha256:\(SHA256.hexDigest(of: $0.bytes))" }.joined(separator: " --digest "))"
        )
      }
      return
    }
    let given = Set(digests.map { $0.hasPrefix("sha256:") ? String($0.dropFirst(7)) : $0 })
    let actual = files.map { ($0.name, SHA256.hexDigest(of: $0.bytes)) }
    for (name, digest) in actual where !given.contains(digest) {
      throw Refusal(
        .untrusted,
        "\(name.printable) is not the file that was reviewed: it is sha256:\(digest)",
        help: "review it again; each file needs a `--digest` of its own"
      )
    }
  }

  private func moves(
    of policies: PolicyReading.Layered,
    _ place: ConsentPlace,
    _ inventory: CredentialInventory
  ) -> RepositoryMoves {
    let unavailable = policies.whole.backends.filter {
      $0.availability(with: inventory).payer == nil
    }
    return RepositoryMoves(
      from: policies.withoutRepository ?? policies.whole,
      to: policies.whole,
      unavailable: Set(unavailable.map(\.name)),
      allowed: place.record.moves
    )
  }

  private static func isDigest(_ text: String) -> Bool {
    let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
    return digits.utf8.count == 64
      && digits.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}
