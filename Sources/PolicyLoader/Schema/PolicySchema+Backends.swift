internal import JSONTree
internal import RouteEngine

extension PolicySchema {
  var backend: Shape {
    Shape.section(PolicyKey.Backend.self) { value(of: $0) }
      .with("allOf", .array(backendRules.map(\.node)))
  }

  private func value(of key: PolicyKey.Backend) -> Shape {
    switch key {
    case .preset:
      .oneOf(recipes.map(\.name))
        .described("The recipe that gives every key that is not given here.")
    case .kind: .word(of: Backend.Kind.self).described("What is spoken there, and to whom.")
    case .trust:
      .word(of: Backend.Trust.self)
        .described("Less trust than kind and address have; without it, theirs.")
    case .baseURL:
      .string(matching: TextPattern.baseURL)
        .described("The address, `https://`, without `/v1` at its end: the client adds it.")
    case .credential:
      .oneOrList(of: Self.credential, atLeast: 1)
        .described(
          "Where the credential is, never the credential itself; of a list the first present."
        )
    case .auth:
      .word(of: Backend.CredentialHeader.self)
        .described("The header that carries the credential: `Authorization` or `x-api-key`.")
    case .region: Self.place.described("The cloud's region; without it, the environment's.")
    case .profile: Self.place.described("The AWS profile.")
    case .project: Self.place.described("The cloud's project or resource.")
    case .models:
      .mapping(
        of: .text(matching: TextPattern.modelID),
        namesMatching: TextPattern.modelName
      )
      .described("Ids of models by name: `opus`, `sonnet`, `haiku`, `fable` and names of your own.")
    case .traits:
      Self.traits { .word(of: $0) }.described(
        "What works there, and how well, whatever is measured."
      )
    case .assumedTraits:
      Self.traits { .word(of: $0) }
        .described("What is taken to work there, and how well, until a probe has measured it.")
    case .headers:
      .mapping(of: Self.referencedText, namesMatching: TextPattern.header)
        .described("Headers of every request: one line each, or `env:NAME`.")
    case .env: Self.environment.described("Variables of the client, of a closed list.")
    case .tags:
      .boolean.described("Whether requests carry the task's classes, for a LiteLLM proxy.")
    case .timeout:
      .integer(in: LayerReader.timeouts)
        .described("How long an answer may take, in milliseconds.")
    case .compatibility:
      .oneOrList(of: .word(of: Backend.Compatibility.self))
        .described("What the client leaves out because it is not understood there.")
    case .skipAuth: .boolean.described("Whether a proxy adds the credential.")
    case .plainHTTP: .boolean.described("Whether `http://` to another machine is meant.")
    case .billing: .word(of: Backend.Billing.self).described("How use is paid for.")
    case .price: Self.price.described("What it costs, compared with the list price.")
    case .repositoryMayChoose:
      .word(of: Backend.RepositoryChoice.self)
        .described("Whether a repository's policy may send tasks here.")
    }
  }

  // MARK: Values

  private static let place = Shape.text(matching: TextPattern.place)
  private static let referencedText = Shape.text(matching: TextPattern.referencedText)

  private static var environment: Shape {
    Shape([
      "type": "object",
      "properties": .object(
        Backend.settableVariables.map { name in
          let value = referencedText.described("The variable's value, or `env:NAME`.")
          return JSONMember(key: name, value: value.node)
        }
      ),
      "additionalProperties": false,
    ])
  }

  private static var price: Shape {
    .section(PolicyKey.Price.self) { key in
      switch key {
      case .multiplier:
        .positiveNumber(upTo: LayerReader.maximumAmount)
          .described("What a list price is multiplied by here.")
      }
    }
  }

  private static var credential: Shape {
    .any([
      .word(of: CredentialWord.self),
      .string(matching: TextPattern.environmentCredential),
      .string(matching: TextPattern.fileCredential),
      .string(matching: TextPattern.keychainCredential),
      commandCredential,
    ])
  }

  private static var commandCredential: Shape {
    .section(PolicyKey.Credential.self, required: [.command]) { key in
      switch key {
      case .command:
        Shape([
          "type": "array",
          "items": [Shape.text(matching: TextPattern.program).node],
          "additionalItems": Shape.text.node,
          "minItems": 1,
        ])
        .described("A program, from `/` or `~/` or found in `PATH`, and its arguments; no shell.")
      }
    }
  }
}
