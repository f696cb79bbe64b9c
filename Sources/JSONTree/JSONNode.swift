/// A JSON value as it was written: members keep their order, numbers their spelling.
package enum JSONNode: Hashable, Sendable {
  case null
  case truth(Bool)
  /// The literal as written; never converted, so nothing is lost.
  case number(String)
  case string(String)
  indirect case array([JSONNode])
  indirect case object([JSONMember])

  /// The value of a member; absent when there is none or this is no object.
  package subscript(key: String) -> JSONNode? { member(key)?.value }

  /// The member of that name, compared byte by byte: `String` would take U+212A for the letter K.
  package func member(_ key: String) -> JSONMember? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.hasKey(key) }
  }

  /// Absent when this is no object.
  package var members: [JSONMember]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// Absent when this is no array.
  package var elements: [JSONNode]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// Absent when this is no string.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}

/// One key of an object with its value.
package struct JSONMember: Hashable, Sendable {
  /// With its escapes resolved.
  package let key: String
  /// Of the last member with this key.
  package let value: JSONNode
  /// The line of the key, counted from 1; 0 when it was not read from a text.
  package let line: Int

  /// A member that was read, or, without a line, one that will be written.
  package init(key: String, value: JSONNode, line: Int = 0) {
    self.key = key
    self.value = value
    self.line = line
  }

  /// Whether the key is that name, compared byte by byte.
  package func hasKey(_ name: String) -> Bool { key.utf8.elementsEqual(name.utf8) }
}

/// What makes a text no JSON, and where.
package struct JSONFault: Error, Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// Characters, counted from 1; a byte-order mark is not counted.
  package let column: Int
  /// The end of a sentence about the text.
  package let reason: String

  /// From its parts.
  package init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }
}

extension JSONNode: ExpressibleByStringLiteral {
  /// A string.
  package init(stringLiteral text: String) { self = .string(text) }
}

extension JSONNode: ExpressibleByBooleanLiteral {
  /// A truth value.
  package init(booleanLiteral value: Bool) { self = .truth(value) }
}

extension JSONNode: ExpressibleByIntegerLiteral {
  /// A number.
  package init(integerLiteral value: Int) { self = .number("\(value)") }
}

extension JSONNode: ExpressibleByArrayLiteral {
  /// An array.
  package init(arrayLiteral elements: JSONNode...) { self = .array(elements) }
}

extension JSONNode: ExpressibleByDictionaryLiteral {
  /// An object; keys must differ.
  package init(dictionaryLiteral elements: (String, JSONNode)...) {
    self = .object(elements.map { JSONMember(key: $0.0, value: $0.1) })
  }
}
