/// What a session is taken to use, from a small one to a large one.
package struct SessionShape: Hashable, Sendable {
  /// Tokens sent and tokens received, over all of its prompts.
  package let input: ClosedRange<Int>
  package let output: ClosedRange<Int>
  /// The share of the input that is read from the cache, 0 to 1; nothing is counted as written to it.
  package let cachedShare: Double

  /// The source article's range (early 2026), nothing cached.
  package static let typical = SessionShape(input: 50_000...200_000, output: 10_000...50_000)

  /// From its parts.
  package init(input: ClosedRange<Int>, output: ClosedRange<Int>, cachedShare: Double = 0) {
    self.input = input
    self.output = output
    self.cachedShare = cachedShare
  }

  func usage(input: Int, output: Int) -> TokenUsage {
    let cached = Int((Double(input) * cachedShare).rounded())
    return TokenUsage(input: input - cached, output: output, cacheRead: cached)
  }
}
