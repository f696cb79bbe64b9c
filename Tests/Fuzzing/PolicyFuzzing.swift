import Diagnostics
import PolicyLoader
import Rendering
import RouteEngine

/// Policies of any bytes, in front of a small one that stands for what is built in.
///
/// A first line such as `# repository` says whose file it is; without one it is the user's.
enum PolicyFuzzing {
  static func run(_ bytes: [UInt8]) {
    let layer: Layer =
      if bytes.starts(with: "# repository\n".utf8) {
        .repository
      } else if bytes.starts(with: "# managed\n".utf8) {
        .managed
      } else {
        .user
      }
    let file = PolicyFile(layer: layer, name: "policy.yaml", bytes: bytes)
    let assembly = PolicyAssembly(of: [file, base], presets: Array(presets.utf8))
    checkReport(assembly, of: file)
    guard let policy = assembly.policy else { return }
    for backend in policy.backends {
      expect(
        backend.baseURL.map { URLFuzzing.holds($0, to: $0.text, allowsPlainHTTP: true) } ?? true,
        "an address is of the grammar"
      )
      expect(!backend.credentials.isEmpty, "a backend has a credential")
    }
    if layer == .repository {
      expect(policy.backends == basePolicy.backends, "a repository changes no backend")
      expect(policy.client == basePolicy.client, "a repository chooses no program")
      expect(
        basePolicy.constraints.allSatisfy(policy.constraints.contains),
        "a repository takes no constraint out"
      )
    }
    checkDecisions(of: policy)
  }

  // MARK: The report

  private static func checkReport(_ assembly: PolicyAssembly, of file: PolicyFile) {
    expect(
      (assembly.policy == nil) == assembly.diagnostics.hasErrors,
      "there is either a policy or an error"
    )
    guard !assembly.diagnostics.isEmpty else { return }
    let texts = [file, base].map { ($0.name, FileText($0.bytes)) }
    for place in assembly.diagnostics.flatMap({ [$0.place] + $0.notes.map(\.place) }) {
      guard let place else { continue }
      let text = texts.first { $0.0 == place.file }?.1
      expect(text?.holds(place) ?? false, "\(place) lies in its file")
    }
    let sources = [file, base].map { SourceFile(name: $0.name, bytes: $0.bytes) }
    let report = DiagnosticText(assembly.diagnostics, sources: sources)
    expect(isPrintable(report.text, exceptLineFeed: true), "a report is fit for a screen")
  }

  // MARK: Decisions

  /// What is decided is permitted, and doubt takes nothing that is forbidden.
  private static func checkDecisions(of policy: Policy) {
    let classifier = Classifier(of: policy)
    for facts in [TaskFacts(), TaskFacts(text: "fix the race in lib/a.c", files: ["lib/a.c"])] {
      let decision = policy.decision(
        for: RoutingRequest(facts: facts),
        as: classifier.classification(of: facts),
        with: everything
      )
      guard let chosen = decision.chosen else { continue }
      expect(chosen.isPermitted, "no constraint stops what is chosen")
      expect(
        policy.backend(named: chosen.target.target.backend) == chosen.target.backend,
        "what is chosen is a backend of the policy"
      )
    }
  }

  private static let everything = CredentialInventory(
    present: [.login, .none, .environment("KEY"), .environment("OTHER_KEY"), .aws, .google],
    places: ["AWS_REGION": "eu-central-1", "CLOUD_ML_REGION": "global"]
  )

  private static let base = PolicyFile(
    layer: .builtIn,
    name: "built-in",
    bytes: Array(
      """
      version: 1
      backends:
        anthropic: {kind: anthropic, credential: [login, env:KEY]}
        openrouter:
          kind: gateway
          base-url: https://openrouter.example/api
          credential: env:OTHER_KEY
          models: {opus: o, sonnet: s, haiku: h, fable: f}
          traits: {thinking: degraded}
      classes:
        bulk: {protective: false, signals: [{phrases: [license header]}]}
        race: {protective: true, signals: [{phrases: [race]}, {any-path: ["lib/**"]}]}
      routes:
        - {name: cheap, when: {class: bulk}, to: [openrouter/haiku, anthropic/default]}
      default: [anthropic/default]
      constraints:
        - name: native-races
          reason: races are hard
          when: {class: race}
          unless: {label: cost-sensitive}
          forbid: {trust: third-party}

      """.utf8
    )
  )

  private static let basePolicy: Policy = {
    let assembly = PolicyAssembly(of: [base])
    guard let policy = assembly.policy else {
      fatalError(DiagnosticText(assembly.diagnostics, sources: []).text)
    }
    return policy
  }()

  private static let presets = """
    presets:
      hosted: {kind: gateway, base-url: https://hosted.example, models: {opus: o, sonnet: s, haiku: h, fable: f}}

    """
}
