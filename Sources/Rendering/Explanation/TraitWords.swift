internal import RouteEngine

/// What the classes of a task need and the chosen backend is not known to do well.
struct TraitWords {
  /// "thinking degraded", "parallel tools unknown"; empty when nothing is to be said.
  let needed: [String]
  /// The same over every trait, needed or not.
  let all: [String]

  init(of backend: Backend, for classes: [String]) {
    let needs = Set(classes.flatMap(Self.needs))
    let weak = Backend.Trait.allCases.sorted().filter { backend.traits[$0] != .good }
    func words(_ trait: Backend.Trait) -> String {
      let name = trait.rawValue.replacingHyphens
      return "\(name) \((backend.traits[trait] ?? .unknown).rawValue)"
    }
    all = weak.map(words)
    needed = weak.filter(needs.contains).map(words)
  }

  /// What breaks elsewhere, by the kind of task that suffers from it.
  private static func needs(_ className: String) -> [Backend.Trait] {
    switch className {
    case "extended-thinking": [.thinking]
    case "multi-agent": [.parallelTools, .rateLimit]
    case "production": [.parallelTools]
    default: []
    }
  }
}

extension String {
  fileprivate var replacingHyphens: String {
    String(map { $0 == "-" ? " " : $0 })
  }
}
