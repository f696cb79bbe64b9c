/// A text of somebody else's, fit for a terminal: nothing in it can move the cursor, colour the
/// screen, reorder what is read or end the line.
///
/// Every text that comes from a policy, a task, a transcript or a settings file is printed by this.
package struct TerminalText: Hashable, Sendable {
  /// `\n`, `\r`, `\t`, else `\u{1B}`, in place of each dangerous character; all others unchanged.
  package let text: String

  package init(_ untrusted: some StringProtocol) {
    let scalars = untrusted.unicodeScalars
    guard scalars.contains(where: { $0.visibleEscape != nil }) else {
      text = String(untrusted)
      return
    }
    text = scalars.reduce(into: "") { text, scalar in
      if let escape = scalar.visibleEscape {
        text += escape
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Bytes that are not UTF-8 become U+FFFD.
  package init(bytes: some Collection<UInt8>) {
    self.init(String(decoding: bytes, as: UTF8.self))
  }
}

extension String {
  /// The same, for use inside other texts.
  package var printable: String { TerminalText(self).text }
}

extension Unicode.Scalar {
  /// What a terminal is shown instead; absent for a harmless character.
  ///
  /// Dangerous are C0, DEL, C1, the line and paragraph separator, and the characters with the
  /// property Bidi_Control (Unicode 15, PropList.txt).
  var visibleEscape: String? {
    switch value {
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
      "\\u{" + String(value, radix: 16, uppercase: true) + "}"
    default: nil
    }
  }

  /// How many columns a terminal gives the character (Unicode Standard Annex 11, simplified to
  /// blocks): 0 for what combines with the one before, 2 for wide ones, else 1.
  var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x2_0000...0x3_FFFD:
      return 2
    default:
      return properties.isEmojiPresentation ? 2 : 1
    }
  }
}
