import ClaudeClient
import HealthCheck
import RouteEngine

/// A machine with a finding of every level.
enum HealthSample {
  static func report(_ findings: [HealthFinding] = findings) throws -> HealthReport {
    let policy = try ExplanationSample.policy()
    return HealthReport(
      client: HealthReport.Client(path: "/usr/local/bin/claude", version: "2.1.330"),
      policy: Policy(
        classes: [],
        backends: [],
        routes: [],
        defaultTargets: [],
        constraints: [],
        knownLabels: [],
        layers: [
          Policy.LayerFile(
            layer: .managed,
            file: "/etc/claude-route/policy.yaml",
            name: "acme",
            digest: "c01f44aabbccddee"
          )
        ]
      ),
      managed: HealthReport.ManagedFile(
        path: "/etc/claude-route/policy.yaml",
        digest: "c01f44aabbccddee",
        owner: "root",
        mode: 0o644
      ),
      backends: policy.backends.filter { $0.name == "openrouter" }.map { backend in
        BackendState(
          backend: backend,
          availability: .available(payer: .environment("OPENROUTER_API_KEY")),
          words: "OPENROUTER_API_KEY is set, not contacted",
          isDefault: true
        )
      },
      plainClient: HealthReport.PlainClient(
        endpoint: "bedrock eu-central-1",
        from: "/etc/claude-code/managed-settings.json",
        agreesWithPolicy: true
      ),
      findings: findings
    )
  }

  static let findings = [
    HealthFinding("client", .ok, "/usr/local/bin/claude 2.1.330"),
    HealthFinding(
      "settings",
      .warning,
      at: HealthFinding.Place("~/.claude/settings.json", line: 4),
      "env.ANTHROPIC_BASE_URL",
      detail: "`https://x.example.net` beats your shell",
      explanations: ["a launch cancels it", "plain `claude` obeys"],
      help: "delete line 4"
    ),
    HealthFinding(
      "login",
      .error,
      at: HealthFinding.Place("~/.claude"),
      "a message that is so long that nobody would want every other one moved so far to the right"
    ),
    HealthFinding("transcripts", .note, "deleted after 30 days"),
  ]

  /// What a file may be called, and what may stand in one.
  static let hostile = [
    HealthFinding(
      "x\u{1B}[31m",
      .warning,
      at: HealthFinding.Place("a\nb\u{202E}", line: 1),
      "key sk-ant-0123456789abcdef\r",
      detail: "\u{7}sk-ant-0123456789abcdef",
      explanations: ["\u{9B}1m"],
      help: "sk-ant-0123456789abcdef \u{2028}"
    )
  ]
}
