internal import Diagnostics
internal import RouteEngine

extension Joining {
  /// Signals united, nearest first; `protective`, `unless` and the description by the file of highest
  /// authority that has them.
  static func joinedClasses(_ drafts: [LayerDraft]) -> [TaskClass] {
    let byName = Dictionary(grouping: drafts.flatMap(\.classes), by: \.name.value)
    return byName.sorted { $0.key < $1.key }
      .map { name, drafts in
        let ranked = byAuthority(drafts)
        return TaskClass(
          name: name,
          description: ranked.compactMap(\.description).first,
          // A class that says nothing narrows what is permitted: doubt protects.
          isProtective: ranked.compactMap(\.isProtective).first?.value ?? true,
          signals: drafts.count == 1 ? drafts[0].signals.value : drafts.flatMap(\.signals.value),
          unless: ranked.compactMap(\.unless).first?.value ?? [],
          examples: drafts.flatMap(\.examples.value),
          counterExamples: drafts.flatMap(\.counterExamples.value),
          origins: drafts.map { Origin(layer: $0.layer, $0.name.place) }
        )
      }
  }

  /// Highest authority first; of equals the nearest first.
  private static func byAuthority(_ drafts: [ClassDraft]) -> [ClassDraft] {
    drafts.enumerated()
      .sorted { left, right in
        let authorities = (left.element.layer.authority, right.element.layer.authority)
        guard authorities.0 == authorities.1 else { return authorities.0 > authorities.1 }
        return left.offset < right.offset
      }
      .map(\.element)
  }

  // MARK: Authority

  /// What a higher authority says is fixed.
  mutating func checkAuthority() {
    checkManagedBackends()
    let byName = Dictionary(grouping: drafts.flatMap(\.classes), by: \.name.value)
    for (_, classes) in byName.sorted(by: { $0.key < $1.key }) {
      checkFixed(Self.byAuthority(classes))
    }
    checkLiftingSignals()
    checkCounterExamples()
  }

  private mutating func checkManagedBackends() {
    let managed = drafts.filter { $0.layer == .managed }.flatMap(\.backends)
    for backend in drafts.filter({ $0.layer == .user }).flatMap(\.backends) {
      guard let fixed = managed.first(where: { $0.name == backend.name }) else { continue }
      report(
        "managed-authority",
        at: backend.origin.place,
        "`\(backend.name)` is defined by the managed policy and cannot be changed",
        first: fixed.origin.place,
        help: "give yours another name"
      )
    }
  }

  /// `protective` and `unless` belong to the definition of highest authority; the user's and the
  /// built-in policy are equals.
  private mutating func checkFixed(_ ranked: [ClassDraft]) {
    guard let highest = ranked.first else { return }
    let protective = ranked.first { $0.isProtective != nil }
    // The built-in policy was there before the managed one spoke: it gives way and has done no wrong.
    for draft in ranked
    where draft.layer.authority < highest.layer.authority && draft.layer != .builtIn {
      let id =
        draft.layer == .repository ? "repository-authority" : "managed-authority"
      let owner = highest.layer == .managed ? "the managed policy" : "a policy above this one"
      let name = draft.name.value
      if let said = draft.isProtective, let fixed = protective?.isProtective,
        protective?.layer.authority != draft.layer.authority, said.value != fixed.value
      {
        report(
          id,
          at: said.place,
          "class `\(name)` is defined by \(owner) as \(fixed.value ? "protective" : "permissive"), and stays so",
          first: fixed.place,
          help: "leave `protective` out, or make a class of your own"
        )
      }
      if let unless = draft.unless {
        report(
          id,
          at: unless.place,
          "class `\(name)` is defined by \(owner), and its `unless` cannot be changed",
          first: highest.name.place,
          help: "add `signals` only, or make a class of your own"
        )
      }
    }
  }

  /// More signals or examples of a class that lifts a constraint would lift it more often.
  private mutating func checkLiftingSignals() {
    let adding = drafts.filter { $0.layer == .repository }.flatMap(\.classes)
    guard !adding.isEmpty else { return }
    var lifting: [String: Constraint] = [:]
    for draft in drafts where draft.layer != .repository {
      for constraint in draft.constraints.rules {
        for name in constraint.liftingClasses where lifting[name] == nil {
          lifting[name] = constraint
        }
      }
    }
    for draft in adding {
      guard let constraint = lifting[draft.name.value] else { continue }
      let added = [
        ("signals", draft.signals.place, draft.signals.value.isEmpty),
        ("examples", draft.examples.place, draft.examples.value.isEmpty),
      ]
      for (what, place, isEmpty) in added where !isEmpty {
        report(
          "repository-authority",
          at: place,
          "class `\(draft.name.value)` lifts the constraint `\(constraint.name)`, so a repository may not add \(what) to it",
          first: constraint.origin.place,
          help: "make a class of your own"
        )
      }
    }
  }

  /// They would take tasks out of a class that protects.
  private mutating func checkCounterExamples() {
    let protective = Set(classes.filter(\.isProtective).map(\.name))
    let drafts = drafts.flatMap(\.classes)
    for draft in drafts where draft.layer == .repository && !draft.counterExamples.value.isEmpty {
      let name = draft.name.value
      guard protective.contains(name),
        let above = drafts.first(where: { $0.name.value == name && $0.layer != .repository })
      else { continue }
      report(
        "repository-authority",
        at: draft.counterExamples.place,
        "class `\(name)` is defined by a policy above this one as protective, so a repository may not add counter-examples to it",
        first: above.name.place,
        help: "leave `counter-examples` out, or make a class of your own"
      )
    }
  }

  private mutating func report(
    _ id: String,
    at place: SourcePlace,
    _ message: String,
    first: SourcePlace,
    help: String
  ) {
    diagnostics.append(
      Diagnostic(
        .error,
        id,
        at: place,
        message,
        notes: [Diagnostic.Note("first defined here", at: first)],
        help: help
      )
    )
  }
}
