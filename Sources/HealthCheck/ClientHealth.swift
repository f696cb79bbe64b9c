/// What is wrong with the client program, if anything.
package struct ClientHealth: Hashable, Sendable {
  private let search: Search
  private let minimumVersion: String?
  private let ownProgram: OwnProgram?

  /// What came of looking for it.
  package enum Search: Hashable, Sendable {
    /// The version is absent when nothing tells it, for the reason given.
    case found(path: String, version: ClientVersion?, reason: String?)
    /// What was looked for.
    case missing(String)
    case notExecutable(String)
    /// The path that was named leads to this program.
    case isOurselves(String)
  }

  /// A `claude` on `PATH` that is this program.
  package struct OwnProgram: Hashable, Sendable {
    package let path: String
    /// Whether it is what a shell starts by that name.
    package let isFirst: Bool

    /// From its parts.
    package init(path: String, isFirst: Bool) {
      self.path = path
      self.isFirst = isFirst
    }
  }

  /// `minimumVersion` is the policy's.
  package init(_ search: Search, minimumVersion: String?, ownProgram: OwnProgram?) {
    self.search = search
    self.minimumVersion = minimumVersion
    self.ownProgram = ownProgram
  }

  package var findings: [HealthFinding] {
    [main] + [pathFinding].compactMap(\.self)
  }

  private var main: HealthFinding {
    switch search {
    case .found(let path, let version?, _): found(path, version)
    case .found(let path, nil, let reason):
      HealthFinding(
        "client",
        minimumVersion == nil ? .note : .warning,
        "\(path), of an unknown version" + (reason.map { ": \($0)" } ?? ""),
        explanations: minimumVersion.map { ["the policy asks for \($0) or newer"] } ?? []
      )
    case .missing(let name):
      HealthFinding(
        "client",
        .error,
        "`\(name)` is not there",
        explanations: ["a launch ends with exit status 127"],
        help: "install the client, put it on PATH, or name it in the policy: `client: {path: …}`"
      )
    case .notExecutable(let path):
      HealthFinding(
        "client",
        .error,
        "\(path) cannot be executed",
        explanations: ["a launch ends with exit status 126"],
        help: "chmod +x \(path.typedPath), or name another client"
      )
    case .isOurselves(let path):
      HealthFinding(
        "client",
        .error,
        "\(path) is claude-route itself, which would start itself for ever",
        help: "name the client's own path"
      )
    }
  }

  private func found(_ path: String, _ version: ClientVersion) -> HealthFinding {
    let message = "\(path) \(version.text)"
    if let minimumVersion, let minimum = ClientVersion(minimumVersion), version < minimum {
      return HealthFinding(
        "client",
        .warning,
        message,
        explanations: ["the policy asks for \(minimumVersion) or newer"],
        help: "update the client: claude update"
      )
    }
    guard version < .measured else { return HealthFinding("client", .ok, message) }
    return HealthFinding(
      "client",
      .note,
      message,
      explanations: [
        "what a route relies on was measured with \(ClientVersion.measured.text); an older client may "
          + "know fewer variables"
      ],
      help: "update the client: claude update"
    )
  }

  private var pathFinding: HealthFinding? {
    ownProgram.map { own in
      HealthFinding(
        "path",
        own.isFirst ? .warning : .note,
        "\(own.path), a `claude` on PATH, is claude-route itself",
        explanations: [
          own.isFirst
            ? "a launch passes over it; a shell's `claude` does not, and starts no client"
            : "a launch passes over it"
        ],
        help: "name it otherwise"
      )
    }
  }
}
