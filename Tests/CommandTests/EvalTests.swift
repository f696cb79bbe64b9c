import Foundation
import Testing

/// What a shell exports after `eval "$(claude-route …)"`.
@Suite struct `The evaluated environment` {
  private let box: Sandbox
  private let digest: String

  init() throws {
    box = try Sandbox()
    digest = "sha256:\(try BuiltIn(box).digest.prefix(12))"
  }

  @Test func `of a bulk task with a key is the gateway's`() throws {
    let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
    let added = ClosedList.hostile().merging(key) { $1 }
    let environment = try #require(try box.evaluated(["--task", "license headers"], added))
    let expected = gateway(token: "sk-or-canary").merging(box.environment(key)) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test func `of a bulk task without a key is native, small and paid by the login`() throws {
    try box.saveLogin()
    // A login in a variable is another way to be held; see the next test.
    let added = ClosedList.hostile(without: [ClosedList.login])
    let environment = try #require(try box.evaluated(["--task", "license headers"], added))
    let expected = nativeHaiku.merging(box.environment()) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test func `of a login in a variable keeps it, and no settings file can add to it`() throws {
    let environment = try #require(
      try box.evaluated(["--task", "license headers"], ClosedList.hostile())
    )
    let expected =
      nativeHaiku
      .merging([
        ClosedList.login: "hostile-\(ClosedList.login)",
        "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1",
      ]) { $1 }
      .merging(box.environment()) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test func `without a login is paid by the key`() throws {
    var added = ClosedList.hostile(without: [ClosedList.login, "ANTHROPIC_BASE_URL"])
    // `0` counts as unset.
    for name in ClosedList.switches { added[name] = "0" }
    added["ANTHROPIC_API_KEY"] = "sk-ant-canary"
    let environment = try #require(try box.evaluated(["--task", "license headers"], added))
    let expected =
      nativeHaiku
      .merging([
        "ANTHROPIC_API_KEY": "sk-ant-canary",
        "ANTHROPIC_DEFAULT_OPUS_MODEL": "claude-opus-5-5",
        "ANTHROPIC_DEFAULT_SONNET_MODEL": "claude-sonnet-5-5",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL": "claude-haiku-5-5",
        "ANTHROPIC_DEFAULT_FABLE_MODEL": "claude-fable-5-2",
        "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1",
      ]) { $1 }
      .merging(box.environment()) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test(arguments: [
    [:],
    ["OPENROUTER_API_KEY": "sk-or-canary"],
    ["AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"],
    ["GOOGLE_CLOUD_PROJECT": "p", "OPENROUTER_API_KEY": "sk-or-canary"],
  ])
  func `of serious work is native, whatever keys are set`(keys: [String: String]) throws {
    try box.saveLogin()
    let added = ClosedList.hostile(without: [ClosedList.login]).merging(keys) { $1 }
    let task = "fix the race in the payment worker, then deploy to production"
    let environment = try #require(try box.evaluated(["--task", task], added))
    let expected = [
      "CLAUDE_ROUTE_CLASS": "extended-thinking,production",
      "CLAUDE_ROUTE_BACKEND": "anthropic",
      "CLAUDE_ROUTE_MODEL": "default",
      "CLAUDE_ROUTE_POLICY": digest,
      "OTEL_RESOURCE_ATTRIBUTES":
        "route.class=extended-thinking%2Cproduction,route.backend=anthropic,route.model=default",
    ].merging(box.environment(keys)) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test func `of work that goes through AWS is Bedrock's in its region`() throws {
    let cloud = [
      "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
    ]
    let added = ClosedList.hostile(without: ["AWS_BEARER_TOKEN_BEDROCK"]).merging(cloud) { $1 }
    let words = ["--label", "compliance-aws", "--task", "license headers"]
    let environment = try #require(try box.evaluated(words, added))
    let haiku = "eu.anthropic.claude-haiku-4-5-20251001-v1:0"
    let expected =
      held("bulk", "bedrock", "haiku")
      .merging([
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "ANTHROPIC_MODEL": haiku,
        "ANTHROPIC_DEFAULT_OPUS_MODEL": "eu.anthropic.claude-opus-5-5",
        "ANTHROPIC_DEFAULT_SONNET_MODEL": "eu.anthropic.claude-sonnet-5-5",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL": haiku,
        "ANTHROPIC_DEFAULT_FABLE_MODEL": "eu.anthropic.claude-opus-5-5",
        "CLAUDE_CODE_EFFORT_LEVEL": "low",
        // Host-managed, the client would turn them on.
        "DISABLE_TELEMETRY": "1",
        "DISABLE_ERROR_REPORTING": "1",
      ]) { $1 }
      .merging(box.environment(cloud)) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test func `of work that goes through Google Cloud is Vertex's in its project`() throws {
    let file = try box.write("{}", to: "home/google.json")
    let cloud = ["GOOGLE_CLOUD_PROJECT": "acme", "GOOGLE_APPLICATION_CREDENTIALS": file]
    let added = ClosedList.hostile(without: ["CLOUD_ML_REGION", "ANTHROPIC_VERTEX_PROJECT_ID"])
      .merging(cloud) { $1 }
      .merging(["CLOUD_ML_REGION": "europe-west1"]) { $1 }
    let words = ["--label", "compliance-gcp", "--task", "fix the race"]
    let environment = try #require(try box.evaluated(words, added))
    let expected =
      held("extended-thinking", "vertex", "opus")
      .merging([
        "CLAUDE_CODE_USE_VERTEX": "1",
        "CLOUD_ML_REGION": "europe-west1",
        "ANTHROPIC_VERTEX_PROJECT_ID": "acme",
        "ANTHROPIC_MODEL": "claude-opus-5-5",
        "ANTHROPIC_DEFAULT_OPUS_MODEL": "claude-opus-5-5",
        "ANTHROPIC_DEFAULT_SONNET_MODEL": "claude-sonnet-5-5",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL": "claude-haiku-4-5@20251001",
        "ANTHROPIC_DEFAULT_FABLE_MODEL": "claude-opus-5-5",
        "DISABLE_TELEMETRY": "1",
        "DISABLE_ERROR_REPORTING": "1",
      ]) { $1 }
      .merging(box.environment(cloud)) { $1 }
    #expect(environment.withoutRecords.text == expected)
  }

  @Test func `of a gateway without a credential has a token that is none`() throws {
    let policy = try box.write(
      """
      version: 1
      backends:
        local:
          kind: gateway
          base-url: http://127.0.0.1:11434
          credential: none
          models: {opus: o, sonnet: s, haiku: h, fable: f}

      """,
      to: "policy.yaml"
    )
    let words = ["--policy", policy, "--backend", "local", "--model", "sonnet"]
    let environment = try #require(try box.evaluated(words, ClosedList.hostile()))
    #expect(environment["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:11434")
    #expect(environment["ANTHROPIC_AUTH_TOKEN"] == "none")
    #expect(environment["ANTHROPIC_API_KEY"] == nil)
    #expect(environment["ANTHROPIC_MODEL"] == "s")
    #expect(environment["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"] == "1")
  }

  @Test func `never has a key in its text`() throws {
    let added = ClosedList.hostile().merging(["OPENROUTER_API_KEY": "sk-or-canary"]) { $1 }
    for words in [
      ["--task", "license headers"], ["--task", "fix the race"], ["--class", "nope"],
    ] {
      let run = try box.run(words, added)
      #expect(!run.output.contains("canary") && !run.output.contains("hostile-"))
      #expect(!run.errors.contains("canary") && !run.errors.contains("hostile-"))
    }
  }

  @Test func `keeps what the shell had in its attributes, in front of the route's`() throws {
    let added = ["OTEL_RESOURCE_ATTRIBUTES": "team=a,route.class=old"]
    let environment = try #require(try box.evaluated([], added))
    #expect(
      environment["OTEL_RESOURCE_ATTRIBUTES"]
        == "team=a,route.backend=anthropic,route.model=default"
    )
  }

  @Test func `routed twice is that of the second route alone`() throws {
    let lines = #"""
      eval "$("$ROUTE" --task "license headers")" && eval "$("$ROUTE" --task "fix the race")" &&
      eval "$("$ROUTE" --task "license headers")" && exec env -0
      """#
    let key = ["OPENROUTER_API_KEY": "sk-or-canary", "ANTHROPIC_API_KEY": "sk-ant-canary"]
    let ended = try box.shell(lines, [], key)
    let environment = Environment(ended.output.split(separator: 0).map(Array.init))
    let expected = gateway(token: "sk-or-canary")
      .merging(box.environment(["OPENROUTER_API_KEY": "sk-or-canary"])) { $1 }
    #expect(environment.withoutShellsOwn.withoutRecords.text == expected)
  }

  @Test func `given back is the one before, byte for byte`() throws {
    let lines = #"""
      eval "$("$ROUTE" --task "license headers")" && eval "$("$ROUTE" --class nope)"
      eval "$("$ROUTE" off)" && exec env -0
      """#
    let added = ClosedList.hostile(without: [ClosedList.newer]).merging([
      "OPENROUTER_API_KEY": "sk-or-canary", "ANTHROPIC_MODEL": "it's \"$(false)\"\n\\ ",
      "OTEL_RESOURCE_ATTRIBUTES": "team=a",
    ]) { $1 }
    let ended = try box.shell(lines, [], added)
    let environment = Environment(ended.output.split(separator: 0).map(Array.init))
    #expect(environment.withoutShellsOwn.text == box.environment(added))
  }

  @Test(arguments: ["--task 'license headers'", "--class no-such-class", "--task 'fix the race'"])
  func `routed again has no region of a model that only a newer client knows`(
    second: String
  ) throws {
    let lines =
      #"eval "$("$ROUTE" --task "license headers")"; eval "$("$ROUTE" \#(second))"; exec env -0"#
    let added = ["OPENROUTER_API_KEY": "sk-or-canary", ClosedList.newer: "us-east5"]
    let ended = try box.shell(lines, [], added)
    let environment = Environment(ended.output.split(separator: 0).map(Array.init))
    #expect(environment[ClosedList.newer] == nil)
    #expect(environment["CLAUDE_ROUTE_SAVED"] == ClosedList.newer)
  }

  /// What every route has that settings files cannot move.
  private func held(_ name: String, _ backend: String, _ model: String) -> [String: String] {
    [
      "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1",
      "CLAUDE_ROUTE_CLASS": name,
      "CLAUDE_ROUTE_BACKEND": backend,
      "CLAUDE_ROUTE_MODEL": model,
      "CLAUDE_ROUTE_POLICY": digest,
      "OTEL_RESOURCE_ATTRIBUTES":
        "route.class=\(name),route.backend=\(backend),route.model=\(model)",
    ]
  }

  private var nativeHaiku: [String: String] {
    [
      "ANTHROPIC_MODEL": "claude-haiku-5-5",
      "CLAUDE_CODE_EFFORT_LEVEL": "low",
      "CLAUDE_ROUTE_CLASS": "bulk",
      "CLAUDE_ROUTE_BACKEND": "anthropic",
      "CLAUDE_ROUTE_MODEL": "haiku",
      "CLAUDE_ROUTE_POLICY": digest,
      "OTEL_RESOURCE_ATTRIBUTES": "route.class=bulk,route.backend=anthropic,route.model=haiku",
    ]
  }

  private func gateway(token: String) -> [String: String] {
    [
      "ANTHROPIC_BASE_URL": "https://openrouter.ai/api",
      "ANTHROPIC_AUTH_TOKEN": token,
      "ANTHROPIC_MODEL": "~anthropic/claude-haiku-latest",
      "ANTHROPIC_DEFAULT_OPUS_MODEL": "~anthropic/claude-opus-latest",
      "ANTHROPIC_DEFAULT_SONNET_MODEL": "~anthropic/claude-sonnet-latest",
      "ANTHROPIC_DEFAULT_HAIKU_MODEL": "~anthropic/claude-haiku-latest",
      "ANTHROPIC_DEFAULT_FABLE_MODEL": "~anthropic/claude-fable-latest",
      "CLAUDE_CODE_EFFORT_LEVEL": "low",
    ].merging(held("bulk", "openrouter", "haiku")) { $1 }
  }
}
