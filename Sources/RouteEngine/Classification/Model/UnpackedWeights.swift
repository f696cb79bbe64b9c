/// The model's table as numbers, for reading many texts: what is printable in it is worked out once.
///
/// What it says of a feature is what the table says.
final class UnpackedWeights: Sendable {
  /// For each bucket four features: what tells them apart in the lowest two bytes, 0 for none, and a
  /// byte for each weight above.
  private let features: [UInt64]

  init() {
    features = ModelWeights.table.withUTF8Buffer { table in
      var features: [UInt64] = []
      features.reserveCapacity(ModelWeights.bucketCount * 4)
      for start in stride(from: 0, to: ModelWeights.bucketCount * 32, by: 8) {
        var value: UInt64 = 0
        for index in (2..<8).reversed() {
          value = unsafe value << 8 | UInt64(ModelCharacter(byte: table[start + index]).value)
        }
        let high = unsafe ModelCharacter(byte: table[start]).value
        let low = unsafe ModelCharacter(byte: table[start + 1]).value
        features.append(value << 16 | UInt64(high * ModelCharacter.count + low))
      }
      return features
    }
  }

  @unsafe struct Table {
    fileprivate let features: UnsafePointer<UInt64>

    /// The six weights of a feature, a byte for each above the lowest two; 0 when it was not kept.
    @inline(__always)
    func weights(of hash: UInt32) -> UInt64 {
      let bucketCount = UInt32(ModelWeights.bucketCount)
      let print = UInt64(LinearModel.print(of: hash / bucketCount))
      let bucket = unsafe features + Int(hash % bucketCount) &* 4
      for entry in 0..<4 {
        let found = unsafe bucket[entry]
        if found & 0xFFFF == print { return found }
      }
      return 0
    }
  }

  @inline(__always)
  func withTable(_ body: (Table) -> Void) {
    unsafe features.withUnsafeBufferPointer { features in
      guard let base = features.baseAddress else { return }
      unsafe body(Table(features: base))
    }
  }
}
