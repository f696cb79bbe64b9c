package import RouteEngine

/// What the bare word shows on a terminal: where this shell is routed, what is here, four commands.
package struct FirstScreen: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// Words it; `shellRoute` is "bulk → openrouter/haiku" when an `eval` routed this shell.
  package init(
    version: String,
    policy: Policy,
    inventory: CredentialInventory,
    shellRoute: String?,
    userPolicyPath: String?
  ) {
    let own = policy.layers.first { $0.layer == .user }
    let policyWords =
      own.map { "your policy \($0.file)" } ?? "built-in policy; you have none of your own yet"
    let commands = [
      ("claude-route --task \"license headers\" --", "classify, choose, launch the client"),
      ("claude-route explain --task \"license headers\"", "the same decision with its reasons"),
      ("eval \"$(claude-route --task \"license headers\")\"", "set only this shell's environment"),
      ("eval \"$(claude-route off)\"", "restore this shell"),
    ]
    let width = commands.map(\.0.count).max() ?? 0
    var lines = ["claude-route \(version)   \(policyWords)", ""]
    lines += commands.map { "  \($0.0.padded(to: width + 3))\($0.1)" }
    lines += ["", "  here: " + Self.credentials(policy, inventory)]
    lines.append("  this shell: " + (shellRoute ?? "not routed"))
    if own == nil, let userPolicyPath {
      lines.append("  a policy of your own goes to \(userPolicyPath)")
    }
    lines.append("  `claude-route --help` lists everything")
    text = lines.map { $0.printable + "\n" }.joined()
  }

  /// Backends with a credential by name and source, the others together.
  private static func credentials(_ policy: Policy, _ inventory: CredentialInventory) -> String {
    var present: [String] = []
    var missing: [String] = []
    for backend in policy.backends {
      switch backend.availability(with: inventory) {
      case .available(let payer): present.append("\(backend.name) (\(payer.shortWords))")
      case .unverified(.login): present.append("\(backend.name) (no login found yet)")
      case .unverified(let payer):
        present.append("\(backend.name) (\(payer.shortWords), not asked yet)")
      case .unavailable(let lack):
        guard let place = lack.placeWords,
          let payer = backend.credentials.first(where: inventory.present.contains)
        else {
          missing.append(backend.name)
          continue
        }
        present.append("\(backend.name) (\(payer.shortWords), but \(place))")
      }
    }
    if !missing.isEmpty {
      present.append(missing.joined(separator: ", ") + ": no credentials")
    }
    return present.joined(separator: " · ")
  }
}

extension Availability.Missing {
  /// Absent when it is the credential that is missing.
  fileprivate var placeWords: String? {
    switch self {
    case .credential: nil
    case .region: "no region"
    case .project: "no project"
    }
  }
}

extension CredentialSource {
  fileprivate var shortWords: String {
    switch self {
    case .login: "login saved"
    case .environment(let name): "\(name) is set"
    case .none: "needs none"
    case .file, .keychain, .command, .aws, .google: payerWords
    }
  }
}
