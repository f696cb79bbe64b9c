extension String {
  /// The text as the content of an XML 1.0 element.
  var xmlContent: String { xml { $0 == "\r" } }

  /// The text as the value of an XML 1.0 attribute in double quotes.
  ///
  /// Readers turn line breaks and tabs in attributes into spaces, but not their references.
  var xmlAttribute: String { xml { $0 == "\r" || $0 == "\n" || $0 == "\t" } }

  /// What XML cannot say, not even by reference, becomes U+FFFD; what moves a cursor or turns the
  /// direction of writing is written as a reference, so that the document is safe on a screen.
  private func xml(referring isReferred: (Unicode.Scalar) -> Bool) -> String {
    unicodeScalars.reduce(into: "") { xml, scalar in
      switch scalar {
      case "&": xml += "&amp;"
      case "<": xml += "&lt;"
      case ">": xml += "&gt;"
      case "\"": xml += "&quot;"
      case _ where !scalar.isXMLCharacter: xml += "\u{FFFD}"
      case "\n", "\t", "\r":
        xml += isReferred(scalar) ? scalar.xmlReference : String(scalar)
      case _ where scalar.visibleEscape != nil: xml += scalar.xmlReference
      default: xml.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Unicode.Scalar {
  /// The production Char of XML 1.0, fifth edition, section 2.2; surrogates are no scalars.
  fileprivate var isXMLCharacter: Bool {
    switch value {
    case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }

  fileprivate var xmlReference: String { "&#x\(String(value, radix: 16, uppercase: true));" }
}
