package import Diagnostics

/// A value of a policy that can be written down once, and read again without looking at any text.
package protocol Prepared {
  func write(to writer: inout PreparedWriter)
  init(from reader: inout PreparedReader)
}

extension PreparedWriter {
  mutating func list(_ values: [some Prepared]) {
    count(values.count)
    for value in values {
      value.write(to: &self)
    }
  }

  mutating func optional(_ value: (some Prepared)?) {
    flag(value != nil)
    value?.write(to: &self)
  }

  mutating func choice<Choice: CaseIterable & Equatable>(_ choice: Choice) {
    count(Array(Choice.allCases).firstIndex(of: choice) ?? 0)
  }

  mutating func optionalChoice<Choice: CaseIterable & Equatable>(_ choice: Choice?) {
    flag(choice != nil)
    if let choice { self.choice(choice) }
  }

  /// A set that may be absent, in the order of the cases.
  mutating func optionalChoices<Choice: CaseIterable & Hashable>(_ choices: Set<Choice>?) {
    flag(choices != nil)
    guard let choices else { return }
    let sorted = Choice.allCases.filter(choices.contains)
    count(sorted.count)
    for choice in sorted {
      self.choice(choice)
    }
  }
}

extension PreparedReader {
  mutating func list<Value: Prepared>() -> [Value] {
    let count = length()
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      values.append(Value(from: &self))
    }
    return values
  }

  mutating func optional<Value: Prepared>() -> Value? { flag() ? Value(from: &self) : nil }

  /// The first of the cases stands for one that is not there.
  mutating func choice<Choice: CaseIterable>() -> Choice
  where Choice.AllCases == [Choice] {
    let cases = Choice.allCases
    let index = count()
    guard cases.indices.contains(index) else {
      breakOff()
      return cases[0]
    }
    return cases[index]
  }

  mutating func optionalChoice<Choice: CaseIterable>() -> Choice?
  where Choice.AllCases == [Choice] {
    flag() ? choice() : nil
  }

  mutating func optionalChoices<Choice: CaseIterable & Hashable>() -> Set<Choice>?
  where Choice.AllCases == [Choice] {
    guard flag() else { return nil }
    var choices: Set<Choice> = []
    for _ in 0..<length() {
      choices.insert(choice())
    }
    return choices
  }
}

// MARK: - Places

extension PreparedWriter {
  package mutating func range(_ range: SourceRange) {
    line(range.start.line)
    count(range.start.column)
    number(range.end.line - range.start.line)
    count(range.end.column)
  }
}

extension PreparedReader {
  package mutating func range() -> SourceRange {
    let line = nextLine()
    let start = SourcePosition(line: line, column: count())
    let end = SourcePosition(line: line &+ number(), column: count())
    return SourceRange(start: start, end: end)
  }
}

/// In the built-in policy; only its places are written.
extension Origin: Prepared {
  package func write(to writer: inout PreparedWriter) {
    writer.flag(range != nil)
    if let range { writer.range(range) }
    writer.line(line)
  }

  package init(from reader: inout PreparedReader) {
    let range = reader.flag() ? reader.range() : nil
    self.init(layer: .builtIn, file: Layer.builtIn.rawValue, line: reader.nextLine(), range: range)
  }
}
