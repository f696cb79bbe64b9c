/// A task with what people say it is: one row of a table.
package struct LabelledTask: Hashable, Sendable {
  /// Of the file, counted from 1.
  package let line: Int
  package let text: String
  package let primary: LabelledClass
  /// Whether it may go to a cheap model.
  package let isCheap: Bool
  /// Empty where the table does not say.
  package let kind: String
  /// The labels and the source as the table writes them; empty where it does not say.
  package let written: Written

  /// What is passed on as it stands.
  package struct Written: Hashable, Sendable {
    package let primary: String
    package let secondary: String
    package let source: String

    package init(primary: String, secondary: String = "", source: String = "") {
      self.primary = primary
      self.secondary = secondary
      self.source = source
    }
  }

  package init(
    line: Int,
    text: String,
    primary: LabelledClass,
    isCheap: Bool? = nil,
    kind: String = "",
    written: Written? = nil
  ) {
    self.line = line
    self.text = text
    self.primary = primary
    self.isCheap = isCheap ?? primary.isCheap
    self.kind = kind
    self.written = written ?? Written(primary: primary.name)
  }
}
