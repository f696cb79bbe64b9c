/// What the built-in policy says of its backends; more has no prepared form.
extension Backend: Prepared {
  package func write(to writer: inout PreparedWriter) {
    origin.write(to: &writer)
    writer.text(name)
    writer.choice(kind)
    writer.optionalText(baseURL?.text)
    writer.list(credentials)
    writer.choice(credentialHeader)
    writer.count(models.count)
    for model in models {
      writer.text(model.name)
      writer.text(model.id)
    }
    writer.grades(traits)
    writer.grades(assumedTraits)
    writer.flag(priceMultiplier != nil)
    if let priceMultiplier { writer.double(priceMultiplier) }
    writer.choice(repositoryMayChoose)
    valueOrigins.write(to: &writer)
    if self != Backend(from: self) { writer.refuse() }
  }

  /// Nothing but what is written.
  private init(from other: Backend) {
    self.init(
      name: other.name,
      kind: other.kind,
      baseURL: other.baseURL,
      credentials: other.credentials,
      credentialHeader: other.credentialHeader,
      models: other.models,
      traits: other.traits,
      assumedTraits: other.assumedTraits,
      priceMultiplier: other.priceMultiplier,
      repositoryMayChoose: other.repositoryMayChoose,
      origin: other.origin
    )
  }

  package init(from reader: inout PreparedReader) {
    let origin = Origin(from: &reader)
    let name = reader.text()
    let kind: Kind = reader.choice()
    let url = reader.optionalText().flatMap { try? BaseURL($0) }
    let credentials: [CredentialSource] = reader.list()
    let header: CredentialHeader = reader.choice()
    var models: [Model] = []
    for _ in 0..<reader.length() {
      models.append(Model(name: reader.text(), id: reader.text()))
    }
    let traits = reader.grades()
    let assumedTraits = reader.grades()
    self.init(
      name: name,
      kind: kind,
      baseURL: url,
      credentials: credentials,
      credentialHeader: header,
      models: models,
      traits: traits,
      assumedTraits: assumedTraits,
      priceMultiplier: reader.flag() ? reader.double() : nil,
      repositoryMayChoose: reader.choice(),
      origin: origin,
      valueOrigins: ValueOrigins(from: &reader)
    )
  }
}

extension PreparedWriter {
  fileprivate mutating func grades(_ grades: [Backend.Trait: Backend.TraitGrade]) {
    let sorted = grades.sorted { $0.key < $1.key }
    count(sorted.count)
    for (trait, grade) in sorted {
      choice(trait)
      choice(grade)
    }
  }
}

extension PreparedReader {
  fileprivate mutating func grades() -> [Backend.Trait: Backend.TraitGrade] {
    var grades: [Backend.Trait: Backend.TraitGrade] = [:]
    for _ in 0..<length() {
      grades[choice()] = choice()
    }
    return grades
  }
}

extension Backend.ValueOrigins: Prepared {
  package func write(to writer: inout PreparedWriter) {
    let sorted = origins.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
    writer.count(sorted.count)
    for (key, origin) in sorted {
      writer.text(key)
      origin.write(to: &writer)
    }
  }

  package init(from reader: inout PreparedReader) {
    var origins: [String: Origin] = [:]
    for _ in 0..<reader.length() {
      let key = reader.text()
      origins[key] = Origin(from: &reader)
    }
    self.init(origins)
  }
}

extension CredentialSource: Prepared {
  package func write(to writer: inout PreparedWriter) {
    switch self {
    case .login: writer.count(0)
    case .none: writer.count(1)
    case .aws: writer.count(2)
    case .google: writer.count(3)
    case .environment(let name):
      writer.count(4)
      writer.text(name)
    case .file, .keychain, .command:
      writer.refuse()
    }
  }

  package init(from reader: inout PreparedReader) {
    switch reader.count() {
    case 0: self = .login
    case 1: self = .none
    case 2: self = .aws
    case 3: self = .google
    default: self = .environment(reader.text())
    }
  }
}
