import RouteEngine
import Testing

@Suite struct `The tag of a task's classes` {
  static let cases: [(classes: [String], text: String)] = [
    ([], "default"), (["bulk"], "bulk"), (["production", "bulk"], "bulk+production"),
    (["bulk", "production", "bulk"], "bulk+production"), (["default"], "default+default"),
    (["default", "bulk"], "bulk+default"),
  ]

  @Test(arguments: cases)
  func `is one word, whatever their order`(classes: [String], text: String) {
    #expect(ClassTag(classes).text == text)
  }

  /// A comma would be "any of these" to the proxy.
  @Test func `has no comma`() {
    #expect(!ClassTag(["a", "b", "c"]).text.contains(","))
  }
}
