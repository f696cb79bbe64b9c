internal import ClaudeClient

/// Where a session goes, as the variables say that it gets.
struct SessionEndpoint: Hashable {
  /// `anthropic`, `bedrock`, or the address of a gateway.
  let name: String
  /// A region, a project, or an address in place of the cloud's own; in this order.
  let places: [String]
  /// The variable that decides; absent for the client's own default.
  let deciding: String?
  /// An address that is not Anthropic's and gets what credential there is.
  let foreignAddress: String?

  /// Each switch and where its session takes an address and a place from, in the order in which the
  /// client obeys them (Bedrock before Vertex was measured with client 2.1.330).
  private static let clouds: [(name: String, address: String?, places: [String])] = [
    ("BEDROCK", "ANTHROPIC_BEDROCK_BASE_URL", ["AWS_REGION"]),
    ("MANTLE", "ANTHROPIC_BEDROCK_MANTLE_BASE_URL", ["AWS_REGION"]),
    ("VERTEX", "ANTHROPIC_VERTEX_BASE_URL", ["CLOUD_ML_REGION", "ANTHROPIC_VERTEX_PROJECT_ID"]),
    ("FOUNDRY", "ANTHROPIC_FOUNDRY_BASE_URL", ["ANTHROPIC_FOUNDRY_RESOURCE"]),
    ("ANTHROPIC_AWS", "ANTHROPIC_AWS_BASE_URL", ["AWS_REGION"]),
    ("ANTHROPIC_GOOGLE_CLOUD", "ANTHROPIC_GOOGLE_CLOUD_BASE_URL", ["CLOUD_ML_REGION"]),
    ("GATEWAY", nil, []),
  ]

  /// Variables outside the closed list that say where.
  static let placeNames = ["AWS_REGION"]

  /// `value` gives what the session gets, absent when a variable is not set.
  init(_ value: (String) -> VariableValue?) {
    func filled(_ name: String) -> String? {
      switch value(name) {
      case .text(let text): text.isEmpty ? nil : text
      case .reference(let text): text
      case .secret: "an address with a secret in it"
      case nil: nil
      }
    }
    for cloud in Self.clouds {
      let variable = "CLAUDE_CODE_USE_\(cloud.name)"
      guard RoutingVariables.hasEffect(variable, filled(variable)) else { continue }
      name = cloud.name.lowercased().map { $0 == "_" ? "-" : String($0) }.joined()
      places = (cloud.places + [cloud.address].compactMap(\.self)).compactMap(filled)
      deciding = variable
      // A cloud's client sends no saved login.
      foreignAddress = nil
      return
    }
    if let address = filled("ANTHROPIC_BASE_URL"), !RoutingVariables.isNativeURL(address) {
      name = address.hasSuffix("/") ? String(address.dropLast()) : address
      places = []
      deciding = "ANTHROPIC_BASE_URL"
      foreignAddress = address
    } else {
      name = "anthropic"
      places = []
      deciding = nil
      foreignAddress = nil
    }
  }

  /// `bedrock eu-central-1`.
  var text: String { ([name] + places).joined(separator: " ") }

  /// Whether a session goes to the same place by other variables.
  func isSame(as other: SessionEndpoint) -> Bool { (name, places) == (other.name, other.places) }
}
