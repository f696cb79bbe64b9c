internal import Diagnostics
internal import RouteEngine

/// An address by which people mean a cloud that the client reaches by a switch of its own.
struct KnownAddress {
  let backend: TakenBackend

  /// Absent for any other address.
  init?(_ url: BaseURL) {
    let labels = url.host.split(separator: ".").map(String.init)
    if url.host.hasSuffix(".amazonaws.com"), labels.count == 4, labels[0] == "bedrock-runtime" {
      var backend = TakenBackend(name: "bedrock", preset: "bedrock", kind: .bedrock)
      backend.region = labels[1]
      self.backend = backend
    } else if url.host.hasSuffix("aiplatform.googleapis.com"), labels.count == 3 {
      var backend = TakenBackend(name: "vertex", preset: "vertex", kind: .vertex)
      let suffix = "-aiplatform"
      backend.region =
        labels[0].hasSuffix(suffix) ? String(labels[0].dropLast(suffix.count)) : "global"
      let path = url.path.split(separator: "/").map(String.init)
      if let place = path.firstIndex(of: "projects"), place + 1 < path.count,
        PlaceName.isValid(path[place + 1])
      {
        backend.project = path[place + 1]
      }
      self.backend = backend
    } else if url.host.hasSuffix(".services.ai.azure.com"), labels.count == 5 {
      var backend = TakenBackend(name: "foundry", preset: "foundry", kind: .foundry)
      backend.project = labels[0]
      self.backend = backend
    } else {
      return nil
    }
  }

  /// The recipe of a gateway whose address has a part that only its user knows.
  static func gatewayPreset(_ url: BaseURL) -> String? {
    if url.host == "gateway.ai.cloudflare.com", url.path.hasSuffix("/anthropic") {
      return "cloudflare"
    }
    // The port that LiteLLM's documentation starts its proxy on.
    return url.port == 4000 ? "litellm" : nil
  }
}

/// What a region, a project or a profile may be called.
enum PlaceName {
  static func isValid(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && !SecretShape.matches(text)
      && text.utf8.allSatisfy { $0.isVariableNameByte || "-.:".utf8.contains($0) }
  }
}

extension Recipe {
  /// Whether an address is the recipe's: the same host, on this machine also the same port.
  func isAt(_ url: BaseURL) -> Bool {
    guard let baseURL, let own = try? BaseURL(baseURL) else { return false }
    return own.isLoopback ? url.isLoopback && url.port == own.port : url.host == own.host
  }

  /// Whether its usual address is this machine's: what it serves is its user's to say.
  var isOnThisMachine: Bool {
    baseURL.flatMap { try? BaseURL($0) }?.isLoopback == true
  }
}

extension BaseURL {
  var isLoopback: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(host) }

  /// Whether a policy takes it only with `plain-http: true`.
  var needsPlainHTTP: Bool { isPlainHTTP && !isLoopback }

  /// The host as a backend is named: `llm.acme.example` is `llm-acme-example`.
  var backendName: String {
    let name = isLoopback ? "local" : String(host.map { $0 == "." ? "-" : $0 })
    let full = port.map { "\(name)-\($0)" } ?? name
    return String(full.prefix(48))
  }
}

extension BaseURL.Fault {
  /// The reason without any part of the address.
  var safeReason: String {
    reason.containsBytes(of: "`") || mayHoldSecret ? "is none that a policy takes" : reason
  }
}

extension SecretShape {
  /// Whether a part of an address looks like a key.
  static func isIn(_ url: BaseURL) -> Bool {
    url.path.split(separator: "/").contains { matches($0) }
      || url.host.split(separator: ".").contains { matches($0) }
  }
}

extension String {
  var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }

  /// An address without `/v1` at its end: the client adds that itself (measured with 2.1.330).
  var withoutVersion: String {
    let text = withoutSlash
    return text.hasSuffix("/v1") ? String(text.dropLast("/v1".count)) : text
  }

  /// The variable that a backend's key is proposed to lie in: `LLM_ACME_EXAMPLE_API_KEY`.
  var keyVariable: String {
    let name = uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return String(name) + "_API_KEY"
  }
}

extension SetupValue {
  /// A word that stands where some local server wants any token.
  var isPlaceholder: Bool {
    guard case .literal(let text) = self else { return false }
    return ["ollama", "lmstudio", "lm-studio", "none", "dummy", "any", "local", "test", "x"]
      .contains(text.lowercased())
  }
}

extension CredentialSource {
  /// Of a program and its arguments; absent when a policy would not take it.
  init?(_ words: [String]) {
    guard let program = words.first, !words.contains(where: { SecretShape.matches($0) }) else {
      return nil
    }
    if program == "cat", words.count == 2, words[1].hasPrefix("/") || words[1].hasPrefix("~/") {
      self = .file(words[1])
      return
    }
    guard program.hasPrefix("/") || program.hasPrefix("~/") || !program.contains("/"),
      words.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }),
      // The only programs whose arguments are known to be no secret.
      ["pass", "security", "op", "gopass", "secret-tool", "vault", "bw"]
        .contains(program.split(separator: "/").last.map(String.init) ?? "")
    else { return nil }
    self = .command(words)
  }
}
