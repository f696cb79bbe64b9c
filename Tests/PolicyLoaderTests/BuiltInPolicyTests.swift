import BuiltInPolicy
import PolicyLoader
import RouteEngine
import Testing

@Suite struct `The built-in policy` {
  @Test func `loads without a finding`() {
    let assembly = BuiltIn.assembly()
    #expect(assembly.diagnostics == [])
    #expect(assembly.policy != nil)
  }

  @Test func `has the classes, labels and backends of the reference`() throws {
    let policy = try BuiltIn.policy()
    #expect(
      policy.classes.map { "\($0.name) \($0.isProtective)" } == [
        "bulk false", "extended-thinking true", "multi-agent true", "production true",
        "prototyping false",
      ]
    )
    #expect(policy.knownLabels == ["cost-sensitive", "compliance-aws", "compliance-gcp"])
    #expect(
      policy.backends.map { "\($0.name) \($0.trust.rawValue) \($0.credentials.map(\.text))" } == [
        #"anthropic first-party ["login", "env:ANTHROPIC_API_KEY"]"#,
        #"bedrock cloud ["env:AWS_BEARER_TOKEN_BEDROCK", "aws"]"#,
        #"openrouter third-party ["env:OPENROUTER_API_KEY"]"#,
        #"vertex cloud ["google"]"#,
      ]
    )
    #expect(policy.backend(named: "openrouter")?.baseURL?.text == "https://openrouter.ai/api")
  }

  @Test func `carries the digest of its bytes`() throws {
    let policy = try BuiltIn.policy()
    #expect(
      policy.layers == [
        Policy.LayerFile(
          layer: .builtIn,
          file: "built-in",
          name: "built-in",
          digest: SHA256.hexDigest(of: BuiltInPolicy.bytes)
        )
      ]
    )
  }

  @Test func `gives every rule a reason`() throws {
    #expect(try BuiltIn.policy().constraints.filter { $0.reason == nil } == [])
  }
}

/// The policy that is compiled in, with or without files in front of it.
enum BuiltIn {
  static func assembly(behind files: [PolicyFile] = []) -> PolicyAssembly {
    PolicyAssembly(
      of: files + [
        PolicyFile(layer: .builtIn, name: BuiltInPolicy.name, bytes: BuiltInPolicy.bytes)
      ]
    )
  }

  private static let loaded = assembly().policy

  static func policy() throws -> Policy {
    try #require(loaded)
  }

  /// A user's file in front of the built-in policy.
  static func policy(behind yaml: String) throws -> Policy {
    let file = PolicyFile(layer: .user, name: "user.yaml", bytes: Array(yaml.utf8))
    let assembly = assembly(behind: [file])
    #expect(assembly.diagnostics == [])
    return try #require(assembly.policy)
  }
}
