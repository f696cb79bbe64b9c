internal import JSONTree
internal import RouteEngine

extension PolicySchema {
  static var test: Shape {
    .section(PolicyKey.Test.self, required: [.name, .expect]) { key in
      switch key {
      case .name: .text.described("What reports call the test.")
      case .task: .textOrNothing.described("The task's text.")
      case .facts:
        factStates
          .described("The surroundings; every fact that is not given is absent.")
      case .labels: .oneOrList(of: .text).described("Labels, as `--label` gives them.")
      case .files: .list(of: .text).described("The task's files, as `--files` gives them.")
      case .class: .oneOrList(of: .text).described("The class, or several, as `--class` gives it.")
      case .unavailable:
        .oneOrList(of: .text)
          .described("Backends or credentials that are missing.")
      case .measured:
        .mapping(of: traits { .word(of: $0) }, namesMatching: TextPattern.measuredPlace)
          .described("What probes have found: `BACKEND` or `BACKEND/MODEL`, with grades of traits.")
      case .expect:
        .any([.text, expectation])
          .described(
            "`denied`, `decided`, `BACKEND`, `BACKEND/MODEL`, or a mapping of what must hold."
          )
      }
    }
  }

  private static var factStates: Shape {
    let fixed = FactName.fixed.map { fact in
      JSONMember(key: fact.text, value: state(of: fact.type).node)
    }
    let variable = state(of: FactName.environment("X").type)
      .described("The value of an environment variable, or `{is: absent}` or `{is: unknown}`.")
    return Shape([
      "type": "object",
      "properties": .object(fixed),
      "patternProperties": .object([
        JSONMember(key: TextPattern.variableFact, value: variable.node)
      ]),
      "additionalProperties": false,
    ])
  }

  private static func state(of type: FactType) -> Shape {
    let none = Shape.section(PolicyKey.FactState.self, required: [.is]) { key in
      switch key {
      case .is:
        .word(of: FactAbsence.self)
          .described("`absent`, known not to be, or `unknown`, not to be found out.")
      }
    }
    return .any([value(of: type), none])
      .described("The fact's value, or `{is: absent}` or `{is: unknown}`.")
  }

  private static var expectation: Shape {
    .section(PolicyKey.Expectation.self) { key in
      switch key {
      case .outcome:
        .word(of: Invariant.Outcome.self)
          .described("Whether there is a target at all.")
      case .target: .text.described("`BACKEND` or `BACKEND/MODEL`.")
      case .backend: .text.described("The backend that is chosen.")
      case .model: .text.described("The model that is chosen.")
      case .effort: .word(of: Effort.self).described("The effort of the target that is chosen.")
      case .route: .text.described("The route that decides, or `default`.")
      case .constraint: .text.described("A constraint that applies.")
      case .classes: .list(of: .text).described("Exactly the task's classes.")
      }
    }
    .havingAny(of: PolicyKey.Expectation.allCases)
  }
}
