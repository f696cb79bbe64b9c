/// Something about a task that may be one way or another.
struct StateVariable: Hashable, Sendable {
  let subject: Subject
  /// For each value how many things about the task are then out of the ordinary.
  let deviations: [Int]

  enum Subject: Hashable, Sendable {
    /// Whether the task is put in a class, and how.
    case taskClass(String, [ClassWay])
    /// `--label`: not given, given.
    case label(String)
    case fact(FactName, [FactState])
    /// Whether classes are named by `--class`, which sets aside what else was found: yes, no.
    case naming
    /// Whether a source has a credential: yes, no.
    case credential(CredentialSource)
    /// What a probe found of a model, or of every model that nothing proposes; nil for no probe.
    case measured(MeasuredModel?, Backend.Trait, [Backend.TraitGrade?])
  }

  /// What is said about a class besides what the facts say.
  enum ClassWay: Hashable, Sendable {
    case nothing
    /// Named, or told by a path, a text or the resumed session.
    case given
    /// Told by the text alone, so that doubt about an `unless` still counts.
    case text
    /// An `unless` of the text or the paths speaks against it.
    case veto
  }

  var className: String? {
    if case .taskClass(let name, _) = subject { name } else { nil }
  }

  var count: Int { deviations.count }

  /// How equal counterexamples are ordered: classes, then labels, then facts, each by name.
  var rank: (Int, String) {
    switch subject {
    case .taskClass(let name, _): (0, name)
    case .label(let name): (1, name)
    case .fact(let fact, _): (2, fact.text)
    case .naming: (3, "")
    case .credential(let source): (4, source.text)
    case .measured(let model, let trait, _): (5, "\(model?.text ?? "") \(trait.rawValue)")
    }
  }
}
