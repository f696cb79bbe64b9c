/// A label that a policy sets for every task, or for the tasks of some projects.
package struct PolicyLabel: Hashable, Sendable {
  package let name: String
  /// Absent: for every task.
  package let project: ProjectScope?
  package let origin: Origin

  package init(name: String, project: ProjectScope? = nil, origin: Origin) {
    self.name = name
    self.project = project
    self.origin = origin
  }

  /// How far the label is set, given what is known of the project.
  package func truth(ofFact factState: (FactName) -> FactState) -> Truth {
    switch project {
    case nil: .true
    case .path(let glob):
      FactTest(fact: .projectPath, comparison: .matches(glob)).truth(of: factState(.projectPath))
    case .remote(let glob):
      FactTest(fact: .projectRemote, comparison: .matches(glob))
        .truth(of: factState(.projectRemote))
    }
  }
}

/// Which projects an entry of `projects` speaks of.
package enum ProjectScope: Hashable, Sendable {
  /// A glob on the repository's root folder.
  case path(Glob)
  /// A glob on `host/owner/name` of the remote `origin`.
  case remote(Glob)

  package var fact: FactName {
    switch self {
    case .path: .projectPath
    case .remote: .projectRemote
    }
  }
}
