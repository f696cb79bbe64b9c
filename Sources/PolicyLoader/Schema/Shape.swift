internal import JSONTree

/// What a value may look like: a JSON Schema, draft-07, or a part of one.
struct Shape: Hashable {
  private(set) var members: [JSONMember]

  init(_ members: KeyValuePairs<String, JSONNode>) {
    self.members = members.map { JSONMember(key: $0.key, value: $0.value) }
  }

  var node: JSONNode { .object(members) }

  func with(_ key: String, _ value: JSONNode) -> Shape {
    var shape = self
    shape.members.append(JSONMember(key: key, value: value))
    return shape
  }

  /// With a sentence that editors show.
  func described(_ sentence: String) -> Shape {
    // Draft-07 does not read what stands beside a reference (section 8.3).
    let isReference = members.contains { $0.hasKey("$ref") }
    var shape: Shape = isReference ? Shape(["allOf": [node]]) : self
    shape.members.insert(JSONMember(key: "description", value: .string(sentence)), at: 0)
    return shape
  }
}

// MARK: - One value

extension Shape {
  static let anything = Shape([:])
  static let boolean = Shape(["type": "boolean"])

  /// To the loader every value that is no list and no mapping is text, as written; a YAML reader has
  /// made a number of `5` and a truth value of `true` by then.
  static let text = Shape(["type": ["string", "number", "boolean"], "minLength": 1])

  /// Text that may be empty; `name:` is nothing to a YAML reader.
  static let textOrNothing = Shape(["type": ["string", "number", "boolean", "null"]])

  /// Numbers and truth values have to match nothing: what YAML takes for them consists of letters,
  /// digits, `-`, `.`, and `+`.
  static func text(matching pattern: String) -> Shape { text.with("pattern", .string(pattern)) }

  /// Text that no number or truth value could be.
  static func string(matching pattern: String) -> Shape {
    Shape(["type": "string", "pattern": .string(pattern)])
  }

  static func integer(in bounds: ClosedRange<Int>) -> Shape {
    Shape([
      "type": "integer",
      "minimum": .number("\(bounds.lowerBound)"),
      "maximum": .number("\(bounds.upperBound)"),
    ])
  }

  static func positiveNumber(upTo maximum: Int) -> Shape {
    Shape(["type": "number", "exclusiveMinimum": 0, "maximum": .number("\(maximum)")])
  }

  static func number(upTo maximum: Int) -> Shape {
    Shape(["type": "number", "minimum": 0, "maximum": .number("\(maximum)")])
  }

  static let fraction = Shape(["type": "number", "minimum": 0, "maximum": 1])

  static func oneOf(_ words: [String]) -> Shape {
    Shape(["enum": .array(words.map(JSONNode.string))])
  }

  static func word<Word: RawRepresentable & CaseIterable>(of type: Word.Type) -> Shape
  where Word.RawValue == String {
    oneOf(Word.words)
  }
}

// MARK: - Lists and mappings

extension Shape {
  static func list(of item: Shape, atLeast count: Int = 0) -> Shape {
    let shape = Shape(["type": "array", "items": item.node])
    return count > 0 ? shape.with("minItems", .number("\(count)")) : shape
  }

  /// A list, or one value that stands for a list of one.
  static func oneOrList(of item: Shape, atLeast count: Int = 0) -> Shape {
    .any([item, .list(of: item, atLeast: count)])
  }

  /// A mapping whose keys are names.
  static func mapping(of value: Shape, namesMatching pattern: String) -> Shape {
    Shape([
      "type": "object",
      "patternProperties": .object([JSONMember(key: pattern, value: value.node)]),
      "additionalProperties": false,
    ])
  }

  /// A mapping with known keys; keys that begin with `x-` are free.
  static func section(
    _ properties: [(key: String, value: Shape)],
    required: [String] = []
  ) -> Shape {
    var shape = Shape(["type": "object"])
    if !required.isEmpty {
      shape = shape.with("required", .array(required.map(JSONNode.string)))
    }
    return
      shape
      .with("properties", .object(properties.map { JSONMember(key: $0.key, value: $0.value.node) }))
      .with("patternProperties", ["^x-": true])
      .with("additionalProperties", false)
  }

  /// A mapping with the keys that the loader reads.
  static func section<Key: RawRepresentable & CaseIterable>(
    _ keys: Key.Type,
    required: [Key] = [],
    _ shape: (Key) -> Shape
  ) -> Shape where Key.RawValue == String {
    section(
      Key.allCases.map { (key: $0.rawValue, value: shape($0)) },
      required: required.map(\.rawValue)
    )
  }
}

// MARK: - Joined

extension Shape {
  static func any(_ shapes: [Shape]) -> Shape { Shape(["anyOf": .array(shapes.map(\.node))]) }
  static func all(_ shapes: [Shape]) -> Shape { Shape(["allOf": .array(shapes.map(\.node))]) }
  static func not(_ shape: Shape) -> Shape { Shape(["not": shape.node]) }

  static func when(_ condition: Shape, _ consequence: Shape) -> Shape {
    Shape(["if": condition.node, "then": consequence.node])
  }

  /// A mapping that has the key.
  static func has(_ key: some RawRepresentable<String>) -> Shape {
    Shape(["required": [.string(key.rawValue)]])
  }

  /// A mapping that has the key, with such a value.
  static func has(_ key: some RawRepresentable<String>, _ value: Shape) -> Shape {
    Shape([
      "required": [.string(key.rawValue)],
      "properties": .object([JSONMember(key: key.rawValue, value: value.node)]),
    ])
  }

  func havingExactlyOne(of keys: [some RawRepresentable<String>]) -> Shape {
    with("oneOf", .array(keys.map { Shape.has($0).node }))
  }

  func havingAny(of keys: [some RawRepresentable<String>]) -> Shape {
    with("anyOf", .array(keys.map { Shape.has($0).node }))
  }
}
