/// Which decisions some availability of the backends leads to.
///
/// Every backend may be unavailable but those taken for available. So a candidate is decided for
/// unless one before it is open on its own backend or on one taken for available.
struct ReachableDecisions {
  typealias Wire = TruthCircuit.Wire

  let offers: [PolicyCircuit.Offer]
  /// Where each offer can be decided for.
  private(set) var isReachable: [Wire] = []
  /// Where the task can be denied.
  private(set) var isDeniable: Wire = 0
  /// Where each backend that is taken for available can be.
  private(set) var isAssumable: Wire = 0

  init(in policy: inout PolicyCircuit, assuming assumed: Set<String> = []) {
    offers = policy.offers()
    let nowhere = policy.circuit.constant(.false)
    var isTaken: [String: Wire] = [:]
    var isSettled = nowhere
    for offer in offers {
      let backend = offer.target.backend
      let before = policy.circuit.any([isTaken[backend] ?? nowhere, isSettled])
      isReachable.append(policy.circuit.all([offer.isOpen, policy.circuit.not(before)]))
      isTaken[backend] = policy.circuit.any([isTaken[backend] ?? nowhere, offer.isOpen])
      if assumed.contains(backend) {
        isSettled = policy.circuit.any([isSettled, offer.isOpen])
      }
    }
    isDeniable = policy.circuit.not(isSettled)
    let missing = assumed.sorted().filter { policy.contexts[$0] != nil }
      .map { policy.isMissing($0) }
    isAssumable = policy.circuit.not(policy.circuit.any(missing))
  }

  /// Backends that candidates are on, in order of name.
  var backends: [String] { Set(offers.map(\.target.backend)).sorted() }
}
