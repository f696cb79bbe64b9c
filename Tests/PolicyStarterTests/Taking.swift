import BuiltInPolicy
import ClaudeClient
import Diagnostics
import JSONTree
import PolicyCheck
import PolicyLoader
import PolicyStarter
import RouteEngine
import Testing

/// Set-ups taken over on a fixed day, and what came of it.
struct Taking {
  let report: [String]
  let text: String

  static let recipes = Recipe.all(in: BuiltInPolicy.presetBytes)

  init(_ setups: [EarlierSetup], reserved: Set<String> = []) {
    guard let today = CalendarDay("2026-11-22") else {
      preconditionFailure("this day is in every calendar")
    }
    let takeOver = TakeOver(
      of: setups,
      recipes: Self.recipes,
      prices: PriceList(shipped: BuiltInPolicy.priceBytes),
      today: today,
      reserved: reserved
    )
    report = TakeOverReport(takeOver, empty: []).lines
    text = UserStarter(found: [], takeOver: takeOver).text
  }

  /// Lines of a shell's start file.
  init(startFile lines: String, path: String = "~/.zshrc") {
    self.init(ShellStartFile(Array(lines.utf8), path: path).setups)
  }

  /// The `env` block of a settings file.
  init(settings text: String) throws {
    let root = try JSONNode(parsing: Array(text.utf8))
    let layer = SettingsLayer(kind: .user, path: "settings.json", root: root)
    self.init([EarlierSetup(layer, path: "~/.claude/settings.json")].compactMap { $0 })
  }

  init(shell: [(name: String, value: String)]) {
    self.init([EarlierSetup(environment: shell)].compactMap { $0 })
  }

  /// What is in force of a chapter of the file, without examples and comments.
  func chapter(_ key: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0 != "\(key):" }
      .dropFirst()
      .prefix { $0.hasPrefix(" ") }
      .filter { !$0.drop { $0 == " " }.hasPrefix("#") }
      .map { $0.dropFirst(2) + "\n" }
      .joined()
  }

  /// What became of each set-up, without the column on the left.
  var outcomes: [String] { report.map { String($0.dropFirst(38)) } }

  func policy() throws -> Policy { try Loaded.policy(text, as: .user) }
}

/// Policies through the loader, with the recipes and the built-in policy behind them.
enum Loaded {
  struct NoPolicy: Error {
    let text: String
  }

  static func assembly(_ text: String, as layer: Layer) -> PolicyAssembly {
    PolicyAssembly(
      of: [
        PolicyFile(layer: layer, name: "policy.yaml", bytes: Array(text.utf8)),
        PolicyFile(layer: .builtIn, name: BuiltInPolicy.name, bytes: BuiltInPolicy.bytes),
      ],
      presets: BuiltInPolicy.presetBytes,
      prices: PriceList(shipped: BuiltInPolicy.priceBytes)
    )
  }

  static func policy(_ text: String, as layer: Layer) throws -> Policy {
    let assembly = assembly(text, as: layer)
    #expect(assembly.diagnostics.map(\.message) == [])
    guard let policy = assembly.policy else { throw NoPolicy(text: text) }
    return policy
  }

  /// What `check` would say without a proof; models of other vendors are what was asked for.
  static func findings(_ policy: Policy) throws -> [String] {
    let today = try #require(CalendarDay("2026-11-22"))
    return PolicyLint(policy, on: today) { $0 == "policy.yaml" }.diagnostics
      .filter { $0.id != "not-a-claude-model" }
      .map { "\($0.id): \($0.message)" }
  }

  /// With every example in force.
  static func withoutMarks(_ text: String) -> String {
    let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { withoutMark($0) }
      .joined(separator: "\n")
  }

  private static func withoutMark(_ line: Substring) -> String {
    let indentation = line.prefix { $0 == " " }
    let rest = line[indentation.endIndex...]
    guard rest.hasPrefix("#") else { return String(line) }
    let example = rest.dropFirst()
    let isWords = example.isEmpty || example.hasPrefix(" ") && !example.hasPrefix("  ")
    return isWords ? String(line) : String(indentation + example)
  }
}
