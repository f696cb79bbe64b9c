internal import RouteEngine

/// Which of the client's four families a model is of.
enum ModelFamily: String, CaseIterable {
  case opus
  case sonnet
  case haiku
  case fable

  /// Absent for another vendor's model.
  init?(of id: String) {
    let name = id.lowercased()
    let words = name.split { !$0.isLetter }
    guard let family = Self.allCases.first(where: { words.contains(Substring($0.rawValue)) }) else {
      return nil
    }
    self = family
  }
}

extension ResolvedTarget {
  /// The id here of what a session asked another target for.
  ///
  /// A family other than that of `main`, the session's own model, was asked for by a sub-agent or in
  /// the background: it is that family's slot here. All else is this target's model.
  func id(insteadOf model: String, of main: String) -> String? {
    guard let family = ModelFamily(of: model), family != ModelFamily(of: main) else {
      return pricedID
    }
    return slots.first { $0.name == family.rawValue }?.id ?? pricedID
  }
}
