/// What generated policies define and mention.
struct SpecNames {
  var classes: [String]
  var labels: [String]
  var backends: [String]
  /// With stems far apart; none of them negates or ends a sentence.
  var words: [String]
  /// Of the built-in policy, to be dropped by `built-in: {without: […]}`; nil: its first.
  var droppedConstraint: String?

  static let invented = SpecNames(
    classes: ["amber", "birch", "coral", "delta", "ember"],
    labels: ["lime", "mint", "navy", "olive"],
    backends: ["one", "two", "three", "four", "five"],
    words: ["walrus", "teapot", "granite", "violin", "harbor", "lantern", "meadow"]
  )
}

/// The words that generated policies and states are made of: few, so that they meet.
enum SpecWorld {
  static let filler = ["the", "old", "beside", "a"]

  static let files = [
    "README.md", "docs/guide.md", "docs/api/index.html", "src/main.swift", "ci.yml",
  ]
  static let pathGlobs = ["*.md", "docs/**", "src/*.swift", "docs", "*.yml", "docs/*.md"]

  /// Facts by type; values that lie on both sides of every comparison.
  static let textFacts = ["branch", "client.effort", "env.TIER"]
  static let texts = ["main", "release/1", "release/1/x", "dev"]
  static let textGlobs = ["release/*", "release/**", "*", "ma*", "*v"]
  static let numberFacts = ["files.count", "task.words"]
  static let numbers = [0, 2, 3, 7]
  static let truthFacts = ["ci", "client.print"]
  static let projectPaths = ["/home/me/side/app", "/home/me/work/app"]
  static let projectRemotes = ["github.com/acme/shop", "github.com/me/toy"]
  static let projectGlobs = [
    ("path", "/home/me/side/**"), ("path", "/home/me/work/*"), ("remote", "github.com/acme/*"),
    ("remote", "github.com/*/toy"),
  ]

  static let kinds = ["anthropic", "gateway", "bedrock", "mantle", "vertex", "foundry"]
  static let trusts = ["third-party", "cloud", "first-party"]
  static let traits = ["thinking", "parallel-tools", "streaming", "rate-limit"]
  static let grades = ["good", "degraded", "broken", "unknown"]
  static let efforts = ["low", "medium", "high", "xhigh", "max"]
  static let families = ["opus", "sonnet", "haiku", "fable"]
  static let regions = ["us-east-1", "eu-central-1", "europe-west1", "ap-southeast-1", "global"]
  static let geographies = ["eu", "us", "apac", "jp", "au", "global"]
  static let environment = ["env:KEY_A", "env:KEY_B", "env:KEY_C"]

  /// The sources that a backend of this kind may name.
  static func credentials(of kind: String, hasBaseURL: Bool) -> [String] {
    let keys = environment + ["file:/etc/key", "keychain:Service", "command:print-key"]
    return switch (kind, hasBaseURL) {
    case ("anthropic", false): ["login"] + keys
    case ("anthropic", true), ("gateway", _), ("foundry", true): ["none"] + keys
    case ("foundry", false): keys
    case ("bedrock", false), ("mantle", false): ["aws"] + keys
    case ("bedrock", true), ("mantle", true): ["none", "aws"] + keys
    case ("vertex", true): ["none", "google"]
    default: ["google"]
    }
  }
}

extension RandomNumberGenerator {
  mutating func chance(_ percent: Int) -> Bool {
    next() % 100 < UInt64(percent)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One of a list that is never empty.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }

  /// Different elements, as many as there are at most, in random order.
  mutating func some<Element>(_ range: ClosedRange<Int>, of elements: [Element]) -> [Element] {
    var rest = elements
    var chosen: [Element] = []
    for _ in 0..<min(number(range), elements.count) {
      chosen.append(rest.remove(at: Int(next() % UInt64(rest.count))))
    }
    return chosen
  }
}
