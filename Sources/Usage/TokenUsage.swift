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
  package var prompt: Int {
    input.adding(cacheWrite5m).adding(cacheWrite1h).adding(cacheRead)
  }

  package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
    TokenUsage(
      input: left.input.adding(right.input),
      output: left.output.adding(right.output),
      cacheWrite5m: left.cacheWrite5m.adding(right.cacheWrite5m),
      cacheWrite1h: left.cacheWrite1h.adding(right.cacheWrite1h),
      cacheRead: left.cacheRead.adding(right.cacheRead)
    )
  }

  package static func += (left: inout TokenUsage, right: TokenUsage) {
    left = left + right
  }
}

extension Int {
  /// The sum, or the largest number there is: a transcript may say anything, and must not stop us.
  package func adding(_ other: Int) -> Int {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? (other < 0 ? .min : .max) : sum
  }
}
