internal import Diagnostics
internal import Rendering
internal import RouteEngine

/// A change of target by the repository's policy that the user has not agreed to.
///
/// Somebody else's file must not decide in silence where a person's code and key go.
struct RepositoryMove {
  let classes: [String]
  let was: Candidate?
  let wouldBe: Candidate

  /// Absent when nothing moves that the user has not allowed.
  ///
  /// - Throws: When what was allowed cannot be trusted.
  init?(
    from settled: Decision,
    to whole: Decision,
    environment: RawEnvironment
  ) throws(Refusal) {
    guard let wouldBe = whole.chosen, BackendMove(from: settled, to: whole) != nil else {
      return nil
    }
    // Looked up only now: most decisions move nothing.
    if let identity = workingDirectory.flatMap(RepositoryIdentity.init),
      let state = StateFolder(environment: environment, home: environment.filled("HOME"))
    {
      let allowed = try ConsentRecord(of: identity, in: state).moves
      guard BackendMove(from: settled, to: whole, allowed: allowed) != nil else { return nil }
    }
    classes = whole.classification.names
    was = settled.chosen
    self.wouldBe = wouldBe
  }

  /// What the user would have to allow; absent where no consent lifts it.
  var backends: BackendMove? {
    guard wouldBe.target.backend.repositoryMayChoose != .never else { return nil }
    return BackendMove(from: was?.target.target.backend, to: wouldBe.target.target.backend)
  }

  /// One line: `bulk: anthropic/haiku → openrouter/haiku`.
  var words: String {
    "\(classNames): \(was?.routeWords ?? "denied") → \(wouldBe.routeWords)"
  }

  func refusal(for request: RoutingRequest) -> Refusal {
    let width = max(classNames.count, 5) + 4
    let before = was?.routeWords ?? "denied"
    let beforeWidth = max(before.count, 3) + 4
    let backend = wouldBe.target.backend.name
    var lines = [
      "claude-route: this repository's policy would change where your code goes, and you have not allowed it yet",
      "  " + "class".padded(to: width) + "was".padded(to: beforeWidth) + "would be",
      "  " + classNames.padded(to: width) + before.padded(to: beforeWidth) + wouldBe.routeWords,
    ]
    switch wouldBe.target.backend.repositoryMayChoose {
    case .never:
      lines.append("  = your policy says `repository-may-choose: never` for \(backend)")
    case .ask, .always:
      lines.append(
        "  = `claude-route allow\(Self.flags(request))` accepts these moves (comments and tests may change later without asking again)"
      )
    }
    lines.append("  = `claude-route --no-repo-policy …` runs without the repository's policy")
    lines.append("  = nothing was started, nothing was set")
    return Refusal(.untrusted, lines: lines.map(\.printable))
  }

  /// What the command line chose, since the policy's own moves are found without it.
  private static func flags(_ request: RoutingRequest) -> String {
    [
      ("--alias", request.alias?.name), ("--backend", request.backendFlag),
      ("--model", request.modelFlag), ("--effort", request.effortFlag?.rawValue),
    ]
    .compactMap { flag, value in value.map { " \(flag) \($0.shellWord)" } }.joined()
  }

  private var classNames: String {
    classes.isEmpty ? "no class" : classes.joined(separator: ", ")
  }
}
