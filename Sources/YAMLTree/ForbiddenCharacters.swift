extension String {
  /// The first character that no text of a policy may hold: C0 but for tab and line feed, DEL, C1,
  /// and the controls that reorder or hide what a screen shows.
  ///
  /// They reach a text through the escapes of a double-quoted one, or, the invisible ones, as they
  /// are.
  var firstForbiddenScalar: Unicode.Scalar? {
    unicodeScalars.first { $0.isForbidden }
  }
}

extension Unicode.Scalar {
  fileprivate var isForbidden: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0: true
    default: isBidirectionalControl
    }
  }

  /// The characters with the property Bidi_Control (Unicode 15, PropList.txt).
  var isBidirectionalControl: Bool {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// `U+0007`, at least four digits.
  var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
