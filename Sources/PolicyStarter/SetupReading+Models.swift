internal import ClaudeClient
internal import Diagnostics
internal import PolicyCheck
internal import RouteEngine

extension SetupReading {
  /// The models of the backend, and the one that the set-up asks for.
  mutating func addModels() throws(Fault) {
    let chosen = setup.model ?? setup.shown("ANTHROPIC_MODEL")
    fillSlots(chosen: chosen)
    for family in Backend.familySlots {
      let variable = RoutingVariables.slot(family)
      addSlot(family, setup.shown(variable))
    }
    addSlot("haiku", setup.shown("ANTHROPIC_SMALL_FAST_MODEL"))
    if let chosen {
      model = name(of: chosen)
    }
    let missing = Backend.familySlots.filter { id(of: $0) == nil }
    guard backend == nil || missing.isEmpty else {
      throw Fault(
        reason: "it names no model, and which ones `\(backend?.preset ?? "")` has only you know; "
          + "not taken over"
      )
    }
  }

  /// Where the recipe has no models or is of a server that somebody runs, what the client asks for
  /// today: its own ids, or the one model that is named when that is none of Anthropic's.
  private mutating func fillSlots(chosen: String?) {
    guard var backend else { return }
    let recipe = recipe(backend.preset)
    let hasNone = recipe?.models.isEmpty != false
    guard hasNone || recipe?.isOnThisMachine == true else { return }
    let isLocal = recipe?.needsNoKey == true && backend.preset != "claude-code-router"
    let isForeign = chosen.map { !Backend.familySlots.contains($0) && !$0.hasPrefix("claude-") }
    if isForeign == true, let chosen, Self.isModelID(chosen) {
      backend.models = Backend.familySlots.map { Backend.Model(name: $0, id: chosen) }
    } else if hasNone, !isLocal {
      backend.models = Backend.nativeModels
    }
    self.backend = backend
  }

  private mutating func addSlot(_ family: String, _ id: String?) {
    guard let id, let right = corrected(id, slot: family), right != self.id(of: family) else {
      return
    }
    setModel(family, right)
  }

  private mutating func setModel(_ name: String, _ id: String) {
    let model = Backend.Model(name: name, id: id)
    if let index = backend?.models.firstIndex(where: { $0.name == name }) {
      backend?.models[index] = model
    } else {
      backend?.models.append(model)
    }
  }

  /// The name under which the policy knows an id, which is added when none does.
  private mutating func name(of id: String) -> String? {
    if Backend.familySlots.contains(id) { return id }
    if id == "default" { return nil }
    guard let right = corrected(id, slot: nil) else { return nil }
    if let slot = Backend.familySlots.first(where: { self.id(of: $0) == right }) { return slot }
    // On the native API ids are targets themselves.
    guard backend != nil else { return right }
    let name = right.modelName
    setModel(name, right)
    return name
  }

  /// What a slot asks for; absent when nobody said.
  private func id(of name: String) -> String? {
    let own = backend?.models.first { $0.name == name }?.id
    guard let backend else { return Backend.nativeModels.first { $0.name == name }?.id }
    return own ?? recipe(backend.preset)?.models.first { $0.name == name }?.id
  }

  /// An id as it can be written; the slot's own for a retired one, absent for what is no id.
  private mutating func corrected(_ id: String, slot: String?) -> String? {
    guard Self.isModelID(id) else {
      corrections.append("a model is named that is none; left out")
      return nil
    }
    let right = withoutForeignGeography(id)
    guard let retirement = ModelRetirement(of: right, on: kind, in: prices) else { return right }
    // Claude 2, which had no families, was what Sonnet is.
    let family = slot ?? Backend.familySlots.first { right.containsBytes(of: $0) } ?? "sonnet"
    let words = "`\(id)` \(retirement.words(today: today))"
    guard let successor = self.id(of: family), successor != right,
      ModelRetirement(of: successor, on: kind, in: prices) == nil
    else {
      corrections.append("\(words); kept, since only you know what comes after it there")
      return right
    }
    corrections.append("\(words); wrote `\(family)`")
    return successor
  }

  /// Bedrock's ids get their geography from the region; another one would leave it.
  private mutating func withoutForeignGeography(_ id: String) -> String {
    guard kind == .bedrock, let dot = id.firstIndex(of: "."),
      let written = Geography(rawValue: String(id[..<dot])), let region = backend?.region,
      let own = Geography(region: region)
    else { return id }
    if written != own {
      corrections.append(
        "`\(id)` leaves the geography of `\(region)`; wrote it without `\(written.rawValue).`"
      )
    }
    return String(id[id.index(after: dot)...])
  }

  private static func isModelID(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 128 && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      && !SecretShape.matches(id)
  }
}

extension String {
  /// A name for an id: what stands behind the last `/`, without what a name may not have.
  fileprivate var modelName: String {
    let last = split(separator: "/").last.map(String.init) ?? self
    let name = last.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "-._".contains(character))
        ? character : "-"
    }
    return String(String(name).prefix(64))
  }
}

extension ModelRetirement {
  /// "is retired since 2026-06-15", "retires on 2026-11-30".
  fileprivate func words(today: CalendarDay) -> String {
    day <= today ? "is retired since \(day.text)" : "retires on \(day.text)"
  }
}
