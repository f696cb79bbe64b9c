/// Values that some shell reads as more than text.
enum HostileValues {
  static let chosen: [String] = [
    "", " ", "  a  b  ", "\n", "\n\n", "a\n", "a\nb\n\n", "\r\n", "\ta\t", "'", "''", "'''", "\"",
    "\"\"", "'\"'\"'", "\\", "\\\\", "\\'", "\\n", "\\\n", "a\\", "\\\\\n", "'\\''", "$", "$$",
    "$HOME",
    "${HOME}", "$(echo owned)", "`echo owned`", "$((1+1))", "$'a'", "$\"a\"", "!", "!!", "!x",
    "\\!",
    "a!b!c", "'!'", "-n", "-e a", "--", "-", "%", "%s%d%%", "*", "?", "[a-z]*", "~", "~root", "a~",
    "=ls", "a=b", "#", "# a", "a #b", ";", "a; echo owned", "&", "&& echo owned", "|", "<", ">",
    "(",
    ")", "{a,b}", "}", "^a^b", "@", ":q", "a:b", "é", "e\u{301}", "'\u{301}", "\\\u{301}",
    "\n\u{301}",
    "漢字", "😀", "👩‍👩‍👧", "\u{FEFF}", "\u{F600}", "\u{E000}", "\u{A0}",
    "\u{2028}", "\u{202E}", "\u{7F}", "\u{85}", "EOF", "\nEOF\n", "end", "fi", "esac", "\n}\n",
  ]

  /// Characters that Unicode keeps for programs' own use; fish does use them.
  static let noncharacters: [String] = [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1_FFFE, 0x10_FFFF]
    .compactMap(UnicodeScalar.init).map { "a\(String($0))b" }

  /// Every byte from 1 to 31, alone and between letters.
  static let controls: [String] = (1...31).flatMap { value -> [String] in
    let scalar = String(UnicodeScalar(UInt8(value)))
    return [scalar, "a\(scalar)b"]
  }

  /// The same 400 on each run.
  static let generated = generated(400, seed: 20_261_122)

  static let all = chosen + noncharacters + controls + generated

  /// Every pair of characters that a shell may read as more than text.
  static let pairs: [String] = {
    let special = "'\"\\\n\r\t $`!#%&()*-;<=>?@[]^{|}~:é\u{301}".unicodeScalars.map(String.init)
    return special.flatMap { first in special.map { first + $0 } }
  }()

  /// All of these and so many others that they are 10,000, the same on each run.
  static let tenThousand: [String] = {
    let fixed = chosen + noncharacters + controls + pairs
    return fixed + generated(10_000 - fixed.count, seed: 1)
  }()

  private static func generated(_ count: Int, seed: UInt64) -> [String] {
    var generator = SplitMix(state: seed)
    let alphabet =
      (1...126).map { String(UnicodeScalar(UInt8($0))) }
      + Array(
        repeating: ["'", "\"", "\\", "\n", "$", "`", "!", "\u{301}", "é", "😀", "  "],
        count: 6
      )
      .joined()
    return (0..<count).map { _ in
      let length = Int(generator.next() % 24)
      return (0..<length).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
        .joined()
    }
  }

  /// Vigna's generator: small, and the same everywhere.
  private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
