internal import ArgumentParser
internal import ClaudeClient
internal import JSONTree
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// The client's managed settings for an organisation.
struct ExportManagedSettings: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "managed-settings",
    abstract: "Print the client's managed settings that send plain `claude` where the policy does.",
    discussion: """
      For an organisation's policy: its default is where a client goes that nobody launched by \
      claude-route. No secret is in it; a gateway's credential comes from `claude-route credential`.

        claude-route export managed-settings --policy policy.yaml > managed-settings.json
      """
  )

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy, read as the managed one. (default: the managed policy of this machine)",
      valueName: "file"
    )
  )
  var policy: String?

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let policy = try managedPolicy(input)
    let chosen = try Self.target(of: policy)
    let document: JSONNode
    do {
      document = try ManagedSettingsDraft(
        target: chosen.target,
        payer: chosen.payer,
        isOnlyTarget: policy.routes.isEmpty
      )
      .document
    } catch {
      throw Refusal(
        .denied,
        "backend `\(chosen.target.backend.name)` cannot be said in settings: \(error.reason)"
          .printable
      )
    }
    try writeOutput(document.prettyText + "\n")
    writeAll(Self.words(of: policy, chosen.target, paidBy: chosen.payer, document), to: 2)
    return Outcome.done.rawValue
  }

  /// The organisation's file over the built-in policy, whatever a person's says.
  private func managedPolicy(_ input: ProcessInput) throws(Refusal) -> Policy {
    let home = input.environment.filled("HOME")
    let assembly: PolicyAssembly
    if let path = policy {
      assembly = CheckedPolicy(try CheckedFile(path, as: .managed), home: home).assembly
    } else {
      let reading = PolicyReading(environment: input.environment, home: home)
      guard let file = try reading.managedFile() else {
        throw Refusal(
          .fileMissing,
          "there is no managed policy at \(PolicyReading.managedPath)",
          help:
            "name one with `--policy FILE`, or begin one with `claude-route init --managed BACKEND`"
        )
      }
      assembly = PolicyAssembly(of: [file, .builtIn], home: home)
    }
    guard let policy = assembly.policy else { throw Refusal(invalid: assembly) }
    return policy
  }

  /// Where a task goes that nothing speaks for, on a machine that has every credential.
  ///
  /// Regions and projects have to stand in the policy: the settings are for many machines.
  private static func target(
    of policy: Policy
  ) throws(Refusal) -> (target: ResolvedTarget, payer: CredentialSource) {
    let request = RoutingRequest(facts: HermeticTask().facts)
    let inventory = CredentialInventory(present: Set(policy.backends.flatMap(\.credentials)))
    let decision = policy.decision(for: request, with: inventory)
    guard let chosen = decision.chosen, let payer = chosen.availability.payer else {
      throw Refusal(denied: decision, for: request)
    }
    return (chosen.target, payer)
  }

  private static func words(
    of policy: Policy,
    _ chosen: ResolvedTarget,
    paidBy payer: CredentialSource,
    _ document: JSONNode
  ) -> String {
    let backend = chosen.backend.name
    var others: [String] = []
    for target in policy.routes.flatMap(\.targets) + policy.defaultTargets
    where target.backend != backend && !others.contains(target.backend) {
      others.append(target.backend)
    }
    var lines = [
      "claude-route: goes to /etc/claude-code/managed-settings.json (macOS: /Library/Application Support/ClaudeCode/managed-settings.json)"
    ]
    if !others.isEmpty {
      lines.append(
        "claude-route: while it is there, launches on other backends end with 78: \(others.joined(separator: ", "))"
      )
    }
    // What holds always has stopped the target already; a plain client knows no class, fact or label.
    for constraint in policy.constraints where !constraint.permits(chosen, payer: payer) {
      lines.append(
        "claude-route: not in the settings: `\(constraint.name)` (\(constraint.origin.label)) forbids \(backend) for some tasks; plain `claude` goes there with all of them"
      )
    }
    if document["apiKeyHelper"] != nil {
      lines.append(
        "claude-route: its credential comes from `claude-route credential \(backend)`, which needs this policy at \(PolicyReading.managedPath) on each machine"
      )
    }
    return lines.map { $0.printable + "\n" }.joined()
  }
}
