import ClaudeClient
import JSONTree
import RouteEngine

/// JSON of any bytes, merged into the document that holds a route.
enum SettingsFuzzing {
  static func run(_ bytes: [UInt8]) {
    let node: JSONNode
    do {
      node = try JSONNode(parsing: bytes)
    } catch {
      let text = FileText(bytes)
      expect(text.lineCount >= error.line && error.line >= 1, "\(error) lies in the text")
      expect(error.column >= 1 && isPrintable(error.reason), "\(error) is fit for a screen")
      return
    }
    checkText(node.text, says: node)
    checkText(node.prettyText, says: node)
    expect(isPrintable(node.text), "JSON on one line is fit for a screen")
    for plan in plans { checkOverlay(plan, given: node) }
  }

  private static func checkText(_ text: String, says node: JSONNode) {
    let again = try? JSONNode(parsing: Array(text.utf8))
    expect(again.map { same($0, node) } ?? false, "what is written reads as what was read")
  }

  /// Merges a document given on the command line; its key `user` stands for the user's file.
  private static func checkOverlay(_ plan: RoutePlan, given: JSONNode) {
    let user = given["user"].map { SettingsLayer(kind: .user, path: "settings.json", root: $0) }
    let overlay = try? SettingsOverlay(
      plan: plan,
      user: user,
      given: given,
      environment: AmbientEnvironment()
    )
    guard let overlay else { return }
    checkText(overlay.text, says: overlay.document)
    expect(overlay.text.utf8.count < SettingsOverlay.maximumBytes, "an argument has its limit")
    checkVariables(of: overlay, plan, given: given["env"]?.members ?? [])
    let keys = (overlay.document.members ?? []).map { Array($0.key.utf8) }
    expect(Set(keys).count == keys.count, "a key stands once")
    for member in given.members ?? [] where !ours.contains(where: member.hasKey) {
      let kept = overlay.document.member(member.key)
      expect(kept.map { same($0.value, member.value) } ?? false, "theirs is kept: \(member.key)")
    }
  }

  /// Our values win, each name stands once, and a routing variable is ours or nobody's.
  private static func checkVariables(
    of overlay: SettingsOverlay,
    _ plan: RoutePlan,
    given: [JSONMember]
  ) {
    var values: [[UInt8]: JSONNode] = [:]
    for member in overlay.document["env"]?.members ?? [] {
      let old = values.updateValue(member.value, forKey: Array(member.key.utf8))
      expect(old == nil, "a variable stands once: \(member.key)")
    }
    let set = Dictionary(plan.changes.map { ($0.name, $0.value?.plainText) }) { $1 }
    let held =
      plan.carrier == .login ? RoutingVariables.names : RoutingVariables.unfilteredUnderHost
    for name in held where !overlay.withheld.contains(name) {
      let value = values[Array(name.utf8)]?.string
      expect(value == (set[name] ?? "") ?? "", "our \(name) wins")
    }
    for member in given where values[Array(member.key.utf8)] == nil {
      expect(overlay.withheld.contains(member.key), "theirs is kept: \(member.key)")
    }
  }

  private static let ours =
    [
      "env", "agent", "model", "modelOverrides", "availableModels",
    ] + RoutingVariables.helperKeys

  /// Compared byte by byte, which `String` does not, and without the lines of keys.
  private static func same(_ left: JSONNode, _ right: JSONNode) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.truth(let left), .truth(let right)): left == right
    case (.number(let left), .number(let right)), (.string(let left), .string(let right)):
      left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy(same)
    case (.object(let left), .object(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy { $0.hasKey($1.key) && same($0.value, $1.value) }
    default: false
    }
  }

  // MARK: Plans

  private static let models = ["opus", "sonnet", "haiku", "fable"].map {
    Backend.Model(name: $0, id: "x-\($0)")
  }

  /// One that a login carries and one that a token pays.
  private static let plans: [RoutePlan] = [
    plan(.anthropic, url: nil, model: "haiku", payer: .login),
    plan(.gateway, url: "https://gateway.example/api", model: "haiku", payer: .environment("KEY")),
  ]

  private static func plan(
    _ kind: Backend.Kind,
    url: String?,
    model: String,
    payer: CredentialSource
  ) -> RoutePlan {
    let backend = Backend(
      name: "b",
      kind: kind,
      baseURL: url.flatMap { try? BaseURL($0) },
      credentials: [payer],
      models: models,
      origin: Origin(layer: .user, file: "policy.yaml", line: 1)
    )
    let target = ResolvedTarget(
      target: Target(backend: "b", model: .named(model), effort: .low),
      backend: backend,
      modelID: "x-\(model)",
      slots: models,
      region: nil,
      project: nil,
      geography: nil
    )
    let plan = try? RoutePlan(
      target: target,
      payer: payer,
      classes: ["bulk"],
      policyDigest: "d1",
      environment: AmbientEnvironment()
    )
    guard let plan else { fatalError("there is no plan for \(kind)") }
    return plan
  }
}
