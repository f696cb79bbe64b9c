extension Condition: Prepared {
  package func write(to writer: inout PreparedWriter) {
    switch self {
    case .all(let parts):
      writer.count(0)
      writer.list(parts)
    case .any(let parts):
      writer.count(1)
      writer.list(parts)
    case .not(let part):
      writer.count(2)
      part.write(to: &writer)
    case .hasClass(let name):
      writer.count(3)
      writer.text(name)
    case .hasLabel(let name):
      writer.count(4)
      writer.text(name)
    case .fact(let test):
      writer.count(5)
      test.write(to: &writer)
    }
  }

  package init(from reader: inout PreparedReader) {
    switch reader.count() {
    case 0: self = .all(reader.list())
    case 1: self = .any(reader.list())
    case 2: self = .not(Condition(from: &reader))
    case 3: self = .hasClass(reader.text())
    case 4: self = .hasLabel(reader.text())
    case 5: self = .fact(FactTest(from: &reader))
    default:
      reader.breakOff()
      self = .any([])
    }
  }
}

extension FactName: Prepared {
  package func write(to writer: inout PreparedWriter) {
    writer.text(text)
  }

  package init(from reader: inout PreparedReader) {
    guard let name = FactName(reader.text()) else {
      reader.breakOff()
      self = .os
      return
    }
    self = name
  }
}

extension FactValue: Prepared {
  package func write(to writer: inout PreparedWriter) {
    switch self {
    case .text(let text):
      writer.count(0)
      writer.text(text)
    case .number(let number):
      writer.count(1)
      writer.number(number)
    case .truth(let truth):
      writer.count(2)
      writer.flag(truth)
    }
  }

  package init(from reader: inout PreparedReader) {
    switch reader.count() {
    case 0: self = .text(reader.text())
    case 1: self = .number(reader.number())
    default: self = .truth(reader.flag())
    }
  }
}

extension FactState: Prepared {
  package func write(to writer: inout PreparedWriter) {
    switch self {
    case .absent: writer.count(0)
    case .unknown: writer.count(1)
    case .value(let value):
      writer.count(2)
      value.write(to: &writer)
    }
  }

  package init(from reader: inout PreparedReader) {
    switch reader.count() {
    case 0: self = .absent
    case 1: self = .unknown
    default: self = .value(FactValue(from: &reader))
    }
  }
}

extension FactTest: Prepared {
  package func write(to writer: inout PreparedWriter) {
    fact.write(to: &writer)
    switch comparison {
    case .equals(let value):
      writer.count(0)
      value.write(to: &writer)
    case .isIn(let values):
      writer.count(1)
      writer.list(values)
    case .matches:
      writer.refuse()
    case .greaterThan(let bound):
      writer.count(2)
      writer.number(bound)
    case .atLeast(let bound):
      writer.count(3)
      writer.number(bound)
    case .lessThan(let bound):
      writer.count(4)
      writer.number(bound)
    case .atMost(let bound):
      writer.count(5)
      writer.number(bound)
    case .exists(let expected):
      writer.count(6)
      writer.flag(expected)
    }
  }

  package init(from reader: inout PreparedReader) {
    let fact = FactName(from: &reader)
    let comparison: Comparison
    switch reader.count() {
    case 0: comparison = .equals(FactValue(from: &reader))
    case 1: comparison = .isIn(reader.list())
    case 2: comparison = .greaterThan(reader.number())
    case 3: comparison = .atLeast(reader.number())
    case 4: comparison = .lessThan(reader.number())
    case 5: comparison = .atMost(reader.number())
    default: comparison = .exists(reader.flag())
    }
    self.init(fact: fact, comparison: comparison)
  }
}
