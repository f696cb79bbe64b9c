import Diagnostics
import PolicyLoader
import RouteEngine
import Testing

/// The key `measured` of a policy's tests.
@Suite struct `What a test takes to be measured` {
  private static func assembly(_ measured: String) -> PolicyAssembly {
    let text = """
      version: 1
      backends:
        gate:
          kind: gateway
          base-url: https://gate.example
          credential: none
          models: {opus: a/b:free, sonnet: s, haiku: h, fable: f}
      default: [gate/opus]
      tests:
        - name: one
          measured: \(measured)
          expect: gate

      """
    return PolicyAssembly(of: [
      PolicyFile(layer: .user, name: "policy.yaml", bytes: Array(text.utf8))
    ])
  }

  @Test func `is told of backends and of their models, by name or id`() throws {
    let text =
      "{gate: {tools: good}, gate/haiku: {thinking: broken}, \"gate/a/b:free\": {tools: unknown}}"
    let policy = try #require(Self.assembly(text).policy)
    #expect(
      policy.tests.map(\.measured) == [
        SupposedTraits([
          ("gate", [.tools: .good]), ("gate/haiku", [.thinking: .broken]),
          ("gate/a/b:free", [.tools: .unknown]),
        ])
      ]
    )
  }

  @Test(arguments: [
    ("[gate]", "`measured` of test `one` takes a mapping of backends to traits, not a list"),
    ("{gaet: {tools: good}}", "unknown backend `gaet` in `measured`"),
    ("{gate/huge: {tools: good}}", "unknown model `huge` in backend `gate`, `measured`"),
    ("{gate: {tool: good}}", "unknown key `tool` in `measured` of test `one`"),
    ("{gate: {tools: great}}", "unknown tools `great`"),
  ])
  func `is of things that there are`(measured: String, message: String) {
    let assembly = Self.assembly(measured)
    #expect(assembly.policy == nil)
    #expect(assembly.diagnostics.map(\.message) == [message])
  }
}
