/// Each text once, however often it is met: sessions, models and folders of many thousand replies.
package struct NameTable: Sendable {
  /// A text's place in the table.
  package struct ID: Hashable, Sendable {
    let place: Int32
  }

  private var bytes: [UInt8] = []
  /// Where each text ends in `bytes`; the next begins there.
  private var ends: [Int] = []
  private var slots = [Int32](repeating: -1, count: 64)

  init() {}

  /// The text of an id that this table gave.
  package subscript(id: ID) -> String {
    String(decoding: bytes[range(of: id.place)], as: UTF8.self)
  }

  /// The id of a text of a line, new when it was never met.
  mutating func id(of text: LineText, in line: UnsafeRawBufferPointer) -> ID {
    guard text.isEscaped else {
      return unsafe id(of: UnsafeRawBufferPointer(rebasing: line[text.range]))
    }
    let resolved = unsafe text.bytes(in: line)
    return unsafe resolved.withUnsafeBytes { unsafe id(of: $0) }
  }

  private mutating func id(of name: UnsafeRawBufferPointer) -> ID {
    var hash = HashPair()
    unsafe hash.mix(name)
    var slot = Int(truncatingIfNeeded: hash.finished.0) & (slots.count - 1)
    while slots[slot] >= 0 {
      if unsafe isName(slots[slot], name) { return ID(place: slots[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let place = Int32(ends.count)
    unsafe bytes.append(contentsOf: name)
    ends.append(bytes.count)
    slots[slot] = place
    if ends.count * 2 > slots.count {
      grow()
    }
    return ID(place: place)
  }

  private func range(of place: Int32) -> Range<Int> {
    (place == 0 ? 0 : ends[Int(place) - 1])..<ends[Int(place)]
  }

  private func isName(_ place: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
    let range = range(of: place)
    guard range.count == name.count else { return false }
    return unsafe bytes[range].elementsEqual(name)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for place in 0..<Int32(ends.count) {
      var hash = HashPair()
      unsafe bytes.withUnsafeBytes {
        unsafe hash.mix(UnsafeRawBufferPointer(rebasing: $0[range(of: place)]))
      }
      var slot = Int(truncatingIfNeeded: hash.finished.0) & (slots.count - 1)
      while slots[slot] >= 0 {
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = place
    }
  }
}
