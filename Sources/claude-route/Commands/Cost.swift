internal import ArgumentParser
internal import ClaudeClient
internal import Rendering
internal import RouteEngine
internal import Usage

/// What a task costs on each target that may have it.
struct Cost: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Compare what a session for a task would cost on each target that may have it.",
    discussion: """
      A session costs its tokens in × the price in + its tokens out × the price out, times what the \
      backend adds. Prices are those that are compiled in, and before them the `prices` of your policy.
      """
  )

  @OptionGroup(title: "Route") var routing: RoutingFlags

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Compare with this model, or BACKEND/MODEL. (default: the policy's default)",
      valueName: "model"
    )
  )
  var against: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("Tokens in, one number or two: 80K, 50K-200K. (default: 50K-200K)")
  )
  var input: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("Tokens out, one number or two. (default: 10K-50K)")
  )
  var output: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The share of the tokens in that are read from the cache, in percent. (default: 0)",
      valueName: "percent"
    )
  )
  var cached: Double?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Judge the age of the prices as on this day, YYYY-MM-DD. (default: today)",
      valueName: "date"
    )
  )
  var asOf: String?

  @OptionGroup var document: DocumentOptions

  func validate() throws {
    for (name, text) in [("input", input), ("output", output)] {
      if let text, TokenRange(text) == nil {
        throw ValidationError(
          "`--\(name)` takes tokens like 80K or 50K-200K, not `\(text)`"
        )
      }
    }
    if let cached, !(0...100).contains(cached) {
      throw ValidationError("`--cached` takes a percentage from 0 to 100")
    }
    if let asOf, CalendarDay(asOf) == nil {
      throw ValidationError("`--as-of` takes a date like 2026-11-30, not `\(asOf)`")
    }
  }

  func status(input words: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    guard let today = asOf.flatMap({ CalendarDay($0) }) ?? .today else {
      throw Refusal(.usage, "the date cannot be found out", help: "give it: --as-of YYYY-MM-DD")
    }
    let client = clientWords.map { ClientArguments(WrapperForm($0)?.arguments ?? $0) }
    let route = try Routing(
      routing.options,
      client: client,
      input: words,
      keptNames: words.keptNames
    )
    let comparison = CostComparison(
      of: route.decision,
      against: try baseline(route),
      prices: route.policy.prices,
      shape: shape
    )
    let classes = route.decision.classification.names
    try writeOutput(
      document.isJSON
        ? CostJSON(comparison, classes: classes).text
        : CostText(comparison, classes: classes, today: today).text
    )
    if route.move != nil { return Outcome.untrusted.rawValue }
    return (route.decision.chosen == nil ? Outcome.denied : Outcome.done).rawValue
  }

  private var shape: SessionShape {
    SessionShape(
      input: input.flatMap { TokenRange($0)?.range } ?? SessionShape.typical.input,
      output: output.flatMap { TokenRange($0)?.range } ?? SessionShape.typical.output,
      cachedShare: (cached ?? 0) / 100
    )
  }

  /// What is compared with, resolved as a candidate would be; no constraint is asked.
  private func baseline(_ route: Routing) throws(Refusal) -> Candidate? {
    let policy = route.policy
    var target = policy.defaultTargets.first
    if let against {
      let parts = against.split(separator: "/", maxSplits: 1).map(String.init)
      let isTarget = parts.count == 2 && policy.backend(named: parts[0]) != nil
      let backend =
        isTarget
        ? parts[0] : target?.backend ?? policy.backends.first(where: \.isNative)?.name ?? ""
      target = policy.backend(named: backend)
        .map { $0.target(ofModel: isTarget ? parts[1] : against) }
    }
    guard let target, let backend = policy.backend(named: target.backend) else { return nil }
    return Candidate(
      target: backend.resolved(target, with: route.inventory),
      source: .commandLine,
      stops: [],
      availability: backend.availability(with: route.inventory)
    )
  }
}

extension Backend {
  fileprivate func target(ofModel name: String) -> Target {
    let isNamed = Backend.familySlots.contains(name) || models.contains { $0.name == name }
    return Target(backend: self.name, model: isNamed ? .named(name) : .id(name))
  }
}

/// Tokens as a person writes them: `80000`, `80K`, `50K-200K`, `1.5M`.
struct TokenRange {
  let range: ClosedRange<Int>

  /// Absent for anything else, and for a range that runs backwards.
  init?(_ text: String) {
    let parts = text.split(whereSeparator: { $0 == "-" || $0 == "–" }).map(String.init)
    let numbers = parts.compactMap(Self.tokens)
    guard (1...2).contains(parts.count), numbers.count == parts.count,
      let first = numbers.first, let last = numbers.last, first <= last
    else { return nil }
    range = first...last
  }

  private static func tokens(_ text: String) -> Int? {
    let units: [Character: Double] = ["K": 1e3, "k": 1e3, "M": 1e6, "m": 1e6]
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard digits.first?.isNumber == true, let number = Double(digits) else { return nil }
    let tokens = number * (unit ?? 1)
    // More than any session has.
    guard tokens >= 0, tokens <= 1e12 else { return nil }
    return Int(tokens.rounded())
  }
}
