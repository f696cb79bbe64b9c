extension String {
  /// The text as one word that a POSIX shell reads as it is, quoted only when it has to be.
  ///
  /// For commands that people are shown, to be typed or pasted.
  package var shellWord: String {
    let isPlain =
      !isEmpty && utf8.first != UInt8(ascii: "=")
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "_-./:,@%+=".utf8.contains(byte)
        }
      }
    guard !isPlain else { return self }
    // By scalars: as characters `'` and a combining accent are one.
    return unicodeScalars.reduce(into: "'") { word, scalar in
      word += scalar == "'" ? "'\\''" : String(scalar)
    } + "'"
  }
}
