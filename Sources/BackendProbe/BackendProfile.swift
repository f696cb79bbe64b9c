package import JSONTree
package import RouteEngine

/// What a probe found out, as it is kept: one record for each backend, model and client.
package struct BackendProfile: Hashable, Sendable {
  package let backend: String
  /// Where the requests went: a record of another place says nothing of this one.
  package let place: String
  /// As the policy calls it.
  package let model: String
  /// As it was sent; absent for the client's own default.
  package let modelID: String?
  package let client: Client
  package let day: CalendarDay
  /// When it was made, in seconds since 1970; of the same day the latest counts.
  package let time: Int
  package let findings: [ProbeFinding]
  /// Why there was no answer at all, as the end of a sentence; absent when there was one.
  package let failure: String?
  /// What it cost by the list prices, in US dollars; absent where they are not known.
  package let dollars: Double?

  /// The client that was used.
  package struct Client: Hashable, Sendable {
    /// Absent where it did not say.
    package let version: String?
    /// Its size in bytes and when it was changed, in seconds since 1970: the same file is the same
    /// client.
    package let size: Int
    package let modified: Int

    /// From its parts.
    package init(version: String?, size: Int, modified: Int) {
      self.version = version
      self.size = size
      self.modified = modified
    }
  }

  /// From its parts.
  package init(
    backend: String,
    place: String,
    model: String,
    modelID: String?,
    client: Client,
    day: CalendarDay,
    time: Int,
    findings: [ProbeFinding],
    failure: String?,
    dollars: Double?
  ) {
    self.backend = backend
    self.place = place
    self.model = model
    self.modelID = modelID
    self.client = client
    self.day = day
    self.time = time
    self.findings = findings
    self.failure = failure
    self.dollars = dollars
  }

  /// The place of a target: all that decides which server answers and how it is spoken to, by name.
  ///
  /// Of credentials and headers it has what the policy writes, which is no secret.
  package static func place(of target: ResolvedTarget) -> String {
    let backend = target.backend
    func value(_ text: Backend.ReferencedText) -> String {
      switch text {
      case .plain(let text): text
      case .variable(let name): "env:\(name)"
      }
    }
    let parts: [(String, [String])] = [
      ("kind", [backend.kind.rawValue]), ("url", [backend.baseURL?.text].compactMap(\.self)),
      ("region", [target.region].compactMap(\.self)),
      ("project", [target.project].compactMap(\.self)),
      ("profile", [backend.profile].compactMap(\.self)),
      ("credential", backend.credentials.map(\.text)),
      ("auth", backend.credentialHeader == .bearer ? [] : [backend.credentialHeader.rawValue]),
      ("skip-auth", backend.skipsAuthentication ? ["true"] : []),
      ("compatibility", backend.compatibility.map(\.rawValue).sorted()),
      ("headers", backend.headers.map { "\($0.name): \(value($0.value))" }),
      ("env", backend.environment.map { "\($0.name)=\(value($0.value))" }),
      ("models", target.slots.map { "\($0.name)=\($0.id)" }),
    ]
    return parts.filter { !$0.1.isEmpty }
      .map { name, values in "\(name)=\(values.joined(separator: ", "))" }
      .joined(separator: "; ")
  }

  /// What a policy may ask of it, at that time in seconds since 1970.
  ///
  /// That a limit turned every request away is forgotten after some hours.
  package func measurement(
    _ staleness: Measurement.Staleness?,
    at now: Int
  ) -> Measurement {
    let isLimit = findings.contains { $0.check == .rateLimit && $0.grade == .broken }
    let isForgotten = isLimit && !(0..<Self.limitMemory).contains(now - time)
    return Measurement(
      backend: backend,
      modelID: modelID,
      grades: findings.traits,
      day: day,
      time: time,
      staleness: staleness,
      failure: isForgotten ? nil : failure
    )
  }

  /// In seconds: six hours.
  private static let limitMemory = 6 * 3600

  /// Why it is stale on that day and with that client; absent while it is fresh.
  ///
  /// `client` is absent where nobody knows which is installed. A record from the future is stale.
  package func staleness(on today: CalendarDay, with installed: Client?) -> Measurement.Staleness? {
    let age = day.days(until: today)
    guard (0..<Measurement.maximumAgeDays).contains(age) else { return .age(days: age) }
    guard let installed else { return nil }
    let isSameFile = client.size == installed.size && client.modified == installed.modified
    let isSameVersion = client.version != nil && client.version == installed.version
    return isSameFile || isSameVersion ? nil : .client
  }
}

// MARK: - As a document

extension BackendProfile {
  /// A document that is read back as the same value.
  package var json: JSONNode {
    [
      "schema": 1,
      "backend": .string(backend),
      "place": .string(place),
      "model": .string(model),
      "modelID": modelID.map(JSONNode.string) ?? .null,
      "date": .string(day.text),
      "time": .number("\(time)"),
      "client": [
        "version": client.version.map(JSONNode.string) ?? .null,
        "size": .number("\(client.size)"),
        "modified": .number("\(client.modified)"),
      ],
      "failure": failure.map(JSONNode.string) ?? .null,
      "dollars": dollars.map { .number("\($0)") } ?? .null,
      "checks": .object(
        findings.map { finding in
          JSONMember(
            key: finding.check.rawValue,
            value: [
              "grade": .string(finding.grade.rawValue),
              "observation": .string(finding.observation),
            ]
          )
        }
      ),
    ]
  }

  /// Absent for a document of another shape or another version of it; checks that nobody knows are
  /// passed over.
  package init?(_ node: JSONNode) {
    guard node["schema"]?.int == 1,
      let backend = node["backend"]?.string, let place = node["place"]?.string,
      let model = node["model"]?.string, let day = node["date"]?.string.flatMap(CalendarDay.init),
      let client = node["client"], let checks = node["checks"]?.members
    else { return nil }
    self.init(
      backend: backend,
      place: place,
      model: model,
      modelID: node["modelID"]?.string,
      client: Client(
        version: client["version"]?.string,
        size: client["size"]?.int ?? 0,
        modified: client["modified"]?.int ?? 0
      ),
      day: day,
      time: node["time"]?.int ?? 0,
      findings: checks.compactMap { member in
        guard let check = ProbeCheck(rawValue: member.key),
          let grade = member.value["grade"]?.string.flatMap(Backend.TraitGrade.init)
        else { return nil }
        return ProbeFinding(check, grade, member.value["observation"]?.string ?? "")
      },
      failure: node["failure"]?.string,
      dollars: node["dollars"]?.double
    )
  }
}
