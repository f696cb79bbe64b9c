/// A model of a backend, as a probe tells one from another.
struct MeasuredModel: Hashable, Comparable {
  let backend: String
  /// As the policy writes it, without the geography that a region adds; absent for the client's own
  /// default.
  let id: String?

  init(_ target: Target, on backend: Backend) {
    self.backend = backend.name
    id = backend.writtenID(of: target.model)
  }

  var text: String { "\(backend)/\(id ?? "default")" }

  static func < (left: MeasuredModel, right: MeasuredModel) -> Bool { left.text < right.text }

  /// How a test calls it: by its name where that means the same in all policies, else by its id.
  func place(in policies: [Policy]) -> SupposedTraits.Place {
    guard let id else { return SupposedTraits.Place(backend: backend, model: "default") }
    let names = policies.compactMap { $0.backend(named: backend) }
      .map { backend in backend.models.first { $0.id == id }?.name }
    guard case .some(.some(let name)) = names.first, Set(names).count == 1 else {
      return SupposedTraits.Place(backend: backend, model: id)
    }
    return SupposedTraits.Place(backend: backend, model: name)
  }
}
