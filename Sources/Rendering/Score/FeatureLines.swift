package import PolicyCheck
internal import RouteEngine

/// What a program that trains the model reads: labels and features, one line for each task.
///
/// `primary TAB secondary TAB cheap TAB kind TAB source TAB words TAB characters`: the labels as the
/// table writes them, `yes` or `no`, `-` for an empty kind or source, and the hashes of the features
/// in hexadecimal.
package struct FeatureLines: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(_ tasks: some Sequence<LabelledTask>) {
    var bytes: [UInt8] = []
    for task in tasks {
      let features = FeatureHashes(of: task.text)
      let labels = [
        task.written.primary, task.written.secondary, task.isCheap ? "yes" : "no",
        task.kind.isEmpty ? "-" : task.kind,
        task.written.source.isEmpty ? "-" : task.written.source,
      ]
      for label in labels {
        bytes += label.printable.utf8
        bytes.append(UInt8(ascii: "\t"))
      }
      bytes.append(hashes: features.words)
      bytes.append(UInt8(ascii: "\t"))
      bytes.append(hashes: features.characters)
      bytes.append(UInt8(ascii: "\n"))
    }
    text = String(decoding: bytes, as: UTF8.self)
  }
}

extension [UInt8] {
  /// In hexadecimal without leading zeros, separated by blanks.
  fileprivate mutating func append(hashes: [UInt32]) {
    for (index, hash) in hashes.enumerated() {
      if index > 0 { append(UInt8(ascii: " ")) }
      var shift = (31 - Swift.min(31, hash.leadingZeroBitCount)) / 4 * 4
      while shift >= 0 {
        let digit = UInt8(hash >> UInt32(shift) & 0xF)
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        shift -= 4
      }
    }
  }
}
