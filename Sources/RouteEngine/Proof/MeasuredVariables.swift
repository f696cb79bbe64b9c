/// What probes may find out that selectors can tell from what holds without a probe.
///
/// What the policy states no probe changes. A measurement is of one model, so each that is proposed has
/// its own variables; those that only the command line can name are judged one by one, so that one
/// set of variables does for all of them.
struct MeasuredVariables {
  /// In order of model and trait; those of models that nothing proposes come last.
  private(set) var variables: [StateVariable] = []
  /// Models that a route or a default proposes.
  private let proposed: Set<MeasuredModel>
  /// How tests call the models.
  private(set) var places: [MeasuredModel: SupposedTraits.Place] = [:]
  /// How tests call those that nothing proposes, and which of their traits are not stated.
  private(set) var otherPlaces: [SupposedTraits.Place: Set<Backend.Trait>] = [:]

  /// A target as far as it matters here.
  private struct Subject: Hashable {
    let model: MeasuredModel
    let backend: Backend

    /// Nil when the policy has no such backend.
    init?(_ target: Target, in policy: Policy) {
      guard let backend = policy.backend(named: target.backend) else { return nil }
      model = MeasuredModel(target, on: backend)
      self.backend = backend
    }
  }

  /// `includesUnproposed` tells whether targets are asked about that only the command line can name.
  init(of policies: [Policy], seenBy selectors: [Selector], includesUnproposed: Bool) {
    let selectors = selectors.filter { !($0.trait ?? [:]).isEmpty }
    guard !selectors.isEmpty else {
      proposed = []
      return
    }
    let subjects = policies.flatMap { policy in
      policy.proposedTargets.compactMap { Subject($0, in: policy) }
    }
    proposed = Set(subjects.map(\.model))
    for (model, subjects) in Dictionary(grouping: Set(subjects), by: \.model)
      .sorted(by: { $0.key < $1.key })
    {
      places[model] = model.place(in: policies)
      add(model, subjects, selectors)
    }
    guard includesUnproposed else { return }
    let others = policies.flatMap { policy in
      policy.targets(seenBy: selectors).compactMap { Subject($0, in: policy) }
    }
    .filter { !proposed.contains($0.model) }
    for subject in others {
      let place = subject.model.place(in: policies)
      otherPlaces[place, default: []]
        .formUnion(Backend.Trait.allCases.filter { subject.backend.traits[$0] == nil })
    }
    add(nil, Array(Set(others)), selectors)
  }

  private mutating func add(
    _ model: MeasuredModel?,
    _ subjects: [Subject],
    _ selectors: [Selector]
  ) {
    for trait in Backend.Trait.allCases.sorted() {
      let open = subjects.filter { $0.backend.traits[trait] == nil }
      let asking = selectors.filter { selector in
        selector.trait?[trait] != nil && open.contains { selector.mayMatch($0.backend) }
      }
      guard !asking.isEmpty else { continue }
      let unmeasured = Set(
        open.map { asking.classOf($0.backend.assumedTraits[trait] ?? .unknown, trait) }
      )
      var seen: Set<[Bool]> = unmeasured.count == 1 ? unmeasured : []
      // Of grades that nothing tells apart one stands for all.
      let grades = [Backend.TraitGrade.good, .degraded, .broken].filter {
        seen.insert(asking.classOf($0, trait)).inserted
      }
      guard !grades.isEmpty else { continue }
      let values: [Backend.TraitGrade?] = [nil] + grades
      variables.append(
        StateVariable(
          subject: .measured(model, trait, values),
          deviations: values.map { $0 == nil ? 0 : 1 }
        )
      )
    }
  }

  /// The model whose variables tell what is measured of that target; nil for those of all that
  /// nothing proposes.
  func model(of target: Target, on backend: Backend) -> MeasuredModel? {
    let model = MeasuredModel(target, on: backend)
    return proposed.contains(model) ? model : nil
  }
}

extension Policy {
  /// What a route or the default proposes, as it is decided about.
  fileprivate var proposedTargets: [Target] {
    (routes.flatMap(\.targets) + defaultTargets).compactMap(settled)
  }
}

extension Selector {
  /// Whether it can match a target of the backend at all.
  fileprivate func mayMatch(_ target: Backend) -> Bool {
    backend?.contains(target.name) ?? true && kind?.contains(target.kind) ?? true
      && trust?.contains(target.trust) ?? true
  }
}

extension [Selector] {
  /// Which of them list the grade.
  fileprivate func classOf(_ grade: Backend.TraitGrade, _ trait: Backend.Trait) -> [Bool] {
    map { $0.trait?[trait]?.contains(grade) ?? false }
  }
}
