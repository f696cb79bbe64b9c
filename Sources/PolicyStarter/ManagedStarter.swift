package import RouteEngine

/// The policy that `init --managed BACKEND` prints: everything goes to one backend, and stays in its
/// geography.
package struct ManagedStarter: Sendable {
  /// A whole file of YAML.
  package let text: String

  /// What an organisation says beside the backend.
  package struct Place: Hashable, Sendable {
    let region: String?
    let project: String?
    let profile: String?

    /// From its parts; absent when one of them has other characters than a policy takes.
    package init?(region: String?, project: String?, profile: String?) {
      guard [region, project, profile].allSatisfy({ $0.map(PlaceName.isValid) ?? true }) else {
        return nil
      }
      self.region = region
      self.project = project
      self.profile = profile
    }
  }

  /// Whether the kind's policy is worth nothing without a region.
  package static func needsRegion(_ kind: Backend.Kind) -> Bool {
    switch kind {
    case .bedrock, .mantle, .vertex: true
    case .anthropic, .gateway, .foundry: false
    }
  }

  /// Words of a policy for `/etc`; `recipe` is the backend's.
  package init(_ recipe: Recipe, at place: Place) {
    let geography = place.region.flatMap(Geography.init(region:))
    let selector =
      "{backend: [\(recipe.name)]" + (geography.map { ", geography: [\($0.rawValue)]" } ?? "") + "}"
    let model = recipe.kind == .anthropic ? "default" : "opus"
    let name = "only-\(recipe.name)" + (geography.map { "-\($0.rawValue)" } ?? "")
    var lines = [
      "# yaml-language-server: $schema=./policy.schema.json",
      "# /etc/claude-route/policy.yaml (macOS: /Library/Application Support/claude-route/policy.yaml);",
      "# root's, 0644. The line above wants `claude-route schema > policy.schema.json` beside it.",
      "version: 1",
      "name: company",
      "built-in: false # nothing here leans on a file that a developer can drop",
      "backends:",
      "  \(recipe.name):",
      "    preset: \(recipe.name)",
    ]
    lines += Self.keys(recipe, place, geography).map { "    \($0)" }
    lines += [
      "default: [\(recipe.name)/\(model)]",
      "constraints:",
      "  - name: \(name)",
      "    require: \(selector)",
      "    reason: All calls go through \(recipe.name)\(geography.map { " in `\($0.rawValue)`" } ?? "").",
      "client: {minimum-version: 2.1.330} # what claude-route was measured with",
      "invariants:",
      "  - {name: \(name), always: \(selector)}",
      "tests:",
      "  - {name: serious work, task: fix the race in the payment worker, expect: \(recipe.name)}",
      "  - {name: casual work too, task: license headers, expect: \(recipe.name)}",
      "  - {name: nothing else, task: license headers, unavailable: [\(recipe.name)], expect: denied}",
    ]
    text = lines.map { $0 + "\n" }.joined()
  }

  /// What the recipe leaves open; capital words are to be replaced.
  private static func keys(_ recipe: Recipe, _ place: Place, _ geography: Geography?) -> [String] {
    var keys: [String] = []
    if let region = place.region {
      keys.append("region: \(YAMLText.scalar(region))\(prefixWords(recipe, geography))")
    }
    if let project = place.project {
      keys.append("project: \(YAMLText.scalar(project))")
    } else if recipe.kind == .foundry {
      keys.append("project: RESOURCE # the name of your Foundry resource")
    }
    if let profile = place.profile {
      keys.append("profile: \(YAMLText.scalar(profile)) # `aws sso login --profile \(profile)`")
    }
    if recipe.kind == .gateway, recipe.baseURL == nil {
      keys.append("base-url: https://gateway.example.com # yours, without `/v1` at its end")
    }
    if recipe.models.isEmpty {
      keys.append("models: {opus: MODEL, sonnet: MODEL, haiku: MODEL, fable: MODEL} # your names")
    }
    return keys
  }

  /// Bedrock's ids carry the geography.
  private static func prefixWords(_ recipe: Recipe, _ geography: Geography?) -> String {
    guard recipe.kind == .bedrock, let geography else { return "" }
    let others = [Geography.us, .eu, .global].filter { $0 != geography }
      .map { "`\($0.rawValue).`" }
      .joined(separator: " and ")
    return " # ids get the prefix `\(geography.rawValue).`; \(others) are forbidden below"
  }
}
