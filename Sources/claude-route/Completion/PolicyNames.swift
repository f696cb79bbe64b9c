internal import Rendering
internal import RouteEngine

/// The names of a policy, by what the help calls a value.
struct PolicyNames {
  private let policy: Policy
  /// What `--backend`, or else the alias, says.
  private let backend: String?

  /// `words` are those of the command line.
  init(_ policy: Policy, words: [String]) {
    self.policy = policy
    let alias = policy.alias(named: words.value(of: "--alias"))
    backend = words.value(of: "--backend") ?? alias?.backend
  }

  /// What can stand for a value; absent when the policy has nothing to do with it.
  func candidates(for valueName: String) -> [CompletionAnswer.Candidate]? {
    switch valueName {
    case "class":
      policy.classes.map { .init(word: $0.name, summary: $0.description ?? "") }
    case "label":
      policy.knownLabels.sorted().map { .init(word: $0) }
    case "backend":
      policy.backends.map {
        .init(word: $0.name, summary: "\($0.kind.rawValue), \($0.trust.rawValue)")
      }
    case "model": models
    case "alias":
      policy.aliases.map { .init(word: $0.name, summary: $0.wishWords) }
    case "fact":
      FactName.fixed.map { .init(word: $0.text) }
    case "fact=value":
      FactName.fixed.map { .init(word: "\($0.text)=") }
    default: nil
    }
  }

  /// Those of the backend with what it calls them, else those of all.
  private var models: [CompletionAnswer.Candidate] {
    guard let backend = backend.flatMap({ policy.backend(named: $0) }) else {
      let names = policy.backends.flatMap(\.models).map(\.name).filter {
        !Backend.familySlots.contains($0)
      }
      return (Backend.familySlots + Set(names).sorted() + ["default"]).map { .init(word: $0) }
    }
    let ids = backend.models.map { CompletionAnswer.Candidate(word: $0.name, summary: $0.id) }
    return ids + [.init(word: "default", summary: "what the client asks for by itself")]
  }
}

extension [String] {
  /// The last value of an option, `--name VALUE` or `--name=VALUE`.
  func value(of option: String) -> String? {
    let spaced = indices.dropLast().last { self[$0] == option }.map { self[$0 + 1] }
    return spaced
      ?? last { $0.hasPrefix("\(option)=") }.map { String($0.dropFirst(option.count + 1)) }
  }
}
