package import RouteEngine

/// What `doctor` knows of a machine, and what it finds there.
package struct HealthReport: Hashable, Sendable {
  /// Absent when there is no client that could be started.
  package let client: Client?
  /// What decides; absent when no policy could be read.
  package let policy: Policy?
  /// The organisation's policy; absent when there is none.
  package let managed: ManagedFile?
  /// In order of name.
  package let backends: [BackendState]
  package let plainClient: PlainClient
  /// In the order in which they are shown.
  package let findings: [HealthFinding]

  /// The program that a launch would start.
  package struct Client: Hashable, Sendable {
    package let path: String
    /// Absent when it could not be told.
    package let version: String?

    /// From its parts.
    package init(path: String, version: String?) {
      self.path = path
      self.version = version
    }
  }

  /// The organisation's policy file.
  package struct ManagedFile: Hashable, Sendable {
    package let path: String
    /// SHA-256 of the bytes, in hexadecimal.
    package let digest: String
    /// A name, or a number when the user has none.
    package let owner: String
    /// Permission bits.
    package let mode: UInt32

    /// From its parts.
    package init(path: String, digest: String, owner: String, mode: UInt32) {
      self.path = path
      self.digest = digest
      self.owner = owner
      self.mode = mode
    }

    /// Four octal digits, as `chmod` takes them.
    package var modeText: String {
      let digits = String(mode, radix: 8)
      return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }

  /// Where a session would go that nobody routes.
  package struct PlainClient: Hashable, Sendable {
    package let endpoint: String
    /// A settings file or `shell`; absent when it is the client's own default.
    package let from: String?
    /// Whether a task of which nothing is known would be routed to the same endpoint; absent when
    /// there is no such route.
    package let agreesWithPolicy: Bool?

    /// From its parts.
    package init(endpoint: String, from: String?, agreesWithPolicy: Bool?) {
      self.endpoint = endpoint
      self.from = from
      self.agreesWithPolicy = agreesWithPolicy
    }
  }

  /// From its parts.
  package init(
    client: Client?,
    policy: Policy?,
    managed: ManagedFile?,
    backends: [BackendState],
    plainClient: PlainClient,
    findings: [HealthFinding]
  ) {
    self.client = client
    self.policy = policy
    self.managed = managed
    self.backends = backends
    self.plainClient = plainClient
    self.findings = findings
  }

  /// Whether nothing was found by which a route would not hold.
  package var isHealthy: Bool { findings.problems.isEmpty }
}
