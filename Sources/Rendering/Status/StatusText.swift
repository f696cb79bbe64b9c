internal import Diagnostics
internal import HealthCheck

/// What `status` shows.
package struct StatusText: Sendable {
  /// Two lines and a line for each thing that is wrong, each ended by a line break.
  package let text: String

  package init(_ status: ShellStatus) {
    let here = status.isSession ? "this session" : "this shell"
    var lines = [
      "\(here)  " + (status.route.map { "\($0.text) (\($0.way.rawValue))" } ?? "not routed")
    ]
    lines.append(Self.plainLine(status))
    if status.leaksLogin {
      lines.append("error: that is your saved login at a foreign address: claude-route doctor")
    }
    lines += status.warnings.map { "warning: \($0); what it says is left out here" }
    text = lines.map { SecretShape.concealed($0).printable + "\n" }.joined()
  }

  private static func plainLine(_ status: ShellStatus) -> String {
    let plain = status.plain
    guard plain.credential != .withheld else {
      return "plain `claude` here says that it is not logged in, and sends nothing"
    }
    let model = plain.model.map { "model \($0.placed)" } ?? "your default model"
    return "plain `claude` here goes to  \(plain.endpoint.placed)  with  \(status.payer), \(model)"
  }
}

extension ShellStatus {
  /// "OPENROUTER_API_KEY", "your login", "no credential".
  fileprivate var payer: String {
    switch plain.credential {
    case .variables(let words):
      source ?? words.map(\.placed).joined(separator: " and ")
    case .helper(let word): "what \(word.placed) prints"
    case .login: "your login"
    case .loginBeside(let key): "your login, under `-p` \(key.placed)"
    case .cloud(let name): "the credentials of \(name)"
    case .unfound: "no login yet, the client will ask"
    case .withheld: "no credential"
    }
  }
}

extension PlainDestination.Word {
  /// "opus (~/.claude/settings.json:3)".
  fileprivate var placed: String { place.map { "\(text) (\($0))" } ?? text }
}
