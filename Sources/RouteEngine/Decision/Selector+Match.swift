internal import Diagnostics

extension Constraint {
  /// Rule 10: a `forbid` must not match, a `require` must.
  package func permits(_ target: ResolvedTarget, payer: CredentialSource?) -> Bool {
    switch effect {
    case .forbid(let selector): !selector.matches(target, payer: payer, everywhere: false)
    case .require(let selector): selector.matches(target, payer: payer, everywhere: true)
    }
  }
}

extension Selector {
  /// Whether each key that is given lists the target's value.
  ///
  /// A value that the target does not have (no effort, no geography, no payer) is listed by
  /// nothing.
  ///
  /// A session has one backend, but its slots may lie in several geographies: `everywhere` asks
  /// whether all of them are listed, else whether one is.
  package func matches(
    _ resolved: ResolvedTarget,
    payer payingSource: CredentialSource?,
    everywhere: Bool
  ) -> Bool {
    let backendOfTarget = resolved.backend
    return lists(backend, backendOfTarget.name)
      && lists(kind, backendOfTarget.kind)
      && lists(trust, backendOfTarget.trust)
      && (model.map { !$0.isDisjoint(with: resolved.modelNames) } ?? true)
      && lists(effort, resolved.target.effort)
      && lists(thinking, resolved.target.thinking)
      && lists(payer, payingSource?.text)
      && lists(region, resolved.region)
      && listsGeography(of: resolved, everywhere: everywhere)
      && (trait ?? [:]).allSatisfy { key, grades in
        grades.contains(resolved.finding(of: key).grade)
      }
  }

  private func listsGeography(of resolved: ResolvedTarget, everywhere: Bool) -> Bool {
    guard let geography else { return true }
    let isListed = resolved.allGeographies.map { $0.map(geography.contains) ?? false }
    return everywhere ? !isListed.contains(false) : isListed.contains(true)
  }

  private func lists<Value: Hashable>(_ values: Set<Value>?, _ value: Value?) -> Bool {
    guard let values else { return true }
    guard let value else { return false }
    return values.contains(value)
  }
}

extension ResolvedTarget {
  /// The client's aliases that do not name the family they stand for.
  private static let clientAliases = ["best": ["opus"], "opusplan": ["opus", "sonnet"]]

  /// Everything a selector may call the model: its name, its id as written and as sent, and the family
  /// that the id names, so that a rule about `haiku` also holds for `claude-haiku-4-5`.
  package var modelNames: Set<String> {
    var names: Set<String> = [target.model.text]
    if let model = backend.models.first(where: { $0.name == target.model.text }) {
      names.insert(model.id)
    }
    if let modelID {
      names.insert(modelID)
      let lowered = modelID.lowercased()
      names.formUnion(Backend.familySlots.filter { lowered.containsBytes(of: $0) })
      names.formUnion(Self.clientAliases[lowered] ?? [])
    }
    return names
  }
}
