package import RouteEngine

/// The configuration of a LiteLLM proxy that chooses as a policy does: by the classes that a launch
/// sends as a tag.
package struct ProxyConfiguration: Hashable, Sendable {
  let deployments: [Deployment]
  /// Groups and what is asked after them, in order.
  let fallbacks: [Fallback]
  let digest: String
  /// What the policy says and a proxy cannot do, one sentence each.
  package let losses: [String]
  /// Whether the policy has a backend that sends tags, and so uses such a proxy.
  package let isUsed: Bool

  /// One entry of `model_list`.
  struct Deployment: Hashable, Sendable {
    /// What the client asks for, or the name of a group that is asked later.
    let group: String
    let content: Content
    let tags: [String]
  }

  enum Content: Hashable, Sendable {
    case upstream(ProxyUpstream, modelID: String)
    /// What the policy denies: an address that nobody can have (RFC 2606), so that nothing leaves.
    case denied(by: [String])
  }

  struct Fallback: Hashable, Sendable {
    let group: String
    let others: [String]
  }

  /// Why there is none; one sentence, lower case, no full stop.
  package enum Fault: Error, Hashable, Sendable {
    case tooManyClasses(Int)
    /// No backend can stand behind a proxy, or the policy denies a task of no class.
    case nothing(losses: [String])
  }

  /// Every set of classes is a tag of its own.
  package static let maximumClasses = 8
  /// LiteLLM tries so many after the first (`ROUTER_MAX_FALLBACKS`).
  static let maximumFallbacks = 5

  /// Of the backends with these names, of all when there are none.
  package init(of policy: Policy, backends names: [String] = []) throws(Fault) {
    guard policy.classes.count <= Self.maximumClasses else {
      throw .tooManyClasses(policy.classes.count)
    }
    var losses: [String] = []
    var upstreams: [ProxyUpstream] = []
    let wanted = Set((policy.routes.flatMap(\.targets) + policy.defaultTargets).map(\.backend))
    for backend in policy.backends where names.isEmpty || names.contains(backend.name) {
      do throws(ProxyUpstream.Obstacle) {
        let upstream = try ProxyUpstream(backend)
        upstreams.append(upstream)
      } catch {
        // The proxy itself is not missed behind it, nor what no rule names.
        let isMissed = wanted.contains(backend.name) && !backend.sendsTags
        if isMissed || names.contains(backend.name) {
          losses.append("backend `\(backend.name)` is left out: \(error.reason)")
        }
      }
    }
    let routing = ProxyRouting(of: policy, upstreams: upstreams)
    let used = upstreams.filter { upstream in
      routing.cases.contains { $0.targets.contains { $0.backend.name == upstream.backend.name } }
    }
    for upstream in used {
      losses += upstream.losses.map { "backend `\(upstream.backend.name)`: \($0)" }
    }
    losses += policy.lossesBehindProxy
    guard let usual = routing.cases.first, !usual.targets.isEmpty else {
      throw .nothing(losses: losses)
    }
    let builder = Builder(cases: routing.cases, upstreams: upstreams, policy: policy)
    deployments = builder.deployments
    fallbacks = builder.fallbacks
    digest = policy.digest
    isUsed = policy.backends.contains(where: \.sendsTags)
    if routing.cases.contains(where: { $0.targets.count > Self.maximumFallbacks + 1 }) {
      losses.append(
        "a task has more than \(Self.maximumFallbacks + 1) targets: the last are left out"
      )
    }
    for denied in routing.cases where denied.targets.isEmpty && denied.classes.count == 1 {
      losses.append("class `\(denied.tag)` is denied by the policy, and so by the proxy")
    }
    self.losses = losses
  }
}

extension ProxyConfiguration {
  /// Puts together the groups: the client's names, and for each what is asked next.
  fileprivate struct Builder {
    let cases: [ProxyRouting.Case]
    let upstreams: [ProxyUpstream]
    /// The client's names for its models without those that ask for an id twice.
    let slots: [Backend.Model]

    init(cases: [ProxyRouting.Case], upstreams: [ProxyUpstream], policy: Policy) {
      self.cases = cases
      self.upstreams = upstreams
      let asked = policy.backends.first(where: \.sendsTags)?.models ?? Backend.nativeModels
      var slots: [Backend.Model] = []
      for name in Backend.familySlots {
        if let slot = asked.first(where: { $0.name == name }),
          !slots.contains(where: { $0.id == slot.id })
        {
          slots.append(slot)
        }
      }
      self.slots = slots
    }

    var deployments: [Deployment] {
      slots.flatMap { slot in (0..<depth(of: slot)).flatMap { deployments(of: slot, at: $0) } }
    }

    var fallbacks: [Fallback] {
      slots.compactMap { slot in
        let others = (1..<depth(of: slot)).map { group(slot, $0) }
        return others.isEmpty ? nil : Fallback(group: slot.id, others: others)
      }
    }

    /// How many groups there are for a name of the client: up to the last that says something new.
    private func depth(of slot: Backend.Model) -> Int {
      var depth = min(
        cases.map(\.targets.count).max() ?? 1,
        ProxyConfiguration.maximumFallbacks + 1
      )
      while depth > 1,
        cases.allSatisfy({ content(of: $0, slot, depth - 1) == content(of: $0, slot, depth - 2) })
      {
        depth -= 1
      }
      return max(depth, 1)
    }

    private func group(_ slot: Backend.Model, _ place: Int) -> String {
      place == 0 ? slot.id : "\(slot.id)-fallback-\(place)"
    }

    private func deployments(of slot: Backend.Model, at place: Int) -> [Deployment] {
      let usual = content(of: cases[0], slot, place)
      var contents: [(content: Content, tags: [String])] = []
      for item in cases {
        let content = content(of: item, slot, place)
        // A tag that is not listed gets what no class gets; where the client begins, single classes
        // are told all the same.
        let isTold = place == 0 ? item.classes.count < 2 : item.classes.isEmpty
        guard isTold || content != usual else { continue }
        if let known = contents.firstIndex(where: { $0.content == content }) {
          contents[known].tags.append(item.tag)
        } else {
          contents.append((content, [item.tag]))
        }
      }
      return contents.map {
        Deployment(group: group(slot, place), content: $0.content, tags: $0.tags)
      }
    }

    /// A set with fewer targets keeps its last: an unlisted tag would get what no class gets.
    private func content(of item: ProxyRouting.Case, _ slot: Backend.Model, _ place: Int) -> Content
    {
      guard !item.targets.isEmpty else { return .denied(by: item.constraints) }
      let target = item.targets[min(place, item.targets.count - 1)]
      let permitted = item.permittedModels[target.backend.name] ?? []
      guard let id = target.proxiedID(of: slot.name, permitted: permitted),
        let upstream = upstreams.first(where: { $0.backend.name == target.backend.name })
      else { return .denied(by: []) }
      return .upstream(upstream, modelID: id)
    }
  }
}
