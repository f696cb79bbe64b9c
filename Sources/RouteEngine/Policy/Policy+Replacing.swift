extension Policy {
  /// The same policy with other rules; what is not given stays.
  package func replacing(
    classes: [TaskClass]? = nil,
    routes: [Route]? = nil,
    defaultTargets: [Target]? = nil,
    constraints: [Constraint]? = nil,
    labels: [PolicyLabel]? = nil
  ) -> Policy {
    Policy(
      classes: classes ?? self.classes,
      backends: backends,
      routes: routes ?? self.routes,
      defaultTargets: defaultTargets ?? self.defaultTargets,
      defaultOrigin: defaultOrigin,
      constraints: constraints ?? self.constraints,
      labels: labels ?? self.labels,
      knownLabels: knownLabels,
      invariants: invariants,
      tests: tests,
      aliases: aliases,
      repositoryMayLift: repositoryMayLift,
      client: client,
      negationWindow: negationWindow,
      layers: layers
    )
  }
}
