internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

extension LayerReader {
  /// One source or a list of them; what fits the kind when the key is missing.
  mutating func credentials(
    _ section: Section,
    kind: Backend.Kind?,
    hasBaseURL: Bool
  ) -> [CredentialSource] {
    guard let node = section["credential"] else {
      let usual = kind.flatMap { Self.usualCredentials(of: $0, hasBaseURL: hasBaseURL) }
      if usual == nil, kind != nil {
        _ = required(section, "credential")
      }
      return usual ?? []
    }
    let sources = node.itemsOrSelf
      .compactMap { item -> CredentialSource? in
        guard let source = credential(item, of: section.title) else { return nil }
        return fits(source, kind: kind, hasBaseURL: section.has("base-url"), item, section.title)
          ? source : nil
      }
    if let items = node.items, items.isEmpty {
      error("wrong-type", node.range, "`credential` of \(section.title) lists nothing")
    }
    return sources
  }

  /// Absent where only the user can know: an address of somebody else's.
  private static func usualCredentials(
    of kind: Backend.Kind,
    hasBaseURL: Bool
  ) -> [CredentialSource]? {
    switch kind {
    case .anthropic: hasBaseURL ? nil : [.login, .environment("ANTHROPIC_API_KEY")]
    case .bedrock, .mantle: [.environment("AWS_BEARER_TOKEN_BEDROCK"), .aws]
    case .vertex: [.google]
    case .foundry: [.environment("ANTHROPIC_FOUNDRY_API_KEY")]
    case .gateway: nil
    }
  }

  private mutating func credential(_ node: YAMLNode, of title: Title) -> CredentialSource? {
    if case .mapping = node.content {
      guard
        let section = section(node, "`credential` of \(title)", keys: PolicyKey.Credential.self),
        let command = required(section, "command")
      else { return nil }
      let words = list(command, "`command`").compactMap { string($0, "a word of `command`") }
      if let secret = words.firstIndex(where: { SecretShape.matches($0) }) {
        literalSecret(command.range, "word \(secret + 1) of `command`")
        return nil
      }
      guard let program = words.first else {
        error("wrong-type", command.range, "`command` has no words")
        return nil
      }
      guard isFixed(program) || !program.contains("/") else {
        relativePath(command.range, "the program of `command`")
        return nil
      }
      return .command(words)
    }
    guard let text = string(node, "`credential` of \(title)") else { return nil }
    if let word = CredentialWord(rawValue: text) {
      return word.source
    }
    if text.hasPrefix("env:"), VariableName.isValid(text.dropFirst(4)) {
      return .environment(String(text.dropFirst(4)))
    }
    if text.hasPrefix("file:"), text.utf8.count > 5 {
      guard isFixed(String(text.dropFirst(5))) else {
        relativePath(node.range, "the file of `credential`")
        return nil
      }
      return .file(String(text.dropFirst(5)))
    }
    if text.hasPrefix("keychain:"), text.utf8.count > 9 {
      return .keychain(String(text.dropFirst(9)))
    }
    if SecretShape.matches(text) {
      literalSecret(node.range, "`credential` of \(title)")
    } else {
      // The text is not repeated: it may be a secret of an unknown shape.
      error(
        "wrong-type",
        node.range,
        "`credential` of \(title) names no source",
        help: "write `login`, `none`, `env:NAME`, `file:PATH`, `keychain:SERVICE`, "
          + "`{command: [PROGRAM, ARGUMENT]}`, `aws` or `google`",
        concealsSource: true
      )
    }
    return nil
  }

  /// Whether a path means the same from every folder.
  private func isFixed(_ path: String) -> Bool {
    path.hasPrefix("/") || path.hasPrefix("~/")
  }

  /// From another folder it would be another's file: a repository's, for example.
  private mutating func relativePath(_ range: SourceRange, _ what: String) {
    error(
      "wrong-type",
      range,
      "\(what) has a relative path",
      help: "write a path from `/` or `~/`"
    )
  }

  /// The saved login belongs to the native API, the clouds' chains to their clouds.
  private mutating func fits(
    _ source: CredentialSource,
    kind: Backend.Kind?,
    hasBaseURL: Bool,
    _ node: YAMLNode,
    _ title: Title
  ) -> Bool {
    guard let kind else { return true }
    let isFitting: Bool
    let help: String
    switch source {
    case .login:
      isFitting = kind == .anthropic && !hasBaseURL
      help = "the client's login may only go to Anthropic's own address; write `env:NAME` or `none`"
    case .aws:
      isFitting = kind == .bedrock || kind == .mantle
      help = "`aws` is for `kind: bedrock` and `kind: mantle`"
    case .google:
      isFitting = kind == .vertex
      help = "`google` is for `kind: vertex`"
    case .none:
      isFitting = kind == .gateway || hasBaseURL
      help = "`none` is for a gateway that asks for no key"
    case .environment, .file, .keychain, .command:
      isFitting = kind != .vertex
      help = "Vertex takes Google's own credentials; write `google`"
    }
    if !isFitting {
      error(
        "wrong-type",
        node.range,
        "`credential: \(source.text)` does not fit \(title) of kind `\(kind.rawValue)`",
        help: help
      )
    }
    return isFitting
  }
}

/// The credentials that are one word.
enum CredentialWord: String, CaseIterable {
  case login
  case none
  case aws
  case google

  fileprivate var source: CredentialSource {
    switch self {
    case .login: .login
    case .none: .none
    case .aws: .aws
    case .google: .google
    }
  }
}

/// The names that a shell can export.
enum VariableName {
  static func isValid(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
    return text.utf8.allSatisfy(\.isVariableNameByte)
      && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
  }
}
