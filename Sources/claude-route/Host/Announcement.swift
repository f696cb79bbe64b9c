internal import ClaudeClient
internal import Rendering
internal import RouteEngine
internal import Usage

/// What a launch says on standard error before the client takes over.
struct Announcement {
  let route: Routing
  let client: ClientArguments
  /// The id that the client is given for a new session.
  let sessionID: String?
  let home: String?
  /// Whether somebody watches.
  let isTerminal: Bool

  /// A third party, what was passed over, what a session leaves and what a project tried are always
  /// named; the rest only to a terminal.
  var text: String {
    let trust = route.decision.chosen?.target.backend.trust
    var lines: [String] = []
    if isTerminal || trust != .firstParty {
      let line = LaunchLine(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory
      )
      lines += line?.lines ?? []
    }
    lines += ProbeFailureLines(route.decision).lines
    if client.isPrint, let sessionID,
      let line = RateLimitLine(route.decision, session: sessionID)
    {
      lines.append(line.text)
    }
    if client.purpose == .session, client.resumption != nil {
      lines += sessionLines
    }
    if client.purpose == .session {
      lines += Planning.cancelled(route.settings, home: home)
    }
    if isTerminal {
      lines += route.settings.warnings.map { "claude-route: \($0)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Where the whole conversation goes, and where it was.
  private var sessionLines: [String] {
    guard let chosen = route.decision.chosen else { return [] }
    let isThirdParty = chosen.target.backend.trust != .firstParty
    if let last = route.lastLaunch {
      let native = route.policy.backends.first(where: \.isNative)?.name
      let line = ResumptionLine(
        after: last,
        on: chosen,
        elsewhere: native,
        isFork: client.forksSession
      )
      return line.leaves || isTerminal || isThirdParty ? [line.text] : []
    }
    guard !client.forksSession, isThirdParty else { return [] }
    return [
      "claude-route: the whole resumed conversation goes there; `--fork-session` leaves the old one as it is"
    ]
  }
}
