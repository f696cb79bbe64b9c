/// One change with its plain value, for formats that know no references.
package struct ResolvedChange: Hashable, Sendable {
  package let name: String
  /// Absent: the variable is removed.
  package let value: String?

  package init(name: String, value: String?) {
    self.name = name
    self.value = value
  }
}

/// A value that cannot be written in the format.
package struct PlainFault: Error, Hashable, Sendable {
  /// One sentence, lower case, no full stop; it names the variable and never shows the value.
  package let message: String
}
