import BuiltInPolicy
import Diagnostics
import JSONTree
import RouteEngine
import Testing

@testable import PolicyLoader

/// What editors are told is what the loader reads.
@Suite struct `Schemas of policies` {
  static func schema(_ layer: Layer = .user) -> JSONNode {
    PolicySchema(layer: layer, presets: BuiltInPolicy.presetBytes).document
  }

  static func definition(_ name: String) -> JSONNode? {
    schema()["definitions"]?[name]
  }

  /// The keys that the loader of that layer reads.
  static func keysRead(in layer: Layer) -> [String] {
    PolicyKey.File.words.filter { key in
      var reader = LayerReader(layer: layer, file: "p.yaml", presets: PresetBook([]))
      _ = reader.draft(of: Array("\(key): [[x]]\n".utf8))
      let refusals = ["unknown-key", "repository-authority"]
      return !reader.diagnostics.contains { refusals.contains($0.id) }
    }
  }

  @Test(arguments: Layer.allCases)
  func `have the keys that a file of the layer may have`(layer: Layer) throws {
    let properties = try #require(Self.schema(layer)["properties"]?.members).map(\.key)
    #expect(properties == Self.keysRead(in: layer))
    #expect(properties.contains("backends") == (layer != .repository))
    #expect(properties.contains("aliases") == (layer == .user || layer == .repository))
    #expect(Self.schema(layer)["required"] == ["version"])
    #expect(Self.schema(layer)["additionalProperties"] == false)
  }

  @Test(
    arguments: [
      ("backend", PolicyKey.Backend.words), ("class", PolicyKey.Class.words),
      ("route", PolicyKey.Route.words), ("constraint", PolicyKey.Constraint.words),
      ("invariant", PolicyKey.Invariant.words), ("selector", PolicyKey.Selector.words),
      ("test", PolicyKey.Test.words), ("alias", PolicyKey.Alias.words),
      ("project", PolicyKey.Project.words),
      ("condition", PolicyKey.Condition.words + PolicyKey.Comparison.words),
    ]
  )
  func `have the keys of every part`(name: String, keys: [String]) throws {
    let properties = try #require(Self.definition(name)?["properties"]?.members)
    #expect(properties.map(\.key) == keys)
  }

  @Test(
    arguments: [
      ("kind", Backend.Kind.words), ("trust", Backend.Trust.words),
      ("auth", Backend.CredentialHeader.words), ("billing", Backend.Billing.words),
      ("repository-may-choose", Backend.RepositoryChoice.words),
    ]
  )
  func `offer every word that a backend's key takes`(key: String, words: [String]) {
    let offered = Self.definition("backend")?["properties"]?[key]?["enum"]
    #expect(offered == .array(words.map(JSONNode.string)))
  }

  @Test(
    arguments: [
      ("kind", Backend.Kind.words), ("trust", Backend.Trust.words), ("effort", Effort.words),
      ("geography", Geography.words),
    ]
  )
  func `offer every word that a selector's key takes, alone and in a list`(
    key: String,
    words: [String]
  ) {
    let offered: JSONNode = ["enum": .array(words.map(JSONNode.string))]
    let shape = Self.definition("selector")?["properties"]?[key]?["anyOf"]
    #expect(shape == [offered, ["type": "array", "items": offered]])
  }

  @Test func `offer what may be said about the classifier`() throws {
    let classifier = try #require(Self.schema(.repository)["properties"]?["classifier"])
    let properties = try #require(classifier["properties"])
    #expect(properties.members?.map(\.key) == PolicyKey.Classifier.words)
    #expect(properties["model"]?["enum"] == ["built-in", "off"])
    #expect(properties["may-assign"]?["enum"] == ["any", "protective", "none"])
    let thresholds = try #require(properties["thresholds"]?["properties"]?.members)
    #expect(thresholds.map(\.key) == PolicyKey.Threshold.words)
    for threshold in thresholds {
      #expect(threshold.value["minimum"] == 0 && threshold.value["maximum"] == 1)
    }
    #expect(properties["negation-window"]?["maximum"] == 50)
    let example = Self.definition("class")?["properties"]?["examples"]?["items"]
    #expect(example?["maxLength"] == 2000)
  }

  @Test func `offer every recipe, trait, fact and variable`() throws {
    let backend = try #require(Self.definition("backend")?["properties"])
    let book = PresetBook(BuiltInPolicy.presetBytes)
    #expect(backend["preset"]?["enum"] == .array(book.names.map(JSONNode.string)))
    #expect(backend["traits"]?["properties"]?.members?.map(\.key) == Backend.Trait.words)
    #expect(backend["assumed-traits"]?["properties"]?.members?.map(\.key) == Backend.Trait.words)
    #expect(backend["env"]?["properties"]?.members?.map(\.key) == Backend.settableVariables)
    let fact = Self.definition("condition")?["properties"]?["fact"]?["anyOf"]?.elements?.first
    #expect(fact == ["enum": .array(FactName.fixed.map { .string($0.text) })])
  }

  @Test(arguments: Layer.allCases)
  func `describe every key in one sentence`(layer: Layer) {
    let properties = Self.properties(of: Self.schema(layer), path: "")
    let bare = properties.filter { !($0.value["description"]?.string?.hasSuffix(".") ?? false) }
    #expect(bare.map(\.path) == [])
    #expect(properties.count > 60)
  }

  /// Without those under `allOf`: rules about keys that are described elsewhere.
  private static func properties(
    of node: JSONNode,
    path: String
  ) -> [(path: String, value: JSONNode)] {
    let own = (node["properties"]?.members ?? [])
      .map { (path: "\(path)/\($0.key)", value: $0.value) }
    let members = (node.members ?? []).filter { $0.key != "allOf" }
    return own + members.flatMap { properties(of: $0.value, path: "\(path)/\($0.key)") }
      + (node.elements ?? []).flatMap { properties(of: $0, path: path) }
  }

  @Test(arguments: Layer.allCases)
  func `define what they refer to, and nothing else`(layer: Layer) throws {
    let schema = Self.schema(layer)
    let defined = Set(
      try #require(schema["definitions"]?.members).map { "#/definitions/\($0.key)" }
    )
    #expect(Set(Self.references(in: schema)) == defined)
  }

  private static func references(in node: JSONNode) -> [String] {
    let own = node["$ref"]?.string.map { [$0] } ?? []
    return own + (node.members ?? []).flatMap { references(in: $0.value) }
      + (node.elements ?? []).flatMap { references(in: $0) }
  }
}
