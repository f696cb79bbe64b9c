import ClaudeClient
import JSONTree
import RouteEngine
import Testing

/// The status line of a launched session and the user's own.
@Suite struct `A status line` {
  private static let command = StatusLineCommand(program: "/it's/claude-route", dollars: .plan)

  private func overlay(
    _ given: JSONNode? = nil,
    with command: StatusLineCommand? = command
  ) throws -> JSONNode? {
    try SettingsOverlay(
      plan: Sample.login(),
      user: nil,
      given: given,
      environment: AmbientEnvironment(),
      statusLine: command
    )
    .document["statusLine"]
  }

  @Test func `is this program, quoted for a shell`() throws {
    let expected: JSONNode = [
      "type": "command",
      "command": #"'/it'\''s/claude-route' statusline --with-own --dollars plan"#,
    ]
    #expect(try overlay() == expected)
    #expect(try overlay(with: nil) == nil)
  }

  @Test func `runs what the user's --settings has, and keeps its other keys`() throws {
    let given: JSONNode = [
      "statusLine": ["padding": 2, "type": "command", "command": "my 'line' $HOME"]
    ]
    let ours =
      #"'/it'\''s/claude-route' statusline --with-own --dollars plan "#
      + #"'--own=my '\''line'\'' $HOME'"#
    let expected: JSONNode = ["padding": 2, "type": "command", "command": .string(ours)]
    #expect(try overlay(given) == expected)
    // Where ours is not wanted, theirs stays as it is.
    #expect(try overlay(given, with: nil) == given["statusLine"])
  }

  @Test func `knows which settings files the client reads`() {
    let command = StatusLineCommand(program: "/p", dollars: .billed, sources: "user, local")
    #expect(
      command.text(with: nil)
        == "'/p' statusline --with-own --dollars billed '--sources=user, local'"
    )
  }

  // MARK: The user's own

  private func layer(_ kind: SettingsLayer.Kind, _ command: String) -> SettingsLayer {
    SettingsLayer(
      kind: kind,
      path: "\(kind)",
      root: ["statusLine": ["type": "command", "command": .string(command)]]
    )
  }

  @Test func `of the user is that of the strongest file`() {
    let layers = [
      layer(.managed, "m"), layer(.user, "u"), layer(.project, "p"), layer(.local, "l"),
      layer(.local, "l2"),
    ]
    func own(_ sources: String? = nil, _ count: Int = 5) -> String? {
      OwnStatusLine.command(in: Array(layers.prefix(count)), sources: sources)
    }
    #expect(own() == "l")
    #expect(own(nil, 3) == "p")
    #expect(own(nil, 2) == "u")
    #expect(own(nil, 1) == nil)
    #expect(own("user, project") == "p")
    #expect(own("user") == "u")
    #expect(own("") == nil)
  }

  private static let unusable: [JSONNode] = [
    [:], ["statusLine": "x"], ["statusLine": ["command": "x"]], ["statusLine": .null],
    ["statusLine": ["type": "command", "command": ""]],
    ["statusLine": ["type": "command", "command": 1]],
    ["statusLine": ["type": "other", "command": "x"]],
  ]

  @Test(arguments: unusable)
  func `of the user is none where the client would run none`(document: JSONNode) {
    #expect(OwnStatusLine.command(in: document) == nil)
  }

  // MARK: What the client says

  @Test func `takes from the client what it can use`() throws {
    let text = #"""
      {"model": {"id": "claude-haiku-5-5", "display_name": "Haiku"},
       "workspace": {"project_dir": "/home/x"},
       "cost": {"total_cost_usd": 3.1e-2}, "context_window": {"total_input_tokens": 41000}}
      """#
    let input = StatusLineInput(try JSONNode(parsing: Array(text.utf8)))
    #expect(input.modelID == "claude-haiku-5-5")
    #expect(input.dollars == 0.031)
    #expect(input.contextTokens == 41_000)
    #expect(input.projectFolder == "/home/x")
  }

  @Test(arguments: [
    "null", "1", "[]", "{}", #"{"model": 1, "cost": 2, "context_window": 3, "workspace": 4}"#,
    #"{"model": {"id": 1}, "cost": {"total_cost_usd": "1"}, "workspace": {"project_dir": "x"}}"#,
    #"{"model": {"id": ""}, "cost": {"total_cost_usd": -1}}"#,
    #"{"cost": {"total_cost_usd": 1e999}, "context_window": {"total_input_tokens": 1e99}}"#,
  ])
  func `knows nothing of what cannot be`(text: String) throws {
    #expect(StatusLineInput(try JSONNode(parsing: Array(text.utf8))) == .empty)
  }
}
