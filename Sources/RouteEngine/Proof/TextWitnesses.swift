/// A text for every combination of patterns that some text matches.
///
/// The product of the patterns' automata is explored breadth first, so the texts are short; first
/// among texts that look like names and paths, then among all that can be printed, then among all.
struct TextWitnesses {
  /// In the order found.
  private(set) var texts: [String] = []
  /// Whether every combination that exists was found.
  private(set) var isComplete = true

  private let automaton: TextAutomaton
  /// The combinations that have a text.
  private var found: Set<Set<Int>>
  /// One byte for each set of bytes that mean the same everywhere.
  private let alphabet: [UInt8]

  /// States of the product that are explored; a handful of patterns has hundreds.
  static let usualLimit = 20_000

  /// `known` are texts that are used already; no other is sought for what they match.
  init(of patterns: [TextAutomaton.Pattern], besides known: [String], limit: Int = usualLimit) {
    automaton = TextAutomaton(patterns)
    alphabet = Self.alphabet(automaton.byteSets)
    found = []
    for text in known {
      found.insert(automaton.accepted(text.utf8.reduce(automaton.start, automaton.step)))
    }
    for style in Style.allCases {
      explore(style, limit: limit)
    }
  }

  /// What texts are looked at.
  private enum Style: CaseIterable {
    /// Printable, no blanks, no empty part between slashes.
    case name
    /// The same after a leading slash.
    case path
    case printable
    /// Whatever is valid UTF-8.
    case any

    /// Stands for every last byte but the slash.
    static let letter = UInt8(ascii: "x")

    func allows(_ byte: UInt8, after last: UInt8?) -> Bool {
      let isSlash = byte == UInt8(ascii: "/")
      switch self {
      case .name: return byte.isPrintable && byte != 0x20 && !(isSlash && last != Self.letter)
      case .path: return byte.isPrintable && byte != 0x20 && !(isSlash && last == byte)
      case .printable: return byte.isPrintable
      case .any: return true
      }
    }

    func accepts(after last: UInt8?) -> Bool {
      switch self {
      case .name, .path: last != nil && last != UInt8(ascii: "/")
      case .printable: last != nil
      case .any: true
      }
    }
  }

  private struct Place: Hashable {
    let states: TextAutomaton.StateSet
    let encoding: UTF8Progress
    /// Only whether there is one, and whether it is a slash.
    let last: UInt8?
  }

  private mutating func explore(_ style: Style, limit: Int) {
    let start = Place(states: automaton.start, encoding: .complete, last: nil)
    var places = [start]
    // The place and the byte that led to each place.
    var origins: [(place: Int, byte: UInt8)] = [(0, 0)]
    var seen: Set<Place> = [start]
    var index = 0
    while index < places.count {
      let place = places[index]
      if place.encoding == .complete, style.accepts(after: place.last),
        found.insert(automaton.accepted(place.states)).inserted
      {
        texts.append(Self.text(endingAt: index, origins))
      }
      for byte in alphabet where style.allows(byte, after: place.last) {
        guard let encoding = place.encoding.after(byte) else { continue }
        let next = Place(
          states: automaton.step(place.states, byte),
          encoding: encoding,
          last: byte == UInt8(ascii: "/") ? byte : Style.letter
        )
        guard seen.insert(next).inserted else { continue }
        places.append(next)
        origins.append((index, byte))
      }
      index += 1
      guard places.count <= limit else {
        // The other styles only look for a nicer text.
        if style == .any { isComplete = false }
        return
      }
    }
  }

  private static func text(endingAt end: Int, _ origins: [(place: Int, byte: UInt8)]) -> String {
    var bytes: [UInt8] = []
    var place = end
    while place != 0 {
      bytes.append(origins[place].byte)
      place = origins[place].place
    }
    return String(decoding: bytes.reversed(), as: UTF8.self)
  }

  /// Letters come first, so that texts look like words.
  private static func alphabet(_ sets: Set<GlobByteSet>) -> [UInt8] {
    let sets = Array(sets)
    let letters =
      Array(UInt8(ascii: "x")...UInt8(ascii: "z")) + Array("abcdefghijklmnopqrstuvw".utf8)
    let digits = Array(UInt8(ascii: "0")...UInt8(ascii: "9")) + Array("/-._".utf8)
    let others = (UInt8(1)...255).filter { !letters.contains($0) && !digits.contains($0) }
    var seen: Set<[Int]> = []
    return (letters + digits + others).filter { byte in
      let kind = [
        UTF8Progress.kind(of: byte), byte.isPrintable ? 1 : 0, byte == 0x20 ? 1 : 0,
        byte == UInt8(ascii: "/") ? 1 : 0,
      ]
      return seen.insert(kind + sets.map { $0.contains(byte) ? 1 : 0 }).inserted
    }
  }
}

extension UInt8 {
  fileprivate var isPrintable: Bool { (0x20...0x7E).contains(self) }
}

/// How much of a scalar value has been read (Unicode, table 3-7).
private struct UTF8Progress: Hashable {
  /// Bytes still to come.
  private var missing = 0
  /// What the next of them may be.
  private var next: ClosedRange<UInt8> = 0x80...0xBF

  static let complete = UTF8Progress()

  /// Nil when no valid text goes on so.
  func after(_ byte: UInt8) -> UTF8Progress? {
    if missing > 0 {
      guard next.contains(byte) else { return nil }
      return UTF8Progress(missing: missing - 1)
    }
    switch byte {
    case 0x00...0x7F: return .complete
    case 0xC2...0xDF: return UTF8Progress(missing: 1)
    case 0xE0: return UTF8Progress(missing: 2, next: 0xA0...0xBF)
    case 0xED: return UTF8Progress(missing: 2, next: 0x80...0x9F)
    case 0xE1...0xEF: return UTF8Progress(missing: 2)
    case 0xF0: return UTF8Progress(missing: 3, next: 0x90...0xBF)
    case 0xF1...0xF3: return UTF8Progress(missing: 3)
    case 0xF4: return UTF8Progress(missing: 3, next: 0x80...0x8F)
    default: return nil
    }
  }

  /// Bytes of one kind are interchangeable in every place.
  static func kind(of byte: UInt8) -> Int {
    switch byte {
    case 0x00...0x7F: 0
    case 0x80...0x8F: 1
    case 0x90...0x9F: 2
    case 0xA0...0xBF: 3
    case 0xC2...0xDF: 4
    case 0xE0: 5
    case 0xED: 6
    case 0xE1...0xEF: 7
    case 0xF0: 8
    case 0xF1...0xF3: 9
    case 0xF4: 10
    default: 11
    }
  }
}
