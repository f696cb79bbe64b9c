/// How well something works on a target, and who says so.
package struct TraitFinding: Hashable, Sendable {
  package let grade: Backend.TraitGrade
  package let source: Source

  package init(grade: Backend.TraitGrade, source: Source) {
    self.grade = grade
    self.source = source
  }

  package enum Source: Hashable, Sendable {
    /// The policy's `traits`.
    case stated
    /// A probe of this model.
    case measured(Measurement)
    /// A test or a replay takes it to be measured so.
    case supposed
    /// The policy's `assumed-traits`.
    case assumed
    /// Nobody says anything; the grade is unknown.
    case nobody
  }
}

extension ResolvedTarget {
  /// What the policy states, else what was measured of this very model, else what the policy assumes.
  ///
  /// A measurement that could not tell, or that is too old to be believed where it says good, says
  /// nothing: it must not loosen what holds without it. A model's measurement says nothing of
  /// another's.
  package func finding(of trait: Backend.Trait) -> TraitFinding {
    if let grade = backend.traits[trait] {
      return TraitFinding(grade: grade, source: .stated)
    }
    if let grade = supposed[trait], grade != .unknown {
      return TraitFinding(grade: grade, source: .supposed)
    }
    if let measurement, let grade = measurement.grade(of: trait), grade != .unknown {
      return TraitFinding(grade: grade, source: .measured(measurement))
    }
    return unmeasured(trait)
  }

  /// The same as though no probe had run.
  func unmeasured(_ trait: Backend.Trait) -> TraitFinding {
    if let grade = backend.traits[trait] {
      return TraitFinding(grade: grade, source: .stated)
    }
    guard let grade = backend.assumedTraits[trait] else {
      return TraitFinding(grade: .unknown, source: .nobody)
    }
    return TraitFinding(grade: grade, source: .assumed)
  }
}
