internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// A route whose targets are not looked up yet.
struct RouteDraft {
  let name: String
  let when: Condition
  let targets: [TargetDraft]
  let origin: Origin
}

/// A target as written; whoever looks it up knows the file.
struct TargetDraft {
  let name: TargetName
  let backendRange: SourceRange
  /// That of the backend when no model is given.
  let modelRange: SourceRange
  let effort: Effort?
  let thinking: Bool?
  let maximumBudgetUSD: Double?
  let context: Title
}

extension LayerReader {
  mutating func route(
    _ item: YAMLNode,
    seen: inout [String: SourceRange],
    mentions: inout [Mention]
  ) -> RouteDraft? {
    guard let section = section(item, "a route", keys: PolicyKey.routeWords.set) else {
      return nil
    }
    guard let name = ruleName(section, "a route", seen: &seen) else { return nil }
    let title = Title(.route, named: name)
    let when = condition(of: section, "when", title, mentions: &mentions)
    guard let to = required(section.titled(title), "to") else { return nil }
    let targets = targets(to, in: title)
    // A route whose condition is wrong still has targets to look up; the policy is invalid anyway.
    return RouteDraft(
      name: name,
      when: when ?? .any([]),
      targets: targets,
      origin: origin(item.range, named: section["name"]?.range)
    )
  }

  mutating func constraint(
    _ item: YAMLNode,
    seen: inout [String: SourceRange],
    mentions: inout [Mention]
  ) -> Constraint? {
    guard let section = section(item, "a constraint", keys: PolicyKey.constraintWords.set) else {
      return nil
    }
    guard let name = ruleName(section, "a constraint", seen: &seen) else { return nil }
    let title = Title(.constraint, named: name)
    let when = condition(of: section, "when", title, mentions: &mentions)
    let unless = section["unless"].flatMap { condition($0, in: title, mentions: &mentions) }
    let reason = section["reason"].flatMap { string($0, "`reason`") }
    let effect = effect(section.titled(title), mentions: &mentions)
    guard let when, let effect, unless != nil || !section.has("unless") else { return nil }
    return Constraint(
      name: name,
      when: when,
      unless: unless,
      effect: effect,
      reason: reason,
      origin: origin(item.range, named: section["name"]?.range)
    )
  }

  mutating func ruleName(
    _ section: Section,
    _ what: String,
    seen: inout [String: SourceRange]
  ) -> String? {
    guard let node = required(section, "name"), let name = string(node, "`name`") else {
      return nil
    }
    if let first = seen.updateValue(node.range, forKey: name) {
      error(
        "duplicate-name",
        node.range,
        "`\(name)` names \(what) already",
        notes: [Diagnostic.Note("first defined here", at: place(first))]
      )
    }
    return name
  }

  /// A condition that is not given always holds.
  mutating func condition(
    of section: Section,
    _ key: String,
    _ title: Title,
    mentions: inout [Mention]
  ) -> Condition? {
    guard let node = section[key] else { return .all([]) }
    return condition(node, in: title, mentions: &mentions)
  }

  private mutating func effect(
    _ section: Section,
    mentions: inout [Mention]
  ) -> Constraint.Effect? {
    switch (section["forbid"], section["require"]) {
    case (let node?, nil):
      return selector(node, section.title.part(.forbid), mentions: &mentions)
        .map(Constraint.Effect.forbid)
    case (nil, let node?):
      return selector(node, section.title.part(.require), mentions: &mentions)
        .map(Constraint.Effect.require)
    case (_?, _?):
      error(
        "wrong-type",
        section.keyRange("require") ?? section.range,
        "\(section.title) has `forbid` and `require`",
        help: "make two constraints of it"
      )
      return nil
    case (nil, nil):
      error(
        "missing-key",
        SourceRange(at: section.range.start),
        "\(section.title) has neither `forbid` nor `require`",
        help: "add `forbid: {trust: [third-party]}`, for example"
      )
      return nil
    }
  }

  // MARK: Targets

  mutating func targets(
    _ node: YAMLNode,
    in title: Title,
    list: String? = nil
  ) -> [TargetDraft] {
    let items = self.list(node, list ?? "`to` of \(title)")
    if items.isEmpty, case .sequence = node.content {
      error("wrong-type", node.range, "\(title) has no target", help: "write `[backend/model]`")
    }
    return items.compactMap { target($0, in: title) }
  }

  /// `backend/model` or a mapping with `backend`.
  private mutating func target(_ node: YAMLNode, in title: Title) -> TargetDraft? {
    if let scalar = node.scalar {
      if let known = targetNames.value(where: { scalar.isText($0) }) {
        return TargetDraft(known, at: node.range, in: title)
      }
      guard let text = string(node, "a target") else { return nil }
      guard let name = TargetName(text) else {
        error(
          "wrong-type",
          node.range,
          "the target `\(text)` in \(title) has no model",
          help: "write `\(text.filter { $0 != "/" })/default`, or `/opus`, `/sonnet`, `/haiku`"
        )
        return nil
      }
      targetNames.add(name, for: text)
      return TargetDraft(name, at: node.range, in: title)
    }
    guard let section = section(node, title.part(.target), keys: PolicyKey.Target.self) else {
      return nil
    }
    guard let backendNode = required(section, "backend"),
      let backend = string(backendNode, "`backend`")
    else { return nil }
    let model = section["model"].flatMap { string($0, "`model`") } ?? "default"
    return TargetDraft(
      name: TargetName(backend: backend, model: model),
      backendRange: backendNode.range,
      modelRange: section["model"]?.range ?? backendNode.range,
      effort: section["effort"].flatMap { choice($0, "effort", of: Effort.self) },
      thinking: section["thinking"].flatMap { boolean($0, "`thinking`") },
      maximumBudgetUSD: section["max-budget-usd"]
        .flatMap { positiveNumber($0, "`max-budget-usd`") },
      context: title
    )
  }
}

extension TargetDraft {
  /// A target that is no more than a name, written at one place.
  init(_ name: TargetName, at range: SourceRange, in context: Title) {
    self.name = name
    backendRange = range
    modelRange = range
    effort = nil
    thinking = nil
    maximumBudgetUSD = nil
    self.context = context
  }
}

extension TargetName {
  /// What stands before and behind the first slash; absent when there is none or either is empty.
  fileprivate init?(_ text: String) {
    // In ASCII every byte is a character, and bytes are cheaper to look through.
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    guard
      let slash = isASCII ? text.utf8.firstIndex(of: UInt8(ascii: "/")) : text.firstIndex(of: "/"),
      slash != text.startIndex
    else { return nil }
    let model = isASCII ? text.utf8.index(after: slash) : text.index(after: slash)
    guard model != text.endIndex else { return nil }
    self.init(backend: String(text[..<slash]), model: String(text[model...]))
  }
}
