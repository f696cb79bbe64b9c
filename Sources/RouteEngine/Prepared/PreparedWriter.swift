/// Writes values in the form that `PreparedReader` reads: numbers in groups of seven bits, texts with
/// their length in front, nothing named and nothing aligned.
package struct PreparedWriter {
  package private(set) var bytes: [UInt8] = []
  /// Whether everything could be written; what the built-in policy never had cannot.
  package private(set) var isComplete = true
  /// Of the last place; those of a file come one after the other, so that differences are small.
  private var line = 0

  package init() {}

  /// Notes that a value has no prepared form.
  package mutating func refuse() {
    isComplete = false
  }

  /// A number from 0 on.
  package mutating func count(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Any number; near 0 it takes one byte.
  package mutating func number(_ number: Int) {
    count(number << 1 ^ number >> (Int.bitWidth - 1))
  }

  package mutating func flag(_ isSet: Bool) {
    bytes.append(isSet ? 1 : 0)
  }

  package mutating func double(_ number: Double) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> shift))
    }
  }

  package mutating func text(_ text: String) {
    count(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Bytes with their number in front.
  mutating func run(_ bytes: [UInt8]) {
    count(bytes.count)
    self.bytes.append(contentsOf: bytes)
  }

  mutating func range(_ range: Range<Int>) {
    count(range.lowerBound)
    count(range.count)
  }

  package mutating func texts(_ texts: [String]) {
    count(texts.count)
    for text in texts {
      self.text(text)
    }
  }

  /// A text that may be absent.
  package mutating func optionalText(_ text: String?) {
    flag(text != nil)
    if let text { self.text(text) }
  }

  /// The line, as the difference from the last one.
  package mutating func line(_ line: Int) {
    number(line - self.line)
    self.line = line
  }
}
