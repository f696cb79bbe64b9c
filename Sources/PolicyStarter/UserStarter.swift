internal import RouteEngine

/// The commented policy that `init` writes for a user.
package struct UserStarter: Sendable {
  /// A whole file of YAML.
  package let text: String

  /// What is found here and what is taken over are in force, all else is an example.
  package init(found: [FoundBackend], takeOver: TakeOver?) {
    var lines = Self.head
    lines += Self.backends(found: found, taken: takeOver?.backends ?? [])
    lines += Self.aliases(takeOver, found)
    lines += Self.defaults(takeOver)
    lines += Self.examples
    text = lines.map { $0 + "\n" }.joined()
  }

  private static let head = [
    "# yaml-language-server: $schema=./policy.schema.json",
    "# By the line above an editor checks this file, once the schema lies beside it:",
    "# `claude-route schema > policy.schema.json`",
    "#",
    "# Your policy. The built-in one stands behind it: your routes are tried first, your constraints",
    "# hold as well as its own. What stands behind a `#` without a space is an example: take the `#` of",
    "# all its lines away to put it into force. Then: `claude-route check`.",
    "version: 1",
    "name: mine",
    "",
  ]

  private static func backends(found: [FoundBackend], taken: [TakenBackend]) -> [String] {
    let isActive =
      !taken.isEmpty
      || found.contains { found in
        Offer.all.contains { found.line(of: $0) != nil }
      }
    var lines = [
      "# Where tasks can go. No key stands here, only where one is: `env:NAME`, `file:PATH`,",
      "# `keychain:SERVICE` or `{command: [PROGRAM, ARGUMENT]}` under `credential`.",
      isActive ? "backends:" : "#backends:",
    ]
    lines += taken.flatMap { $0.lines.map { "  \($0)" } }
    var chapter = ""
    for offer in Offer.all where !taken.contains(where: { $0.name == offer.name }) {
      if offer.chapter != chapter {
        chapter = offer.chapter
        lines += YAMLText.comment(chapter, indentation: 2)
      }
      let here = found.first { $0.name == offer.name }
      if let here {
        lines += YAMLText.comment("Here: \(here.reason).", indentation: 2)
      }
      lines +=
        (here?.line(of: offer)).map { ["  \($0)"] }
        ?? YAMLText.example(offer.lines.map { "  \($0)" })
    }
    return lines + [""]
  }

  private static func aliases(_ takeOver: TakeOver?, _ found: [FoundBackend]) -> [String] {
    let taken = takeOver?.aliases ?? []
    // Backends that neither an alias nor the built-in policy names would be of no use.
    let active =
      (takeOver?.backends ?? []).map(\.name)
      + Offer.all.filter { offer in found.contains { $0.line(of: offer) != nil } }.map(\.name)
    let named = taken.map(\.backend) + ["openrouter", "bedrock", "vertex"]
    var others: [String] = []
    for name in active where !named.contains(name) && !others.contains(name) {
      others.append(name)
    }
    let used = Set(taken.map(\.name))
    let lines =
      taken.map { "  \($0.line)" }
      + others.map { "  \(used.contains($0) ? "to-\($0)" : $0): {backend: \($0), model: sonnet}" }
    return [
      "# Short ways to start: `claude-route shell-init zsh` makes a function `claude-NAME` of each."
    ]
      + (lines.isEmpty
        ? ["#aliases:", "#  cheap: {class: bulk, backend: openrouter, model: haiku, effort: low}"]
        : ["aliases:"] + lines) + [""]
  }

  /// What was done for every session is not done for every task unasked.
  private static func defaults(_ takeOver: TakeOver?) -> [String] {
    guard let takeOver, !takeOver.defaults.isEmpty else { return [] }
    let places = takeOver.defaults.map(\.place).joined(separator: ", ")
    let targets = takeOver.defaults.map(\.target).joined(separator: ", ")
    return YAMLText.comment(
      "What \(places) did for every session. Without it tasks that no route names go to Anthropic."
    ) + YAMLText.example(["default: [\(targets)]"]) + [""]
  }

  private static let examples = [
    "# Your own projects, by folder or by remote.",
    "#projects:",
    "#  - {path: \"/home/me/side/**\", labels: [cost-sensitive]}",
    "#  - {remote: \"github.com/acme/*\", labels: [compliance-aws]}",
    "",
    "# Preferences: the first route whose condition holds and whose target is permitted wins.",
    "#routes:",
    "#  - name: small-edits",
    "#    when: {all: [{class: bulk}, {fact: files.count, lte: 20}]}",
    "#    to: [anthropic/haiku]",
    "",
    "# Obligations: no route gets past them.",
    "#constraints:",
    "#  - name: releases-go-to-nobody-else",
    "#    when: {fact: branch, matches: \"release/**\"}",
    "#    forbid: {trust: [third-party]}",
    "#    reason: what ships is not done through a gateway",
    "",
    "# What must hold whatever happens; `claude-route check` proves it.",
    "#invariants:",
    "#  - name: production-stays-native",
    "#    when:",
    "#      all:",
    "#        - {class: production}",
    "#        - {not: {any: [{label: compliance-aws}, {label: compliance-gcp}]}}",
    "#    never: {trust: [third-party, cloud]}",
    "",
    "# What must be decided; `claude-route test` runs it.",
    "#tests:",
    "#  - {name: a race stays native, task: fix the race in the payment worker, expect: anthropic}",
    "#  - {name: headers are cheap, task: add license headers, expect: openrouter/haiku}",
  ]
}

/// A recipe whose credential is on this machine.
package struct FoundBackend: Hashable, Sendable {
  package let name: String
  /// How it is known: "OPENROUTER_API_KEY is set".
  let reason: String
  /// As the environment names it; absent for backends without.
  let region: String?
  let project: String?

  /// From its parts; a place that is no region's or project's name is left out.
  package init(name: String, reason: String, region: String? = nil, project: String? = nil) {
    self.name = name
    self.reason = reason
    self.region = region.flatMap { PlaceName.isValid($0) ? $0 : nil }
    self.project = project.flatMap { PlaceName.isValid($0) ? $0 : nil }
  }

  /// The backend with its places, in force; absent when more has to be said than is known.
  fileprivate func line(of offer: Offer) -> String? {
    guard offer.name == name else { return nil }
    if offer.isWhole { return offer.lines.joined() }
    switch name {
    case "bedrock":
      return region.map { "bedrock: {preset: bedrock, region: \(YAMLText.scalar($0))}" }
    case "vertex":
      guard let region, let project else { return nil }
      return
        "vertex: {preset: vertex, region: \(YAMLText.scalar(region)), project: \(YAMLText.scalar(project))}"
    default: return nil
    }
  }
}

/// A backend that the starter offers on one line.
struct Offer: Hashable, Sendable {
  let name: String
  /// The comment above the first of its kind.
  let chapter: String
  /// Beside `preset: NAME`, in YAML; what only the user knows stands as a capital word.
  let keys: String
  /// What stands in all four slots; absent where the recipe has models.
  let modelID: String?
  /// Whether the line works as it stands.
  let isWhole: Bool

  /// YAML on as few lines as fit.
  var lines: [String] {
    var parts = ["\(name): {preset: \(name)", keys].filter { !$0.isEmpty }
    if let modelID {
      let slots = Backend.familySlots.map { "\($0): \(modelID)" }.joined(separator: ", ")
      parts.append("models: {\(slots)}")
    }
    var lines = parts.dropFirst().reduce(into: [parts[0]]) { lines, part in
      let longer = "\(lines[lines.count - 1]), \(part)"
      if longer.count <= 94 {
        lines[lines.count - 1] = longer
      } else {
        lines[lines.count - 1] += ","
        lines.append("  \(part)")
      }
    }
    lines[lines.count - 1] += "}"
    return lines
  }

  private init(
    _ name: String,
    _ chapter: String,
    _ keys: String = "",
    models modelID: String? = nil,
    isWhole: Bool = false
  ) {
    self.modelID = modelID
    self.name = name
    self.chapter = chapter
    self.keys = keys
    self.isWhole = isWhole
  }

  private static let first = "OpenRouter is where to start: one key, all of Claude's models."
  private static let clouds = "When the infrastructure demands it: everything through one cloud."
  private static let gateways = "Gateways; the models are the names that they know."
  private static let vendors = "Other vendors' models; the client's vendor does not support them."
  private static let local = "Models on this machine, by the names that the server knows."

  /// In the order in which people should think of them.
  static let all: [Offer] = [
    Offer("openrouter", first, isWhole: true),
    Offer("bedrock", clouds, "region: eu-central-1, profile: work"),
    Offer("vertex", clouds, "region: europe-west1, project: my-project"),
    Offer("mantle", clouds, "region: us-east-1"),
    Offer("foundry", clouds, "project: my-resource", models: "DEPLOYMENT"),
    Offer("litellm", gateways, isWhole: true),
    Offer(
      "cloudflare",
      gateways,
      "base-url: \"https://gateway.ai.cloudflare.com/v1/ACCOUNT/ID/anthropic\""
    ),
    Offer("claude-code-router", gateways, models: "MODEL"),
    Offer("deepseek", vendors, isWhole: true),
    Offer("zai", vendors, isWhole: true),
    Offer("kimi", vendors, isWhole: true),
    Offer("minimax", vendors, isWhole: true),
    Offer("qwen", vendors, isWhole: true),
    Offer("ollama", local, models: "MODEL"),
    Offer("lm-studio", local, models: "MODEL"),
    Offer("llama-cpp", local, models: "MODEL"),
    Offer("vllm", local, models: "MODEL"),
  ]
}
