import Diagnostics
import PolicyLoader
import RouteEngine
import Testing

/// What `built-in:` leaves of the policy below.
@Suite struct `What is left of the built-in policy` {
  /// Routes, classes and constraints that are left, and whether its default is.
  private func left(_ layers: [(Layer, String)]) throws -> [String] {
    let assembly = Authority.assembly(layers)
    #expect(assembly.diagnostics == [])
    let policy = try #require(assembly.policy)
    return policy.routes.filter { $0.origin.layer == .builtIn }.map(\.name)
      + policy.classes.filter { $0.origins.contains { $0.layer == .builtIn } }.map(\.name)
      + policy.constraints.filter { $0.origin.layer == .builtIn }.map(\.name)
      + (policy.defaultOrigin?.layer == .builtIn ? ["default"] : [])
  }

  private static let whole = ["mechanical", "bulk", "serious", "kept", "toys", "default"]

  static let cases: [(String, [(Layer, String)], [String])] = [
    ("is whole unless somebody says otherwise", [(.user, "")], whole),
    ("is whole when that is said", [(.user, "built-in: true")], whole),
    ("goes when the user drops it", [(.user, "built-in: false\ndefault: [native/default]")], []),
    (
      "keeps its classes on request",
      [(.user, "built-in: classes\ndefault: [native/default]")],
      ["bulk", "serious"]
    ),
    (
      "loses single constraints",
      [(.user, "built-in: {without: [toys]}")],
      ["mechanical", "bulk", "serious", "kept", "default"]
    ),
    (
      "keeps constraints and their classes for a managed file that leans on them",
      [(.user, "built-in: false\ndefault: [native/default]"), (.managed, "labels: [lifted]")],
      ["bulk", "serious", "kept", "toys"]
    ),
    (
      "keeps single constraints for a managed file",
      [(.user, "built-in: {without: [toys]}"), (.managed, "labels: [lifted]")],
      whole
    ),
    (
      "goes when the managed file drops it",
      [(.user, ""), (.managed, "built-in: false\ndefault: [native/default]")],
      []
    ),
    (
      "keeps its constraints for a user who asks for them",
      [(.user, "built-in: true"), (.managed, "built-in: false\ndefault: [native/default]")],
      ["bulk", "serious", "kept", "toys"]
    ),
  ]

  @Test(arguments: cases)
  func `stays as far as it is wanted`(
    what: String,
    layers: [(Layer, String)],
    expected: [String]
  ) throws {
    #expect(try left(layers) == expected, "\(what)")
  }

  @Test func `names what single constraints were dropped`() throws {
    let policy = try #require(
      Authority.assembly([(.user, "built-in: {without: [toys]}")]).policy
    )
    #expect(policy.droppedConstraints.map(\.constraint.name) == ["toys"])
    #expect(policy.droppedConstraints.map(\.origin.label) == ["user:2"])
  }
}
