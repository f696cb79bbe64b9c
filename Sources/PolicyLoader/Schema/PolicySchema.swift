package import JSONTree
package import RouteEngine

/// A JSON Schema that accepts what the loader accepts in shape: keys, types, words of fixed lists.
///
/// Names that are looked up, what a layer has authority for, and the inside of phrases and globs stay
/// with the loader. It is draft-07, the newest that the editors' YAML language servers all read; the
/// later drafts have nothing that is needed here.
package struct PolicySchema {
  let layer: Layer
  let recipes: [RecipeOutline]

  /// For files of that layer; the recipes that `preset` names are YAML, as `PolicyAssembly` takes it.
  package init(layer: Layer, presets: [UInt8]) {
    self.layer = layer
    let book = PresetBook(presets)
    recipes = book.names.compactMap { name in
      book.recipe(named: name).map { RecipeOutline(name: name, $0) }
    }
  }

  /// The schema itself, one object.
  package var document: JSONNode {
    let definitions = Definition.allCases.filter { $0.isNeeded(in: layer) }
    var head = Shape([
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": .string("claude-route: \(Self.title(of: layer))"),
      "description": "Where tasks of Claude Code may go, and where they go first.",
    ])
    for member in file.members {
      head = head.with(member.key, member.value)
    }
    let parts = definitions.map { JSONMember(key: $0.rawValue, value: shape(of: $0).node) }
    return head.with("definitions", .object(parts)).node
  }

  private static func title(of layer: Layer) -> String {
    switch layer {
    case .repository: "what a repository says"
    case .user: "a person's policy"
    case .managed: "an organisation's policy"
    case .builtIn: "the built-in policy"
    }
  }

  /// A part that is used more than once, or big enough to be found by its name.
  enum Definition: String, CaseIterable {
    case alias
    case backend
    case `class`
    case condition
    case constraint
    case invariant
    case project
    case route
    case selector
    case signals
    case target
    case test

    func isNeeded(in layer: Layer) -> Bool {
      switch self {
      case .alias: PolicyKey.File.aliases.isAllowed(in: layer)
      case .backend: PolicyKey.File.backends.isAllowed(in: layer)
      case .project: PolicyKey.File.projects.isAllowed(in: layer)
      case .class, .condition, .constraint, .invariant, .route, .selector, .signals, .target, .test:
        true
      }
    }
  }

  static func reference(_ definition: Definition) -> Shape {
    Shape(["$ref": .string("#/definitions/\(definition.rawValue)")])
  }

  private func shape(of definition: Definition) -> Shape {
    switch definition {
    case .alias: Self.alias
    case .backend: backend
    case .class: Self.taskClass
    case .condition: Self.condition
    case .constraint: Self.constraint
    case .invariant: Self.invariant
    case .project: Self.project
    case .route: Self.route
    case .selector: Self.selector
    case .signals: Self.signals
    case .target: Self.target
    case .test: Self.test
    }
  }
}
