/// Tokens that a reply, or many of them, used; each kind has a price of its own.
package struct TokenUsage: Hashable, Sendable {
  /// Neither written to the cache nor read from it.
  package var input: Int
  package var output: Int
  /// Written to the cache for five minutes.
  package var cacheWrite5m: Int
  /// Written to the cache for one hour.
  package var cacheWrite1h: Int
  package var cacheRead: Int

  /// From its parts; zero when left out.
  package init(
    input: Int = 0,
    output: Int = 0,
    cacheWrite5m: Int = 0,
    cacheWrite1h: Int = 0,
    cacheRead: Int = 0
  ) {
    self.input = input
    self.output = output
    self.cacheWrite5m = cacheWrite5m
    self.cacheWrite1h = cacheWrite1h
    self.cacheRead = cacheRead
  }

  /// All that was sent, cached or not: what a price's tier by prompt length looks at.
  package var prompt: Int { input + cacheWrite5m + cacheWrite1h + cacheRead }

  package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
    TokenUsage(
      input: left.input + right.input,
      output: left.output + right.output,
      cacheWrite5m: left.cacheWrite5m + right.cacheWrite5m,
      cacheWrite1h: left.cacheWrite1h + right.cacheWrite1h,
      cacheRead: left.cacheRead + right.cacheRead
    )
  }

  package static func += (left: inout TokenUsage, right: TokenUsage) {
    left = left + right
  }
}
