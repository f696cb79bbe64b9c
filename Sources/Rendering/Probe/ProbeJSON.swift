package import BackendProbe
internal import JSONTree
package import RouteEngine

/// The same as a document.
package struct ProbeJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  /// The record as it is kept, and what a policy may ask of it.
  package init(_ profile: BackendProfile, staleness: Measurement.Staleness?) {
    let measurement = profile.measurement(staleness, at: profile.time)
    let traits = Backend.Trait.allCases.compactMap { trait in
      measurement.grade(of: trait).map {
        JSONMember(key: trait.rawValue, value: .string($0.rawValue))
      }
    }
    let more = [
      JSONMember(key: "traits", value: .object(traits)),
      JSONMember(key: "stale", value: staleness.map { .string($0.words) } ?? .null),
    ]
    text = JSONNode.object((profile.json.members ?? []) + more).prettyText + "\n"
  }
}
