internal import JSONTree

/// One launch as the ledger keeps it: where a session went, and who pays.
///
/// No secret and no value of a credential is in it; the task's own words only when the policy says so.
package struct LedgerEntry: Hashable, Sendable {
  package let time: Timestamp
  /// Absent when only the client knows: the user picks from a list.
  package let session: SessionID?
  /// In order of name.
  package let classes: [String]
  package let backend: String
  /// As the policy names it: `haiku`, `default`, or an id.
  package let model: String
  /// The model id that is sent; absent for the client's own default.
  package let modelID: String?
  /// Where the credential comes from, as a policy writes it: `login`, `env:NAME`.
  package let payer: String
  package let billing: Billing
  /// What list prices are multiplied by there.
  package let multiplier: Double
  /// Every layer's digest, as `Policy.digest`.
  package let policy: String
  /// Those of the repository's files that were in effect; absent when there were none.
  package let repository: String?
  /// The absolute working directory; absent when it was gone.
  package let folder: String?
  /// The task; absent unless the policy keeps it.
  package let text: String?

  /// How sessions on the target are paid.
  package enum Billing: String, Hashable, Sendable {
    /// By the token.
    case metered
    /// A flat rate.
    case plan
  }

  /// From its parts.
  package init(
    time: Timestamp,
    session: SessionID?,
    classes: [String],
    backend: String,
    model: String,
    modelID: String?,
    payer: String,
    billing: Billing,
    multiplier: Double = 1,
    policy: String,
    repository: String?,
    folder: String?,
    text: String?
  ) {
    self.time = time
    self.session = session
    self.classes = classes
    self.backend = backend
    self.model = model
    self.modelID = modelID
    self.payer = payer
    self.billing = billing
    self.multiplier = multiplier
    self.policy = policy
    self.repository = repository
    self.folder = folder
    self.text = text
  }
}

extension LedgerEntry {
  /// Reads a line without its line break; keys that are not known here are passed over.
  ///
  /// Absent for what is no such line: cut short, of another form, or without a part that every line has.
  package init?(line: some Collection<UInt8>) {
    guard let root = try? JSONNode(parsing: Array(line)),
      let time = root["time"]?.string.flatMap({ Timestamp($0.utf8) }),
      let classes = root["classes"]?.elements?.map(\.string),
      let backend = root["backend"]?.string, let model = root["model"]?.string,
      let payer = root["payer"]?.string, let policy = root["policy"]?.string,
      let billing = root["billing"]?.string.flatMap(Billing.init),
      let multiplier = Self.multiplier(root["multiplier"])
    else { return nil }
    self.init(
      time: time,
      session: root["session"]?.string.flatMap { SessionID($0) },
      classes: classes.compactMap(\.self),
      backend: backend,
      model: model,
      modelID: root["id"]?.string,
      payer: payer,
      billing: billing,
      multiplier: multiplier,
      policy: policy,
      repository: root["repository"]?.string,
      folder: root["cwd"]?.string,
      text: root["text"]?.string
    )
  }

  private static func multiplier(_ node: JSONNode?) -> Double? {
    guard let node else { return 1 }
    guard case .number(let literal) = node, let value = Double(literal), value.isFinite, value > 0
    else { return nil }
    return value
  }

  /// One line of JSON without its line break; no character in it ends a line or moves a cursor.
  package var line: String {
    let members: [(String, JSONNode?)] = [
      ("time", .string(time.text)),
      ("session", (session?.text).map(JSONNode.string)),
      ("classes", .array(classes.map(JSONNode.string))),
      ("backend", .string(backend)),
      ("model", .string(model)),
      ("id", modelID.map(JSONNode.string)),
      ("payer", .string(payer)),
      ("billing", .string(billing.rawValue)),
      ("multiplier", multiplier == 1 ? nil : .number("\(multiplier)")),
      ("policy", .string(policy)),
      ("repository", repository.map(JSONNode.string)),
      ("cwd", folder.map(JSONNode.string)),
      ("text", text.map(JSONNode.string)),
    ]
    let filled = members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } }
    return JSONNode.object(filled).text
  }
}
