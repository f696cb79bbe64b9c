extension Backend {
  /// The environment variables that name the region when the policy does not, first set first used.
  package var regionVariables: [String] {
    switch kind {
    case .bedrock, .mantle: ["AWS_REGION", "AWS_DEFAULT_REGION"]
    case .vertex: ["CLOUD_ML_REGION"]
    case .anthropic, .gateway, .foundry: []
    }
  }

  /// The environment variables that name the project when the policy does not.
  ///
  /// The client lets `GOOGLE_CLOUD_PROJECT` override its own variable (measured with client 2.1.330).
  package var projectVariables: [String] {
    switch kind {
    case .vertex: ["GOOGLE_CLOUD_PROJECT", "ANTHROPIC_VERTEX_PROJECT_ID"]
    case .anthropic, .gateway, .bedrock, .mantle, .foundry: []
    }
  }

  /// Rule 12: whether it can be used from here; a missing region or project counts as a missing
  /// credential does.
  package func availability(with inventory: CredentialInventory) -> Availability {
    if !regionVariables.isEmpty, resolvedRegion(with: inventory) == nil {
      return .unavailable(.region(variables: regionVariables))
    }
    if !projectVariables.isEmpty, resolvedProject(with: inventory) == nil {
      return .unavailable(.project(variables: projectVariables))
    }
    let credentials = self.credentials.filter { !inventory.missing.contains(.credential($0)) }
    guard !inventory.missing.contains(.backend(name)) else {
      return .unavailable(.credential(self.credentials))
    }
    for source in credentials {
      if source == .none || inventory.present.contains(source) {
        return .available(payer: source)
      }
      if inventory.unverified.contains(source) {
        return .unverified(payer: source)
      }
    }
    // The client can ask for a login, so one that is not there yet is no obstacle.
    if credentials.contains(.login) {
      return .unverified(payer: .login)
    }
    return .unavailable(.credential(self.credentials))
  }

  /// The target with ids, region and geography filled in.
  package func resolved(_ target: Target, with inventory: CredentialInventory) -> ResolvedTarget {
    let region = resolvedRegion(with: inventory)
    let slots = Self.familySlots.compactMap { slot in
      models.first { $0.name == slot }
        .map { Model(name: slot, id: regionalID($0.id, region: region)) }
    }
    let modelID: String?
    switch target.model {
    case .default:
      modelID = nil
    case .named(let name):
      modelID = models.first { $0.name == name }.map { regionalID($0.id, region: region) }
    case .id(let id):
      modelID = id
    }
    return ResolvedTarget(
      target: target,
      backend: self,
      modelID: modelID,
      slots: slots,
      region: region,
      project: resolvedProject(with: inventory),
      geography: geography(of: modelID ?? slots.first?.id, region: region),
      allGeographies: Set(
        ([modelID] + slots.map(\.id)).map { geography(of: $0, region: region) }
      ),
      measurement: inventory.measurements.first { $0.backend == name && $0.modelID == modelID },
      supposed: inventory.supposed.grades(of: target.model, on: self)
    )
  }

  /// What `--model` means on this backend; absent when it maps no such name or id.
  package func choice(of text: String) -> ModelChoice? {
    if text == "default" {
      return settled(.default)
    }
    if let model = models.first(where: { $0.name == text || $0.id == text }) {
      return .named(model.name)
    }
    return isNative ? .id(text) : nil
  }

  /// Off the native API the client's own default is the `opus` slot, and we say so.
  package func settled(_ choice: ModelChoice) -> ModelChoice {
    guard case .default = choice, !isNative, models.contains(where: { $0.name == "opus" }) else {
      return choice
    }
    return .named("opus")
  }

  private func resolvedRegion(with inventory: CredentialInventory) -> String? {
    region ?? regionVariables.lazy.compactMap { inventory.places[$0] }.first
  }

  private func resolvedProject(with inventory: CredentialInventory) -> String? {
    project ?? projectVariables.lazy.compactMap { inventory.places[$0] }.first
  }

  /// Bedrock's inference profiles carry the geography in front: an id written without one gets the
  /// region's, so that a region in the EU is never served from elsewhere.
  private func regionalID(_ id: String, region: String?) -> String {
    guard kind == .bedrock, id.hasPrefix("anthropic."), let region,
      let geography = Geography(region: region)
    else { return id }
    return "\(geography.rawValue).\(id)"
  }

  /// Rule 10: the id's prefix, whatever the backend, else the region's.
  private func geography(of modelID: String?, region: String?) -> Geography? {
    if let prefix = modelID?.split(separator: ".").first,
      let geography = Geography(rawValue: String(prefix))
    {
      return geography
    }
    return region.flatMap(Geography.init(region:))
  }
}

extension Geography {
  /// The geography of a region's name at AWS or Google; absent for a region outside all of them
  /// (`ca-central-1`, `sa-east-1`, `me-central1`, …).
  package init?(region: String) {
    switch region {
    case "global": self = .global
    case "ap-northeast-1", "ap-northeast-3", "asia-northeast1", "asia-northeast2": self = .jp
    case "ap-southeast-2", "ap-southeast-4": self = .au
    case "us", "eu":
      self = region == "us" ? .us : .eu
    case _ where region.hasPrefix("us-"): self = .us
    case _ where region.hasPrefix("eu-") || region.hasPrefix("europe-"): self = .eu
    case _ where region.hasPrefix("australia-"): self = .au
    case _ where region.hasPrefix("ap-") || region.hasPrefix("asia-"): self = .apac
    default: return nil
    }
  }
}
