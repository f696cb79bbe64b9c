extension Selector: Prepared {
  package func write(to writer: inout PreparedWriter) {
    for names in [backend, model, payer, region] {
      writer.flag(names != nil)
      if let names { writer.texts(names.sorted()) }
    }
    writer.optionalChoices(kind)
    writer.optionalChoices(trust)
    writer.optionalChoices(effort)
    writer.optionalChoices(geography)
    let trait = (trait ?? [:]).sorted { $0.key < $1.key }
    writer.flag(self.trait != nil)
    if self.trait != nil { writer.count(trait.count) }
    for (key, grades) in trait {
      writer.choice(key)
      writer.optionalChoices(grades)
    }
    if thinking != nil { writer.refuse() }
  }

  package init(from reader: inout PreparedReader) {
    self.init()
    backend = reader.optionalNames()
    model = reader.optionalNames()
    payer = reader.optionalNames()
    region = reader.optionalNames()
    kind = reader.optionalChoices()
    trust = reader.optionalChoices()
    effort = reader.optionalChoices()
    geography = reader.optionalChoices()
    guard reader.flag() else { return }
    var trait: [Backend.Trait: Set<Backend.TraitGrade>] = [:]
    for _ in 0..<reader.length() {
      let key: Backend.Trait = reader.choice()
      trait[key] = reader.optionalChoices()
    }
    self.trait = trait
  }
}

extension PreparedReader {
  fileprivate mutating func optionalNames() -> Set<String>? { flag() ? Set(texts()) : nil }
}

extension Constraint: Prepared {
  package func write(to writer: inout PreparedWriter) {
    origin.write(to: &writer)
    writer.text(name)
    when.write(to: &writer)
    writer.optional(unless)
    switch effect {
    case .forbid(let selector):
      writer.flag(true)
      selector.write(to: &writer)
    case .require(let selector):
      writer.flag(false)
      selector.write(to: &writer)
    }
    writer.optionalText(reason)
  }

  package init(from reader: inout PreparedReader) {
    let origin = Origin(from: &reader)
    self.init(
      name: reader.text(),
      when: Condition(from: &reader),
      unless: reader.optional(),
      effect: reader.flag()
        ? .forbid(Selector(from: &reader)) : .require(Selector(from: &reader)),
      reason: reader.optionalText(),
      origin: origin
    )
  }
}

extension Invariant: Prepared {
  package func write(to writer: inout PreparedWriter) {
    origin.write(to: &writer)
    writer.text(name)
    when.write(to: &writer)
    writer.texts(assumedAvailable.sorted())
    switch property {
    case .never(let selector):
      writer.count(0)
      selector.write(to: &writer)
    case .always(let selector):
      writer.count(1)
      selector.write(to: &writer)
    case .outcome(let outcome):
      writer.count(2)
      writer.choice(outcome)
    }
  }

  package init(from reader: inout PreparedReader) {
    let origin = Origin(from: &reader)
    let name = reader.text()
    let when = Condition(from: &reader)
    let available = Set(reader.texts())
    let property: Property
    switch reader.count() {
    case 0: property = .never(Selector(from: &reader))
    case 1: property = .always(Selector(from: &reader))
    default: property = .outcome(reader.choice())
    }
    self.init(
      name: name,
      when: when,
      assumedAvailable: available,
      property: property,
      origin: origin
    )
  }
}

/// Without what is unavailable: whether that is a backend shows only when all layers are known.
extension PolicyTest: Prepared {
  package func write(to writer: inout PreparedWriter) {
    origin.write(to: &writer)
    writer.text(name)
    writer.optionalText(task)
    let facts = facts.sorted { $0.key.text < $1.key.text }
    writer.count(facts.count)
    for (name, state) in facts {
      name.write(to: &writer)
      state.write(to: &writer)
    }
    writer.texts(labels)
    writer.flag(files != nil)
    if let files { writer.texts(files) }
    writer.texts(classes)
    measured.write(to: &writer)
    expectation.write(to: &writer)
    if !unavailable.isEmpty { writer.refuse() }
  }

  package init(from reader: inout PreparedReader) {
    let origin = Origin(from: &reader)
    let name = reader.text()
    let task = reader.optionalText()
    var facts: [FactName: FactState] = [:]
    for _ in 0..<reader.length() {
      facts[FactName(from: &reader)] = FactState(from: &reader)
    }
    self.init(
      name: name,
      task: task,
      facts: facts,
      labels: reader.texts(),
      files: reader.flag() ? reader.texts() : nil,
      classes: reader.texts(),
      measured: SupposedTraits(from: &reader),
      expectation: Expectation(from: &reader),
      origin: origin
    )
  }
}

extension SupposedTraits: Prepared {
  package func write(to writer: inout PreparedWriter) {
    let entries = entries
    writer.count(entries.count)
    for entry in entries {
      writer.text(entry.place.text)
      writer.choice(entry.trait)
      writer.choice(entry.grade)
    }
  }

  package init(from reader: inout PreparedReader) {
    self.init()
    for _ in 0..<reader.length() {
      let place = Place(reader.text())
      let trait: Backend.Trait = reader.choice()
      suppose(reader.choice(), of: trait, at: place)
    }
  }
}

extension PolicyTest.Expectation: Prepared {
  package func write(to writer: inout PreparedWriter) {
    origin.write(to: &writer)
    writer.optionalChoice(outcome)
    writer.optionalText(backend)
    writer.optionalText(model)
    writer.optionalChoice(effort)
    writer.optionalText(route)
    writer.optionalText(constraint)
    writer.flag(classes != nil)
    if let classes { writer.texts(classes) }
  }

  package init(from reader: inout PreparedReader) {
    let origin = Origin(from: &reader)
    self.init(
      outcome: reader.optionalChoice(),
      backend: reader.optionalText(),
      model: reader.optionalText(),
      effort: reader.optionalChoice(),
      route: reader.optionalText(),
      constraint: reader.optionalText(),
      classes: reader.flag() ? reader.texts() : nil,
      origin: origin
    )
  }
}
