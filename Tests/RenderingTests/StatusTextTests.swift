import HealthCheck
import Rendering
import RouteEngine
import Testing

/// What `status` prints, for people and for programs.
@Suite struct `A shell's status` {
  private static let route = ShellRoute(
    classes: "bulk,prototyping",
    backend: "openrouter",
    model: "haiku",
    launched: nil
  )

  private static func status(
    _ credential: PlainDestination.Credential,
    route: ShellRoute? = nil,
    source: String? = nil,
    leaks: Bool = false
  ) -> ShellStatus {
    ShellStatus(
      route: route,
      isSession: route != nil,
      plain: PlainDestination(
        endpoint: .init("https://gate.example", place: "~/.claude/settings.json:4"),
        credential: credential,
        model: route == nil ? nil : .init("opus")
      ),
      source: source,
      leaksLogin: leaks,
      warnings: leaks ? ["settings.json holds no JSON"] : []
    )
  }

  @Test(
    arguments: [
      (.variables([.init("A"), .init("B", place: "f:1")]), "A and B (f:1)"),
      (.helper(.init("apiKeyHelper", place: "f")), "what apiKeyHelper (f) prints"),
      (.login, "your login"),
      (.loginBeside(.init("ANTHROPIC_API_KEY")), "your login, under `-p` ANTHROPIC_API_KEY"),
      (.cloud("AWS"), "the credentials of AWS"),
      (.unfound, "no login yet, the client will ask"),
    ] as [(PlainDestination.Credential, String)]
  )
  func `says what pays`(credential: PlainDestination.Credential, words: String) {
    #expect(
      StatusText(Self.status(credential)).text == """
        this shell  not routed
        plain `claude` here goes to  https://gate.example (~/.claude/settings.json:4)  with  \(words), your default model

        """
    )
  }

  @Test func `says the route of a session, and what is wrong`() {
    let routed = Self.status(.variables([.init("A")]), route: Self.route, source: "KEY")
    #expect(
      StatusText(routed).text == """
        this session  bulk,prototyping → openrouter/haiku (eval)
        plain `claude` here goes to  https://gate.example (~/.claude/settings.json:4)  with  KEY, model opus

        """
    )
    #expect(
      StatusText(Self.status(.login, leaks: true)).text == """
        this shell  not routed
        plain `claude` here goes to  https://gate.example (~/.claude/settings.json:4)  with  your login, your default model
        error: that is your saved login at a foreign address: claude-route doctor
        warning: settings.json holds no JSON; what it says is left out here

        """
    )
    #expect(
      StatusText(Self.status(.withheld)).text == """
        this shell  not routed
        plain `claude` here says that it is not logged in, and sends nothing

        """
    )
  }

  @Test func `is a document for programs`() {
    let status = Self.status(.loginBeside(.init("ANTHROPIC_API_KEY")), route: Self.route)
    #expect(
      StatusJSON(status).text == """
        {
          "schema": 1,
          "in_session": true,
          "route": {
            "classes": [
              "bulk",
              "prototyping"
            ],
            "backend": "openrouter",
            "model": "haiku",
            "way": "eval"
          },
          "plain_client": {
            "endpoint": "https://gate.example",
            "endpoint_from": "~/.claude/settings.json:4",
            "credential": [
              "login",
              "ANTHROPIC_API_KEY"
            ],
            "credential_source": null,
            "model": "opus",
            "model_from": null
          },
          "warnings": []
        }

        """
    )
  }
}
