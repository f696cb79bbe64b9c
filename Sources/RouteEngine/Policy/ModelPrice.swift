/// What a million tokens of each kind cost, in US dollars.
///
/// A price that nobody has stated is absent; none is derived from another.
package struct ModelPrice: Hashable, Sendable {
  package let input: Double
  package let output: Double
  /// Written to the cache for five minutes.
  package let cacheWrite5m: Double?
  /// Written to the cache for one hour.
  package let cacheWrite1h: Double?
  package let cacheRead: Double?

  /// From its parts.
  package init(
    input: Double,
    output: Double,
    cacheWrite5m: Double? = nil,
    cacheWrite1h: Double? = nil,
    cacheRead: Double? = nil
  ) {
    self.input = input
    self.output = output
    self.cacheWrite5m = cacheWrite5m
    self.cacheWrite1h = cacheWrite1h
    self.cacheRead = cacheRead
  }
}
