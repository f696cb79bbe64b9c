internal import Rendering
internal import RouteEngine

/// A change of target by the repository's policy that the user has not agreed to.
///
/// Somebody else's file must not decide in silence where a person's code and key go.
struct RepositoryMove {
  let classes: [String]
  let was: Candidate?
  let wouldBe: Candidate

  /// Absent when the target is the same, when the repository only denies, or when the user lets
  /// repositories choose that backend.
  init?(from settled: Decision, to whole: Decision) {
    guard let wouldBe = whole.chosen, wouldBe.target.target != settled.chosen?.target.target else {
      return nil
    }
    guard wouldBe.target.backend.repositoryMayChoose != .always else { return nil }
    classes = whole.classification.names
    was = settled.chosen
    self.wouldBe = wouldBe
  }

  /// One line: `bulk: anthropic/haiku → openrouter/haiku`.
  var words: String {
    "\(classNames): \(was?.routeWords ?? "denied") → \(wouldBe.routeWords)"
  }

  var refusal: Refusal {
    let width = max(classNames.count, 5) + 4
    let before = was?.routeWords ?? "denied"
    let beforeWidth = max(before.count, 3) + 4
    let backend = wouldBe.target.backend.name
    var lines = [
      "claude-route: this repository's policy would change where your code goes, and you have not allowed it",
      "  " + "class".filled(to: width) + "was".filled(to: beforeWidth) + "would be",
      "  " + classNames.filled(to: width) + before.filled(to: beforeWidth) + wouldBe.routeWords,
    ]
    switch wouldBe.target.backend.repositoryMayChoose {
    case .never:
      lines.append("  = your policy says `repository-may-choose: never` for \(backend)")
    case .ask, .always:
      lines.append(
        "  = help: `repository-may-choose: always` on \(backend) in your own policy lets repositories choose it"
      )
    }
    lines.append("  = `claude-route --no-repo-policy …` runs without the repository's policy")
    lines.append("  = nothing was started, nothing was set")
    return Refusal(.untrusted, lines: lines.map(\.printable))
  }

  private var classNames: String {
    classes.isEmpty ? "no class" : classes.joined(separator: ", ")
  }
}

extension String {
  fileprivate func filled(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
