/// What a probe found out about one model of a backend.
package struct Measurement: Hashable, Sendable {
  /// The backend's name in the policy; whoever reads the record sees to it that it is still the same
  /// place.
  package let backend: String
  /// The id that was asked for, as it is sent; absent for the client's own default.
  package let modelID: String?
  /// Without the traits that the probe could not tell.
  package let grades: [Backend.Trait: Backend.TraitGrade]
  package let day: CalendarDay
  /// The moment, in seconds since 1970; 0 where only the day is known.
  package let time: Int
  /// Why it is no longer believed where it says good; absent while it is fresh.
  package let staleness: Staleness?
  /// Why the probe got no answer at all, as the end of a sentence; absent when it got one.
  package let failure: String?

  package enum Staleness: Hashable, Sendable {
    /// It is older than `maximumAgeDays`.
    case age(days: Int)
    /// It was made with another client than the one that is installed.
    case client
    /// Others could have written it.
    case distrusted
  }

  /// From this age on, in days, a measurement is stale.
  package static let maximumAgeDays = 30

  package init(
    backend: String,
    modelID: String?,
    grades: [Backend.Trait: Backend.TraitGrade],
    day: CalendarDay,
    time: Int = 0,
    staleness: Staleness? = nil,
    failure: String? = nil
  ) {
    self.backend = backend
    self.modelID = modelID
    self.grades = grades
    self.day = day
    self.time = time
    self.staleness = staleness
    self.failure = failure
  }

  /// Whether it was made before another one.
  package func isOlder(than other: Measurement) -> Bool {
    (day, time) < (other.day, other.time)
  }

  /// What it says of a trait; what is stale loosens nothing, so that good is unknown again while
  /// degraded and broken stay.
  ///
  /// Absent when it says nothing of it.
  package func grade(of trait: Backend.Trait) -> Backend.TraitGrade? {
    guard let grade = grades[trait] else { return nil }
    return staleness != nil && grade == .good ? .unknown : grade
  }

  /// Whether it got no answer, and not too long ago.
  var isFailure: Bool { failure != nil && staleness == nil }
}
