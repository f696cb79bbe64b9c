extension Policy {
  /// The same policy with other rules; what is not given stays.
  package func replacing(
    classes: [TaskClass]? = nil,
    backends: [Backend]? = nil,
    routes: [Route]? = nil,
    defaultTargets: [Target]? = nil,
    constraints: [Constraint]? = nil,
    labels: [PolicyLabel]? = nil
  ) -> Policy {
    var policy = self
    policy.classes = classes ?? self.classes
    policy.backends = backends ?? self.backends
    policy.routes = routes ?? self.routes
    policy.defaultTargets = defaultTargets ?? self.defaultTargets
    policy.constraints = constraints ?? self.constraints
    policy.labels = labels ?? self.labels
    return policy
  }
}
