/// Which targets a constraint speaks of: each key that is given must list the target's value.
package struct Selector: Hashable, Sendable {
  package var backend: Set<String>?
  package var kind: Set<Backend.Kind>?
  package var trust: Set<Backend.Trust>?
  /// Names, ids or families of models.
  package var model: Set<String>?
  package var effort: Set<Effort>?
  package var thinking: Set<Bool>?
  package var trait: [Backend.Trait: Set<Backend.TraitGrade>]?
  /// Credential sources as written: `login`, `env:OPENROUTER_API_KEY`.
  package var payer: Set<String>?
  package var region: Set<String>?
  package var geography: Set<Geography>?

  /// Matches every target until a key is set.
  package init() {}
}

/// The part of the world a request stays in, as model ids and regions name it.
package enum Geography: String, Hashable, Sendable, CaseIterable {
  case eu
  case us
  case apac
  case jp
  case au
  case global
}
