package import RouteEngine

extension Candidate {
  /// Whether sessions on it are billed by the token; a saved login is a flat plan unless the policy
  /// says otherwise.
  package var isMetered: Bool {
    switch target.backend.billing {
    case .metered: true
    case .plan: false
    case nil: availability.payer != .login
    }
  }
}
