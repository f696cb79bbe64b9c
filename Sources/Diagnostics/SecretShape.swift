/// What keys and tokens of the known vendors look like.
package enum SecretShape {
  /// Prefixes that vendors give their keys, as their documentation and secret scanners list them.
  private static let prefixes = [
    "sk-", "sk_", "pk-", "csk-", "AKIA", "ASIA", "ABSK", "AIza", "ya29.", "eyJ", "ghp_", "gho_",
    "ghs_", "ghu_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "hf_", "gsk_", "xai-",
    "pplx-", "nvapi-", "r8_", "fw_", "tgp_", "vck_",
  ]

  /// Words of an `Authorization` header before the secret.
  private static let schemes = ["bearer", "basic"]
  private static let longestScheme = 6
  /// `basic`; a URL that hides something, such as `://?x`, is no shorter.
  private static let shortestOfInterest = 5

  /// A known prefix and at least 12 bytes, with or without the word of a header before it, or 32 and
  /// more characters without a space that mix letters and at least four digits.
  ///
  /// Ids and paths, which are made of words, are none, unless one of their parts looks like a key.
  package static func matches(_ text: some StringProtocol) -> Bool {
    if text.utf8.count >= 12, prefixes.contains(where: { text.hasPrefix($0) }) {
      return true
    }
    if let space = text.firstIndex(of: " "), isScheme(text[..<space]) {
      let rest = text[space...].drop { $0 == " " }
      return rest.utf8.count >= 6 && rest.utf8.allSatisfy(isTokenByte)
    }
    let digits = text.utf8.count(where: isDigit)
    return text.utf8.count >= 32 && digits >= 4 && digits < text.utf8.count
      && text.utf8.allSatisfy(isTokenByte) && !isMadeOfWords(text)
  }

  /// The text with every word that looks like a secret, and what a URL carries beside its address,
  /// turned into asterisks of the same length.
  package static func concealed(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    var isChanged = false
    var schemeEnd: Int?
    for chunk in scalars.indices.split(whereSeparator: { isBoundary(scalars[$0]) }) {
      // A line may have a hundred thousand words, most of them too short for a scheme or a URL.
      guard chunk.count >= shortestOfInterest else {
        schemeEnd = nil
        continue
      }
      let word = Array(scalars[chunk])
      let isAfterScheme = schemeEnd.map { end in
        scalars[end..<chunk.startIndex].allSatisfy { $0 == " " }
      }
      for place in hiddenPlaces(in: word, isAfterScheme: isAfterScheme ?? false) {
        scalars[chunk.startIndex + place] = "*"
        isChanged = true
      }
      let mayBeScheme = word.count <= longestScheme
      schemeEnd = mayBeScheme && isScheme(string(word)) ? chunk.endIndex : nil
    }
    return isChanged ? string(scalars) : text
  }

  /// The places in a word that must not be shown.
  private static func hiddenPlaces(in word: [Unicode.Scalar], isAfterScheme: Bool) -> [Int] {
    if let hidden = hiddenPlaces(inURL: word) { return hidden }
    // `credential:KEY` and `-KEY`, without the space that YAML wants, `NAME=KEY`, `&KEY`.
    let pieces = word.indices.split { isSeparator(word[$0]) }
    return pieces.map { piece in piece.drop { "-./+_".unicodeScalars.contains(word[$0]) } }
      .flatMap { piece -> [Int] in
        // All of it is ASCII, and nothing shorter is a key.
        guard piece.count >= 6 else { return [] }
        let text = string(word[piece])
        if matches(text) || isAfterScheme && text.utf8.contains(where: isDigit) {
          return Array(piece)
        }
        // `BACKEND/KEY`.
        guard text.utf8.contains(UInt8(ascii: "/")) else { return [] }
        return piece.split { word[$0] == "/" }.filter { matches(string(word[$0])) }.flatMap { $0 }
      }
  }

  /// User info, query and fragment; absent when the word is no URL.
  private static func hiddenPlaces(inURL word: [Unicode.Scalar]) -> [Int]? {
    guard
      let scheme = word.indices.dropLast(2).first(where: {
        word[$0...].starts(with: "://".unicodeScalars)
      })
    else { return nil }
    let start = scheme + 3
    var hidden: [Int] = []
    if let at = word.lastIndex(of: "@"), at > start {
      hidden += start..<at
    }
    if let query = word[start...].firstIndex(where: { $0 == "?" || $0 == "#" }) {
      hidden += query + 1..<word.count
    }
    let path = word[start...].split(separator: "/")
    for segment in path where matches(string(segment)) {
      hidden += segment.indices
    }
    return hidden
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func isScheme(_ word: some StringProtocol) -> Bool {
    schemes.contains(word.lowercased())
  }

  /// Quotes, commas, brackets and white space.
  private static func isBoundary(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x22, 0x27, 0x60, 0x2C, 0x5B, 0x5D, 0x7B, 0x7D: true
    // The characters with the property White_Space (Unicode 15, PropList.txt).
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar != "=", scalar.isASCII else { return true }
    return !isTokenByte(UInt8(ascii: scalar))
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "_-.+/=".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Whether at least two parts are words of four and more letters, all small or all capital, and no
  /// part mixes 16 and more letters and digits: `anthropic.claude-haiku-4-5-20251001-v1`,
  /// `/srv/models/2026-11-22/q4`.
  private static func isMadeOfWords(_ text: some StringProtocol) -> Bool {
    let parts = text.utf8.split { !isLetter($0) && !isDigit($0) }
    let words = parts.count { part in
      part.count >= 4 && part.allSatisfy(isLetter)
        && Set(part.map { $0 & 0x20 }).count == 1
    }
    let hasKey = parts.contains { part in
      part.count >= 16 && part.contains(where: isDigit) && part.contains(where: isLetter)
    }
    return words >= 2 && !hasKey
  }
}
