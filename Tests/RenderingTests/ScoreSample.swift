import PolicyCheck
import RouteEngine

/// Labelled tasks with what was decided about them.
enum ScoreSample {
  static let report = ScoreReport([
    scored(2, "rename foo", .bulk, kind: "real", as: "bulk", cheap),
    scored(3, "rename\tbar\u{202E}", .bulk, kind: "real", as: "bulk", cheap),
    scored(4, "rename the payments", .production, kind: "trap", as: "bulk", cheap),
    scored(5, "fix the payments", .production, kind: "trap", as: "production", native),
    scored(6, "four agents", .multiAgent, kind: "trap", as: nil, nil),
    scored(8, "what is a toy?", .none, as: nil, native, doubted: 12),
    scored(9, "is it a toy?", .none, as: nil, native, doubted: .some(nil)),
  ])

  static let empty = ScoreReport([])

  private static let cheap = Target(backend: "openrouter", model: .named("haiku"))
  private static let native = Target(backend: "anthropic", model: .default)

  private static let evidence = Evidence(
    signal: .phrase,
    pattern: "rename",
    text: "rename",
    span: 0..<6,
    origin: ExplanationSample.origin(88)
  )

  private static let toy = Evidence(
    signal: .phrase,
    pattern: "toy",
    text: "toy",
    span: 10..<13,
    origin: ExplanationSample.origin(90)
  )

  /// `doubted` is absent where nothing was, and holds nil where a counter-example is the reason.
  private static func scored(
    _ line: Int,
    _ text: String,
    _ labelled: LabelledClass,
    kind: String = "",
    as predicted: String?,
    _ target: Target?,
    doubted: Int?? = .none
  ) -> ScoredTask {
    var classification = Classification(
      classes: [predicted].compactMap { $0 }
        .map { name in
          let model = Evidence(signal: .model, pattern: "97 %", text: "`foo` +2.1")
          return ClassFinding(
            name: name,
            isProtective: false,
            evidence: name == "bulk" ? [evidence, model] : [model]
          )
        },
      setAside: [],
      constraintTruths: [:]
    )
    if let doubted {
      classification.doubted = [
        DoubtedClass(name: "prototyping", evidence: [toy], percent: doubted)
      ]
    }
    let backend = Backend(
      name: target?.backend ?? "anthropic",
      kind: target == cheap ? .gateway : .anthropic,
      credentials: [.login],
      models: Backend.nativeModels,
      origin: ExplanationSample.origin(3)
    )
    let candidate = target.map { target in
      Candidate(
        target: backend.resolved(target, with: CredentialInventory()),
        source: .default,
        stops: [],
        availability: .available(payer: .login)
      )
    }
    return ScoredTask(
      LabelledTask(line: line, text: text, primary: labelled, kind: kind),
      Decision(
        classification: classification,
        candidates: [candidate].compactMap { $0 },
        chosenIndex: candidate.map { _ in 0 }
      )
    )
  }
}
