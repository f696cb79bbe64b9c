import Testing
import Usage

/// Whether the model that runs is the route's.
@Suite struct `A routed model` {
  private struct Row: CustomTestStringConvertible, Sendable {
    let asked: String
    let running: String
    let other: String?
    var testDescription: String { "\(asked) beside \(running)" }

    init(_ asked: String, _ running: String, _ other: String? = nil) {
      self.asked = asked
      self.running = running
      self.other = other
    }
  }

  @Test(arguments: [
    Row("claude-haiku-5-5", "claude-haiku-5-5"),
    Row("claude-haiku-5-5", "claude-haiku-5-5[1m]"),
    Row("claude-haiku-5-5[1m]", "claude-haiku-5-5"),
    Row("claude-haiku-4-5", "claude-haiku-4-5-20251001"),
    Row("claude-haiku-4-5@20251001", "claude-haiku-4-5"),
    Row("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5"),
    Row("Claude-Haiku-5-5", "claude-haiku-5-5"),
    Row("haiku", "claude-haiku-5-5"), Row("haiku", "claude-haiku-4-5-20251001"),
    Row("opus[1m]", "claude-opus-5-5"),
    // What these stand for changes as the session goes on.
    Row("opusplan", "claude-sonnet-5-5"), Row("best", "claude-opus-5-5"),
    Row("default", "claude-opus-5-5"),
    Row("haiku", "claude-opus-5-5", "opus"),
    Row("claude-haiku-5-5", "claude-opus-5-5", "opus"),
    Row("claude-haiku-5-5", "claude-opus-5-5[1m]", "opus"),
    // The same family by another version: the name of the family would tell nothing.
    Row("claude-haiku-5-5", "claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001"),
    Row("cheap", "cheap"), Row("cheap", "strong", "strong"),
    Row("deepseek/v4:free", "deepseek/v4", "deepseek/v4"),
    Row("cheap", "claude-opus-5-5", "opus"),
    Row("x", "", ""),
  ])
  private func `is told from another by more than spelling`(row: Row) {
    #expect(RoutedModel(id: row.asked, slots: []).other(row.running) == row.other)
  }

  @Test func `is called by the slot that the route gives it`() {
    let slots = [("opus", "strong"), ("haiku", "cheap"), ("sonnet", "claude-haiku-4-5")].map {
      RoutedModel.Slot(family: $0, id: $1)
    }
    let model = RoutedModel(id: "cheap", slots: slots)
    #expect(model.other("cheap") == nil)
    #expect(model.other("strong[1m]") == "opus")
    #expect(model.other("claude-haiku-4-5-20251001") == "sonnet")
    #expect(model.other("other") == "other")
    #expect(RoutedModel(id: "haiku", slots: slots).other("cheap") == nil)
  }

  @Test(arguments: [
    ("claude-haiku-5-5", true), ("anthropic/claude-haiku-5.5", true),
    ("eu.anthropic.claude-haiku-4-5-20251001-v1:0", true), ("x/claude-sonnet-5-5", true),
    ("claude-opus-5-5[1m]", true), ("~anthropic/claude-haiku-latest", false),
    ("standin-haiku", false), ("claude-haiku", false), ("claude-haiku-", false), ("cheap", false),
    ("", false),
  ])
  func `has a price of the client's when its id names a version`(id: String, isPriced: Bool) {
    // Each measured with client 2.1.330.
    #expect(RoutedModel.isPricedByClient(id) == isPriced)
  }
}
