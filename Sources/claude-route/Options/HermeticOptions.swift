internal import ArgumentParser
internal import RouteEngine

/// A task decided without anything of this machine, as `check`, `test` and `diff` see it.
struct HermeticOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Read --policy as this layer (managed, user or repository) over the built-in one, and nothing of this machine. (default: off)",
      valueName: "layer"
    ),
    completion: .list(Layer.written)
  )
  var layer: String?

  @ArgumentParser.Option(
    name: .customLong("fact"),
    help: ArgumentHelp(
      "With --as: a fact's value; repeatable. (default: none)",
      valueName: "fact=value"
    )
  )
  var values: [String] = []

  @ArgumentParser.Option(
    name: .customLong("absent"),
    help: ArgumentHelp(
      "With --as: a fact that is not there; repeatable. (default: none)",
      valueName: "fact"
    )
  )
  var absent: [String] = []

  @ArgumentParser.Option(
    name: .customLong("unknown"),
    help: ArgumentHelp(
      "With --as: a fact that nobody can tell; repeatable. (default: none)",
      valueName: "fact"
    )
  )
  var unknown: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "With --as: a backend or a credential that is missing; repeatable. (default: none)",
      valueName: "backend"
    )
  )
  var unavailable: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "With --as: what a probe has found of a backend, or of one model of it; repeatable. (default: none)",
      valueName: "backend:trait=grade"
    )
  )
  var measured: [String] = []

  @ArgumentParser.Option(
    name: .customLong("session-class"),
    help: ArgumentHelp(
      "With --as: a class recorded for the session that goes on; repeatable. (default: none)",
      valueName: "class"
    )
  )
  var sessionClasses: [String] = []

  func validate() throws {
    if layer == nil {
      let given = [("--fact", values), ("--absent", absent), ("--unknown", unknown)]
      if let flag = given.first(where: { !$0.1.isEmpty })?.0 {
        throw ValidationError("`\(flag)` goes with `--as`: elsewhere facts are found out")
      }
      if !sessionClasses.isEmpty {
        throw ValidationError("`--session-class` goes with `--as`: elsewhere sessions are known")
      }
      if !unavailable.isEmpty {
        throw ValidationError(
          "`--unavailable` goes with `--as`: elsewhere credentials are looked for"
        )
      }
    }
    if layer == nil, !measured.isEmpty {
      throw ValidationError("`--measured` goes with `--as`: elsewhere probes have measured")
    }
    _ = try layer.map(Layer.init(flag:))
    _ = try facts()
    _ = try supposed()
  }

  /// What the flags say was measured; whether there are such backends is not looked at.
  func supposed() throws(ValidationError) -> SupposedTraits {
    var supposed = SupposedTraits()
    for text in measured {
      let (place, rest) = text.split(atLast: ":")
      let (name, value) = rest.split(atLast: "=")
      guard let trait = Backend.Trait(rawValue: name) else {
        let known = Backend.Trait.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
          "`--measured \(text)` names no trait; write BACKEND:TRAIT=GRADE, known: \(known)"
        )
      }
      guard let grade = Backend.TraitGrade(rawValue: value) else {
        let known = Backend.TraitGrade.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("`--measured \(text)` has no grade; known: \(known)")
      }
      supposed.suppose(grade, of: trait, at: SupposedTraits.Place(place))
    }
    return supposed
  }

  /// What the flags say of facts.
  func facts() throws(ValidationError) -> [FactName: FactState] {
    var facts: [FactName: FactState] = [:]
    for text in values {
      guard let sign = text.firstIndex(of: "=") else {
        throw ValidationError("`--fact \(text)` has no value; write NAME=VALUE")
      }
      let name = try Self.fact(String(text[..<sign]), "--fact")
      facts[name] = .value(try Self.value(String(text[text.index(after: sign)...]), of: name))
    }
    for text in absent {
      facts[try Self.fact(text, "--absent")] = .absent
    }
    for text in unknown {
      facts[try Self.fact(text, "--unknown")] = .unknown
    }
    return facts
  }

  private static func fact(_ text: String, _ flag: String) throws(ValidationError) -> FactName {
    guard let fact = FactName(text) else {
      throw ValidationError("`\(flag)` names no fact: `\(text)`")
    }
    return fact
  }

  private static func value(_ text: String, of fact: FactName) throws(ValidationError) -> FactValue
  {
    switch fact.type {
    case .text:
      return .text(text)
    case .number:
      guard let number = Int(text) else {
        throw ValidationError("the fact `\(fact.text)` is a number, not `\(text)`")
      }
      return .number(number)
    case .truth:
      guard let truth = Bool(text) else {
        throw ValidationError("the fact `\(fact.text)` is `true` or `false`, not `\(text)`")
      }
      return .truth(truth)
    }
  }
}

extension String {
  /// What stands before and behind the last such character; nothing before when there is none.
  fileprivate func split(atLast sign: Character) -> (before: String, behind: String) {
    guard let index = lastIndex(of: sign) else { return ("", self) }
    return (String(self[..<index]), String(self[self.index(after: index)...]))
  }
}

extension Layer {
  /// Those that somebody writes files for, as `--as` names them.
  static let written = ["managed", "user", "repository"]

  /// The layer that `--as` names.
  init(flag text: String) throws(ValidationError) {
    guard let layer = Layer(rawValue: text) else {
      throw ValidationError("unknown layer `\(text)` in `--as`; known: managed, repository, user")
    }
    self = layer
  }
}
