package import RouteEngine

/// A decision with its reasons, as people read it.
package struct ExplanationText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(
    _ decision: Decision,
    for request: RoutingRequest,
    in policy: Policy,
    with inventory: CredentialInventory,
    holds: String? = nil,
    notes: [String] = [],
    move: String? = nil
  ) {
    var rows: [(label: String, lines: [String])] = []
    rows.append(("task", [request.facts.text ?? "not said"]))
    if let alias = request.alias {
      rows.append(("alias", [alias.words]))
    }
    rows.append(("classes", Self.classes(decision.classification)))
    rows.append(("candidates", Self.candidates(decision, in: policy)))
    if let chosen = decision.chosen {
      let cost = CostWords(of: chosen, in: policy, with: inventory)
      let weak = TraitWords(of: chosen.target, for: []).all
      rows.append(("decision", [Self.decision(chosen)]))
      rows.append(("pays", Self.payer(chosen, cost)))
      if !weak.isEmpty {
        rows.append(("breaks", weak))
      }
      if let holds {
        rows.append(("holds", [holds]))
      }
    } else {
      rows.append(("decision", ["denied: no candidate is permitted and available"]))
    }
    if let other = policy.alternative(to: decision, for: request, with: inventory) {
      rows.append(("otherwise", [other.words]))
    }
    if let move {
      rows.append(("consent", ["needed: the repository's policy moves \(move)"]))
    }
    if !notes.isEmpty {
      rows.append(("notes", notes))
    }
    rows.append(
      (
        "policy",
        [policy.layers.map { "\($0.file) sha256:\($0.digest.prefix(6))" }.joined(separator: ", ")]
      )
    )
    text = rows.flatMap { row in
      row.lines.enumerated().map { index, line in
        (index == 0 ? row.label.padded(to: 12) : String(repeating: " ", count: 12))
          + line.printable + "\n"
      }
    }
    .joined()
  }

  private static func classes(_ classification: Classification) -> [String] {
    let width = (classification.classes + classification.setAside).map(\.name.count).max() ?? 0
    var lines = classification.classes.flatMap { finding in
      finding.evidence.enumerated().map { index, evidence in
        (index == 0 ? finding.name : "").padded(to: width + 2) + evidence.words
      }
    }
    if classification.classes.isEmpty {
      lines.append("none")
    } else if !classification.classes.contains(where: \.isProtective) {
      lines.append("no protective class")
    }
    lines += classification.doubted.map(\.words)
    for finding in classification.setAside {
      let evidence = finding.evidence.map(\.shortWords).joined(separator: ", ")
      lines.append("set aside by --class: \(finding.name) \(evidence)")
    }
    return lines
  }

  private static func candidates(_ decision: Decision, in policy: Policy) -> [String] {
    guard !decision.candidates.isEmpty else { return ["none"] }
    let nameWidth = decision.candidates.map(\.target.target.text.count).max() ?? 0
    return decision.candidates.enumerated().map { index, candidate in
      let verdict: String
      if index == decision.chosenIndex {
        verdict = "chosen"
      } else if !candidate.isPermitted {
        verdict = "stopped"
      } else {
        verdict = candidate.availability.payer == nil ? "unavailable" : "permitted"
      }
      let why =
        candidate.stopWords + [candidate.availability.words]
        + [candidate.probeFailureWords].compactMap { $0 }
      return "\(index + 1) " + candidate.target.target.text.padded(to: nameWidth + 2)
        + verdict.padded(to: 13) + source(of: candidate, in: policy) + "; "
        + why.joined(separator: "; ")
    }
  }

  /// The built-in default is everybody's; another one's file is named.
  private static func source(of candidate: Candidate, in policy: Policy) -> String {
    policy.defaultOrigin?.layer == .builtIn
      ? candidate.sourceWords : candidate.placedSourceWords(in: policy)
  }

  private static func decision(_ chosen: Candidate) -> String {
    let id = chosen.target.modelID.map { " = `\($0)`" } ?? ""
    guard case .default = chosen.target.target.model else {
      let words = chosen.routeWords
      let name = chosen.target.target.text
      return name + id + words.dropFirst(name.count)
    }
    return chosen.routeWords
  }

  private static func payer(_ chosen: Candidate, _ cost: CostWords) -> [String] {
    var lines = ["\(chosen.payerWords), \(cost.chosen)"]
    if let native = cost.native {
      lines.append("\(native.name) \(native.words)")
    }
    return lines
  }
}

extension String {
  /// Spaces behind it up to a width in characters; longer text stays.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
