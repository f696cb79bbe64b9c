internal import Diagnostics

/// A file's bytes, made fit for libyaml: whatever libyaml would answer with a poor message, or with
/// a silence, is found here.
struct SourceText {
  /// Valid UTF-8 without a byte-order mark, without characters that libyaml refuses to read, and
  /// without directives; every position in it is that of the file.
  private(set) var bytes: [UInt8]
  private(set) var mistakes: [Diagnostic] = []
  /// Whether some text may hold a character of `Unicode.Scalar.isBidirectionalControl`.
  private(set) var mayHoldBidirectionalControls = false

  private(set) var isASCII = true

  private let file: String

  /// - Throws: What makes it pointless to go on.
  init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.file = file
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8("the file is UTF-16, not UTF-8", at: place(SourcePosition(line: 1, column: 1)))
    }
    try replaceUnreadable()
    replaceDirectives()
  }

  func place(_ position: SourcePosition) -> SourcePlace {
    SourcePlace(file: file, range: SourceRange(at: position))
  }

  // MARK: - Characters

  private mutating func replaceUnreadable() throws(Diagnostic) {
    var controls: [(offset: Int, scalar: Unicode.Scalar)] = []
    var offset = 0
    while let next = bytes.firstUnusual(from: offset) {
      offset = next
      let byte = bytes[offset]
      guard let (scalar, length) = Self.scalar(at: offset, in: bytes) else {
        let code = "0x" + String(byte, radix: 16, uppercase: true)
        throw .notUTF8("the file is not UTF-8: byte \(code)", at: place(positions([offset])[0]))
      }
      if scalar == "\0" {
        throw .notUTF8("the file holds a NUL byte", at: place(positions([offset])[0]))
      }
      if !scalar.isReadable {
        controls.append((offset, scalar))
        if controls.count == YAMLDocument.maximumMistakes { break }
      }
      isASCII = isASCII && length == 1
      mayHoldBidirectionalControls = mayHoldBidirectionalControls || scalar.isBidirectionalControl
      offset += length
    }
    for (control, position) in zip(controls, positions(controls.map(\.offset))) {
      mistakes.append(.forbiddenCharacter(control.scalar, at: place(position)))
      replace(control.scalar, at: control.offset)
    }
  }

  /// Puts a harmless character of the same length there, so that reading can go on.
  private mutating func replace(_ scalar: Unicode.Scalar, at offset: Int) {
    let substitute: Unicode.Scalar =
      switch scalar.utf8Length {
      case 1: "_"
      case 2: "\u{B7}"
      default: "\u{FFFD}"
      }
    for (index, unit) in String(substitute).utf8.enumerated() {
      bytes[offset + index] = unit
    }
  }

  /// The scalar that begins there; absent when the bytes are no UTF-8 (Unicode, table 3-7).
  private static func scalar(
    at offset: Int,
    in bytes: [UInt8]
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = bytes[offset]
    let length: Int
    let lowest: UInt32
    var value: UInt32
    switch first {
    case 0..<0x80: (length, lowest, value) = (1, 0, UInt32(first))
    case 0xC2...0xDF: (length, lowest, value) = (2, 0x80, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, lowest, value) = (3, 0x800, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, lowest, value) = (4, 0x1_0000, UInt32(first & 0x07))
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for index in offset + 1..<offset + length {
      guard bytes[index] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    // Surrogates and values above U+10FFFF are no scalars.
    guard value >= lowest, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }

  // MARK: - Directives

  /// Turns the `%` lines at the head of the file into comments.
  ///
  /// libyaml compares each `%TAG` with all before it, which takes a second for 256 KiB of them.
  private mutating func replaceDirectives() {
    // Replaced at the end: the first write copies the bytes, which are the caller's too.
    var directives: [Int] = []
    defer { for index in directives { bytes[index] = UInt8(ascii: "#") } }
    var index = 0
    var line = 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "%"):
        mistakes.append(.directive(at: place(SourcePosition(line: line, column: 1))))
        if mistakes.count >= YAMLDocument.maximumMistakes { return }
        directives.append(index)
      case UInt8(ascii: "#"), UInt8(ascii: " "), UInt8(ascii: "\t"):
        break
      default:
        guard lineBreak(at: index) != nil else { return }
      }
      guard let next = startOfNextLine(from: index) else { return }
      index = next
      line += 1
    }
  }
}

extension Unicode.Scalar {
  fileprivate var utf8Length: Int { UTF8.width(self) }

  /// The characters that YAML allows (YAML 1.1, section 4.1.1), but for the byte-order mark, which
  /// is a character of its own only where nobody wants it.
  fileprivate var isReadable: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0x1_0000...0x10_FFFF: true
    case 0xE000...0xFFFD: value != 0xFEFF
    default: false
    }
  }
}

extension [UInt8] {
  /// Where the next byte stands that is neither printable ASCII nor a line feed; absent without one.
  ///
  /// Eight are looked at in one step, as nearly every byte of a policy is usual.
  fileprivate func firstUnusual(from start: Int) -> Int? {
    var index = start
    unsafe withUnsafeBytes { bytes in
      while index + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        guard word.holdsUsualBytes else { break }
        index += 8
      }
    }
    while index < count {
      let byte = self[index]
      guard byte >= 0x20 && byte < 0x7F || byte == 0x0A else { return index }
      index += 1
    }
    return nil
  }
}

extension UInt64 {
  /// Whether each of its eight bytes is printable ASCII or a line feed.
  ///
  /// The top bit of a byte stands for the answer about it (Warren, "Hacker's Delight", section 6-1).
  fileprivate var holdsUsualBytes: Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones << 7
    let difference = self ^ (ones &* 0x0A)
    let lineFeeds = ~(((difference & ~tops) &+ ~tops) | difference) & tops
    // A line feed counts as a `*`.
    let word = self | lineFeeds >> 2
    let low = (word &- ones &* 0x20) & ~word
    let high = word | (word &+ ones)
    return (low | high) & tops == 0
  }
}
