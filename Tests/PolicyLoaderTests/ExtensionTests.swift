import Diagnostics
import PolicyLoader
import RouteEngine
import Testing

/// Files that a policy extends.
@Suite struct `Extended files` {
  /// The whole policy that results, or the findings.
  private func assembly(
    _ yaml: String,
    _ files: [String: String],
    inWorkTree: Bool = false
  ) -> PolicyAssembly {
    PolicyAssembly(
      of: [
        PolicyFile(layer: .user, name: "main.yaml", bytes: Array("version: 1\n\(yaml)".utf8)),
        PolicyFile(layer: .builtIn, name: "built-in", bytes: Array(Authority.base.utf8)),
      ],
      extended: { extended in
        guard let text = files[extended.path] else { return .fault("cannot be read: not there") }
        return .found(
          name: extended.path,
          bytes: Array("version: 1\n\(text)".utf8),
          isInWorkTree: inWorkTree
        )
      }
    )
  }

  private func findings(_ assembly: PolicyAssembly) -> [String] {
    assembly.diagnostics.map { diagnostic in
      let place = diagnostic.place.map { "\($0.file):\($0.range.start.line)" } ?? "nowhere"
      return "\(place): \(diagnostic.id): \(diagnostic.message)"
    }
  }

  @Test func `stand behind the file that names them, depth first`() throws {
    let assembly = assembly(
      "extends: [a, {path: b}]\nroutes: [{name: main, to: [gate/opus]}]",
      [
        "a": "extends: c\nroutes: [{name: a, to: [gate/opus]}]",
        "b": "routes: [{name: b, to: [gate/opus]}]\ndefault: [gate/sonnet]",
        "c": "routes: [{name: c, to: [gate/opus]}]",
      ]
    )
    #expect(assembly.diagnostics == [])
    let policy = try #require(assembly.policy)
    #expect(policy.routes.map(\.name) == ["main", "a", "c", "b", "mechanical"])
    #expect(policy.layers.map(\.file) == ["main.yaml", "a", "c", "b", "built-in"])
    #expect(assembly.files.map(\.name) == ["main.yaml", "a", "c", "b", "built-in"])
    #expect(policy.layers.map(\.layer) == [.user, .user, .user, .user, .builtIn])
    #expect(policy.defaultTargets.map(\.text) == ["gate/sonnet"])
  }

  @Test func `are read once, whoever names them`() throws {
    let policy = try #require(
      assembly("extends: [a, b]", ["a": "extends: b", "b": "labels: [lifted]"]).policy
    )
    #expect(policy.layers.map(\.file) == ["main.yaml", "a", "b", "built-in"])
  }

  @Test func `go in no circle`() {
    let found = assembly("extends: a", ["a": "extends: b", "b": "\nextends: a"])
    #expect(found.policy == nil)
    #expect(
      findings(found) == ["b:3: extends: the extended file `a` extends itself in a circle"]
    )
  }

  @Test func `are at most sixteen`() {
    var files: [String: String] = [:]
    for number in 1...17 {
      files["f\(number)"] = "extends: f\(number + 1)"
    }
    let found = assembly("extends: f1", files)
    #expect(
      findings(found) == [
        "f16:2: extends: the extended file `f17` is one of more than 16 extended files"
      ]
    )
  }

  @Test func `that are missing leave no policy, and no name is called unknown`() {
    let found = assembly("extends: gone\ndefault: [theirs/opus]", [:])
    #expect(found.policy == nil)
    #expect(
      findings(found) == [
        "main.yaml:2: extends: the extended file `gone` cannot be read: not there"
      ]
    )
  }

  private static let empty = "version: 1\n"

  @Test func `carry their digest in a work tree`() throws {
    let digest = SHA256.hexDigest(of: Array(Self.empty.utf8))
    let bare = assembly("extends: a", ["a": ""], inWorkTree: true)
    #expect(
      findings(bare) == [
        "main.yaml:2: extends: the extended file `a` lies in a git work tree, where a pull could change it unseen"
      ]
    )
    #expect(
      bare.diagnostics.first?.help == "fix what you have read: `{path: a, sha256: \(digest)}`"
    )
    let fixed = assembly("extends: {path: a, sha256: \(digest)}", ["a": ""], inWorkTree: true)
    #expect(fixed.diagnostics == [])
    let changed = assembly("extends: {path: a, sha256: \(digest)}", ["a": "labels: []"])
    #expect(
      findings(changed) == [
        "main.yaml:2: extends: the extended file `a` has changed since its digest was written down"
      ]
    )
  }
}
