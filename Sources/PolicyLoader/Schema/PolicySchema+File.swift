internal import JSONTree
internal import RouteEngine

extension PolicySchema {
  /// The mapping that a file is.
  var file: Shape {
    .section(
      PolicyKey.File.allowed(in: layer).map { (key: $0.rawValue, value: Self.value(of: $0)) },
      required: [PolicyKey.File.version.rawValue]
    )
  }

  private static func value(of key: PolicyKey.File) -> Shape {
    switch key {
    case .version: Shape(["type": "integer", "const": 1]).described("The language's version, 1.")
    case .name: .text.described("What people call this policy.")
    case .description: .text.described("What this policy is for.")
    case .extends: extensions
    case .labels:
      .list(of: .text(matching: TextPattern.identifier))
        .described("Labels that this file sets on every task; conditions may ask for them.")
    case .projects:
      .list(of: reference(.project))
        .described("Labels for your own projects, by path or remote.")
    case .backends:
      .mapping(of: reference(.backend), namesMatching: TextPattern.identifier)
        .described(
          "Where tasks can go: each backend's name with its address, credential and models."
        )
    case .aliases:
      .mapping(of: reference(.alias), namesMatching: TextPattern.aliasName)
        .described("Short ways to start, which `claude-route shell-init` makes functions of.")
    case .classes:
      .mapping(of: reference(.class), namesMatching: TextPattern.identifier)
        .described("Kinds of tasks, by what their text, files or surroundings say.")
    case .classifier:
      classifier.described("What may put a task in a class beside the classes' signals.")
    case .routes:
      .list(of: reference(.route))
        .described("Preferences in order: the first that matches and is permitted decides.")
    case .default:
      .list(of: reference(.target), atLeast: 1)
        .described("The targets, in order, of tasks that no route settles.")
    case .constraints:
      .list(of: reference(.constraint))
        .described("Obligations: what is forbidden or required, whatever the routes prefer.")
    case .invariants:
      .list(of: reference(.invariant))
        .described("What must hold of every task; `claude-route check` proves it.")
    case .tests:
      .list(of: reference(.test))
        .described("Tasks with what is to become of them; `claude-route test` runs them.")
    case .client: client.described("The program that is launched.")
    case .prices: prices.described("List prices that come before the compiled-in ones.")
    case .ledger: ledger.described("What the record of launches on this machine holds.")
    case .builtIn: builtIn
    }
  }

  // MARK: Layers

  private static var extensions: Shape {
    let entry = Shape.section(PolicyKey.Extension.self, required: [.path]) { key in
      switch key {
      case .path: .text.described("The file, relative to this one.")
      case .sha256:
        .string(matching: TextPattern.sha256)
          .described(
            "The file's SHA-256 in lower-case hexadecimal; it is read only while it has it."
          )
      }
    }
    return .oneOrList(of: .any([.text, entry]))
      .described("More files of the same layer, one or a list, which this one goes before.")
  }

  static var project: Shape {
    .section(PolicyKey.Project.self, required: [.labels]) { key in
      switch key {
      case .path: .text.described("A glob on the whole path of the repository's root.")
      case .remote: .text.described("A glob on `host/owner/name` of the remote `origin`.")
      case .labels:
        .list(of: .text(matching: TextPattern.identifier))
          .described("The labels of tasks in such projects.")
      }
    }
    .havingExactlyOne(of: [PolicyKey.Project.path, .remote])
  }

  private static var prices: Shape {
    .section(PolicyKey.Prices.self) { key in
      switch key {
      case .date:
        .string(matching: TextPattern.day).described("The day on which they were true.")
      case .source: .text.described("Who says so.")
      case .models:
        .mapping(of: modelPrices, namesMatching: TextPattern.modelID)
          .described("Each model's id, with or without what platforms put around it.")
      case .retirements:
        .mapping(of: retirement, namesMatching: TextPattern.modelID)
          .described("When models are switched off, which `check` warns of.")
      }
    }
  }

  private static var retirement: Shape {
    .section(PolicyKey.Retirement.self) { key in
      switch key {
      case .api:
        .string(matching: TextPattern.day).described("On the vendor's API and behind gateways.")
      case .bedrock: .string(matching: TextPattern.day).described("On Amazon Bedrock.")
      case .vertex: .string(matching: TextPattern.day).described("On Google Vertex AI.")
      }
    }
  }

  private static var modelPrices: Shape {
    .section(PolicyKey.ModelPrices.self, required: [.input, .output]) { key in
      switch key {
      case .input, .output, .cacheWrite5m, .cacheWrite1h, .cacheRead: dollars
      case .longPrompt: longPrompt.described("What longer prompts cost instead.")
      }
    }
  }

  private static var longPrompt: Shape {
    .section(PolicyKey.LongPrompt.self, required: [.above, .input, .output]) { key in
      switch key {
      case .above: .integer(in: LayerReader.promptLengths).described("In tokens.")
      case .input, .output, .cacheWrite5m, .cacheWrite1h, .cacheRead: dollars
      }
    }
  }

  private static var dollars: Shape {
    .number(upTo: LayerReader.maximumAmount).described("US dollars per million tokens.")
  }

  private static var client: Shape {
    .section(PolicyKey.Client.self) { key in
      switch key {
      case .path:
        .string(matching: TextPattern.fixedPath)
          .described("Where the program is, from `/` or `~/`.")
      case .minimumVersion:
        // `2.1` is a number to a YAML reader.
        Shape([
          "type": ["string", "number"], "pattern": .string(TextPattern.version),
          "minimum": 0, "maximum": 999_999_999,
        ])
        .described("The oldest version that will do, like `2.1.330`.")
      case .wrap:
        .boolean.described("Whether `shell-init` makes `claude` itself a function that routes.")
      }
    }
  }

  private static var ledger: Shape {
    .section(PolicyKey.Ledger.self) { key in
      switch key {
      case .text:
        .boolean.described("Whether each launch's line has the task's own words; else it has none.")
      }
    }
  }

  private static var builtIn: Shape {
    let without = Shape.section(PolicyKey.BuiltIn.self, required: [.without]) { key in
      switch key {
      case .without: .list(of: .text).described("The built-in constraints that are dropped.")
      }
    }
    return .any([Shape(["enum": [true, false, "classes"]]), without])
      .described(
        "What stays of the built-in policy: `true`, `false`, `classes`, or all without some."
      )
  }

  static var alias: Shape {
    .section(PolicyKey.Alias.self) { key in
      switch key {
      case .class: .oneOrList(of: .text).described("The class of the tasks, or several.")
      case .label: .oneOrList(of: .text).described("A label of the tasks, or several.")
      case .backend: .text.described("The backend that is asked for.")
      case .model: .text.described("The model that is asked for.")
      case .effort: .word(of: Effort.self).described("The effort that is asked for.")
      }
    }
    .havingAny(of: PolicyKey.Alias.allCases)
  }
}
