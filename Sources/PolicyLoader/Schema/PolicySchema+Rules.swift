internal import JSONTree
internal import RouteEngine

extension PolicySchema {
  static var route: Shape {
    .section(PolicyKey.Route.self, required: [.name, .to]) { key in
      switch key {
      case .name: .text.described("What explanations call the route.")
      case .when: reference(.condition).described("When the route matches; without it, always.")
      case .to:
        .list(of: reference(.target), atLeast: 1)
          .described("Targets in order: the first that is permitted and available.")
      }
    }
  }

  static var target: Shape {
    let long = Shape.section(PolicyKey.Target.self, required: [.backend]) { key in
      switch key {
      case .backend: .text.described("A backend's name.")
      case .model:
        .text.described(
          "A model's name or id; `default`, also without this key, leaves the client's own."
        )
      case .effort: .word(of: Effort.self).described("How hard the model thinks.")
      case .thinking: .boolean.described("Whether extended thinking is on.")
      case .maximumBudget:
        .positiveNumber(upTo: LayerReader.maximumAmount)
          .described("What a session may cost, in US dollars.")
      }
    }
    return .any([.string(matching: TextPattern.target), long])
      .described("`BACKEND/MODEL`, or a mapping with `backend`.")
  }

  static var constraint: Shape {
    .section(PolicyKey.Constraint.self, required: [.name]) { key in
      switch key {
      case .name: .text.described("What explanations call the constraint.")
      case .when:
        reference(.condition)
          .described("When it applies, also when nobody can tell; without it, always.")
      case .unless: reference(.condition).described("What lifts it, when it certainly holds.")
      case .forbid: reference(.selector).described("Targets that are forbidden.")
      case .require: reference(.selector).described("What every target must be.")
      case .reason: .text.described("Why; explanations and denials quote it.")
      }
    }
    .havingExactlyOne(of: [PolicyKey.Constraint.forbid, .require])
  }

  static var invariant: Shape {
    .section(PolicyKey.Invariant.self, required: [.name]) { key in
      switch key {
      case .name: .text.described("What reports call the invariant.")
      case .when:
        reference(.condition)
          .described("The tasks that it speaks of; without it, all.")
      case .assume: assumption.described("What is taken for granted.")
      case .never: reference(.selector).described("What no such task may be sent to.")
      case .always: reference(.selector).described("What every such task that is sent goes to.")
      case .outcome:
        .word(of: Invariant.Outcome.self)
          .described("What becomes of every such task.")
      }
    }
    .havingExactlyOne(of: PolicyKey.Invariant.promises)
  }

  private static var assumption: Shape {
    .section(PolicyKey.Assumption.self, required: [.available]) { key in
      switch key {
      case .available:
        .oneOrList(of: .text)
          .described("Backends taken to be available; every other one may be or not.")
      }
    }
  }

  static var selector: Shape {
    .section(PolicyKey.Selector.self) { key in
      switch key {
      case .backend: .oneOrList(of: .text).described("Names of backends.")
      case .kind: words(Backend.Kind.self).described("Kinds of backends.")
      case .trust: words(Backend.Trust.self).described("Degrees of trust.")
      case .model: .oneOrList(of: .text).described("Names or ids of models.")
      case .effort: words(Effort.self).described("Efforts.")
      case .thinking: .oneOrList(of: .boolean).described("Whether extended thinking is on.")
      case .trait: traits { words($0) }.described("What works on the backend, and how well.")
      case .payer:
        .oneOrList(of: .text)
          .described("Credentials that pay, as `credential` of a backend names them.")
      case .region: .oneOrList(of: .text).described("Regions.")
      case .geography:
        words(Geography.self)
          .described("Where the model runs: the prefix of its id, else that of the region.")
      }
    }
    .havingAny(of: PolicyKey.Selector.allCases)
  }

  private static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> Shape
  where Word.RawValue == String {
    .oneOrList(of: .word(of: type))
  }

  static func traits(_ grade: (Backend.TraitGrade.Type) -> Shape) -> Shape {
    .section(Backend.Trait.self) { trait in
      switch trait {
      case .thinking: grade(Backend.TraitGrade.self).described("Extended thinking.")
      case .tools: grade(Backend.TraitGrade.self).described("Tools, one at a time.")
      case .parallelTools: grade(Backend.TraitGrade.self).described("Several tools in one step.")
      case .subAgents: grade(Backend.TraitGrade.self).described("Sub-agents on each model slot.")
      case .streaming: grade(Backend.TraitGrade.self).described("Answers as they are written.")
      case .promptCache: grade(Backend.TraitGrade.self).described("Reading from the cache.")
      case .modelIdentity:
        grade(Backend.TraitGrade.self).described("That the model asked is the one that answers.")
      case .webSearch: grade(Backend.TraitGrade.self).described("The server's search of the web.")
      case .rateLimit: grade(Backend.TraitGrade.self).described("Room for many requests.")
      }
    }
  }
}
