import BuiltInPolicy
import Diagnostics
import PolicyLoader
import Rendering
import RouteEngine
import TestSupport
import Testing

/// Every mistake of a file in one run, as people see it.
@Suite struct `Broken policies` {
  @Test(arguments: try Golden.cases(in: "Fixtures"))
  func `are reported whole`(_ golden: Golden) throws {
    let file = PolicyFile(layer: .user, name: golden.name, bytes: try golden.bytes())
    let builtIn = PolicyFile(layer: .builtIn, name: BuiltInPolicy.name, bytes: BuiltInPolicy.bytes)
    let assembly = PolicyAssembly(of: [file, builtIn])
    #expect(assembly.policy == nil)
    let sources = [SourceFile(name: file.name, bytes: file.bytes)]
    let text = DiagnosticText(assembly.diagnostics, sources: sources)
    let report = "\(text.text)\(text.countLine)\n"
    #expect(report == (try golden.expected(recording: report)))
  }

  @Test func `full of mistakes are cut short, and say so`() {
    let keys = (1...300).map { "k\($0): 1\n" }.joined()
    let file = PolicyFile(layer: .user, name: "p.yaml", bytes: Array("version: 1\n\(keys)".utf8))
    let builtIn = PolicyFile(layer: .builtIn, name: BuiltInPolicy.name, bytes: BuiltInPolicy.bytes)
    let assembly = PolicyAssembly(of: [file, builtIn])
    #expect(assembly.policy == nil)
    #expect(assembly.diagnostics.count == 201)
    #expect(assembly.diagnostics.last?.message == "100 more mistakes in `p.yaml`")
  }
}
