/// What tests and replays take to be measured.
package struct SupposedTraits: Hashable, Sendable {
  package typealias Grades = [Backend.Trait: Backend.TraitGrade]

  /// Never without grades.
  private var gradesByPlace: [Place: Grades] = [:]

  /// One model of a backend, or all that are not named beside it.
  package struct Place: Hashable, Sendable, Comparable {
    package let backend: String
    /// A name, an id or `default`; absent for every model.
    package let model: String?

    package init(backend: String, model: String? = nil) {
      self.backend = backend
      self.model = model
    }

    /// `openrouter` or `openrouter/haiku`; an id may have slashes of its own.
    package init(_ text: String) {
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      self.init(
        backend: String(parts[0]),
        model: parts.count == 2 ? String(parts[1]) : nil
      )
    }

    /// As it is read.
    package var text: String { model.map { "\(backend)/\($0)" } ?? backend }

    package static func < (left: Place, right: Place) -> Bool { left.text < right.text }
  }

  package init() {}

  package init(_ grades: [Place: Grades]) {
    gradesByPlace = grades.filter { !$0.value.isEmpty }
  }

  /// The same with the places as they are written; each stands there once.
  package init(_ grades: [(String, Grades)]) {
    self.init(Dictionary(grades.map { (Place($0.0), $0.1) }) { $1 })
  }

  package var isEmpty: Bool { gradesByPlace.isEmpty }

  /// In order of place, and within one of trait.
  package var entries: [(place: Place, trait: Backend.Trait, grade: Backend.TraitGrade)] {
    listing.flatMap { place, grades in grades.map { (place, $0.trait, $0.grade) } }
  }

  /// The same, the traits of a place together.
  package var listing: [(place: Place, grades: [(trait: Backend.Trait, grade: Backend.TraitGrade)])]
  {
    gradesByPlace.sorted { $0.key < $1.key }.map { place, grades in
      (place, grades.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }

  package var places: [Place] { gradesByPlace.keys.sorted() }

  package mutating func suppose(
    _ grade: Backend.TraitGrade,
    of trait: Backend.Trait,
    at place: Place
  ) {
    gradesByPlace[place, default: [:]][trait] = grade
  }

  /// Of a model of the backend: what is said of that model, else what is said of all.
  ///
  /// Models with the same id are the same.
  func grades(of model: ModelChoice, on backend: Backend) -> Grades {
    // Nearly always empty, and asked for each target of each decision.
    guard !gradesByPlace.isEmpty else { return [:] }
    var grades = gradesByPlace[Place(backend: backend.name)] ?? [:]
    let id = backend.writtenID(of: model)
    for (place, own) in gradesByPlace.sorted(by: { $0.key < $1.key })
    where place.backend == backend.name {
      guard let text = place.model, let choice = backend.choice(of: text),
        backend.writtenID(of: choice) == id
      else { continue }
      grades.merge(own) { $1 }
    }
    return grades
  }

  /// What is said of one backend.
  func on(_ backend: String) -> SupposedTraits {
    SupposedTraits(gradesByPlace.filter { $0.key.backend == backend })
  }
}

extension Backend {
  /// A model's id as the policy writes it, without the geography that a region adds; absent for the
  /// client's own default.
  func writtenID(of choice: ModelChoice) -> String? {
    switch choice {
    case .default: nil
    case .named(let name): models.first { $0.name == name }?.id
    case .id(let id): id
    }
  }
}
