/// The first values that were worked out, with what each was worked out from: thousands of rules may need
/// the same few.
struct FirstFew<Key, Value> {
  private var entries: [(key: Key, value: Value)] = []

  /// More would take longer to look through than to work out again.
  private static var maximumCount: Int { 8 }

  func value(where isKey: (Key) -> Bool) -> Value? {
    entries.first { isKey($0.key) }?.value
  }

  mutating func add(_ value: Value, for key: Key) {
    if entries.count < Self.maximumCount { entries.append((key, value)) }
  }
}
