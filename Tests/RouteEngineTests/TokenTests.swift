import Testing

@testable import RouteEngine

struct TokenTests {
  private struct Read {
    var words: [String] = []
    /// What each token covers of the text, by scalar offsets.
    var pieces: [String] = []
    var tokens: [Token] = []

    init(_ text: String) {
      var scanner = TokenScanner(text)
      let scalars = Array(text.unicodeScalars)
      let bytes = Array(text.utf8)
      while let token = scanner.next() {
        tokens.append(token)
        words.append(String(decoding: scanner.word, as: UTF8.self))
        var piece = String.UnicodeScalarView()
        piece.append(contentsOf: scalars[token.scalars])
        pieces.append(String(piece))
        #expect(Array(String(piece).utf8) == Array(bytes[token.bytes]), "both spans are the same")
      }
    }

    /// `words` with a bar wherever the count of one kind of break changes.
    func split(by kind: KeyPath<TokenBreaks, Int32>) -> String {
      var text = ""
      for (index, token) in tokens.enumerated() {
        if index > 0 {
          let isSame = tokens[index - 1].breaks[keyPath: kind] == token.breaks[keyPath: kind]
          text += isSame ? " " : " | "
        }
        text += words[index]
      }
      return text
    }
  }

  struct Row: CustomStringConvertible {
    let text: String
    let words: [String]
    var pieces: [String]?

    init(_ text: String, _ words: [String], pieces: [String]? = nil) {
      self.text = text
      self.words = words
      self.pieces = pieces
    }

    var description: String { text }
  }

  @Test(arguments: [
    Row("", []),
    Row("  --, \n", []),
    Row("Fix the Bug", ["fix", "the", "bug"], pieces: ["Fix", "the", "Bug"]),
    Row("snake_case camelCase v2", ["snake", "case", "camelcase", "v2"]),
    Row("don't", ["don", "t"]),
    Row("a.b/c-d", ["a", "b", "c", "d"]),
    Row("Straße STRASSE", ["strasse", "strasse"], pieces: ["Straße", "STRASSE"]),
    Row("ΣΊΣΥΦΟΣ σίσυφος", ["σίσυφοσ", "σίσυφοσ"]),
    Row("cafe\u{301} CAFÉ", ["café", "café"], pieces: ["cafe\u{301}", "CAFÉ"]),
    Row("e\u{301}", ["é"], pieces: ["e\u{301}"]),
    Row("xe\u{327}\u{301}y", ["xȩ\u{301}y"]),
    Row("\u{301}a", ["a"], pieces: ["a"]),
    Row("\u{390} \u{3B9}\u{308}\u{301}", ["ΐ", "ΐ"]),
    Row("ÄNDERN über", ["ändern", "über"]),
    Row("2×3÷4", ["2", "3", "4"]),
    Row("重命名文件", ["重", "命", "名", "文", "件"]),
    Row("API重构v2", ["api", "重", "构", "v2"]),
    Row("コード", ["コ", "ー", "ド"], pieces: ["コ", "ー", "ド"]),
    Row("か\u{3099}", ["が"], pieces: ["か\u{3099}"]),
    Row("\u{F900}", ["\u{8C48}"], pieces: ["\u{F900}"]),
    Row("葛\u{E0100}城", ["葛", "城"], pieces: ["葛\u{E0100}", "城"]),
    Row("코드 정리", ["코드", "정리"]),
    Row("\u{1112}\u{1161}\u{11AB}", ["한"]),
    Row(
      "pro\u{AD}duc\u{200D}tion\u{200D} x",
      ["production", "x"],
      pieces: ["pro\u{AD}duc\u{200D}tion", "x"]
    ),
    Row("👩‍💻code", ["code"], pieces: ["code"]),
    Row("дом ДОМ", ["дом", "дом"]),
    Row("m² Ⅳ ٣", ["m", "ⅳ", "٣"]),
    Row("日本。中", ["日", "本", "中"]),
  ])
  func `cuts a text into folded words`(row: Row) {
    let read = Read(row.text)
    // As bytes: strings compare equal in whatever normal form they are.
    #expect(read.words.map { Array($0.utf8) } == row.words.map { Array($0.utf8) })
    if let pieces = row.pieces { #expect(read.pieces == pieces) }
  }

  @Test func `keeps places right after characters of every length`() {
    let read = Read("é日👩 ab")
    #expect(read.tokens.map(\.scalars) == [0..<1, 1..<2, 4..<6])
    #expect(read.tokens.map(\.bytes) == [0..<2, 2..<5, 10..<12])
  }

  struct Split: CustomStringConvertible {
    let text: String
    let pieces: String
    let sentences: String
    let clauses: String
    let stretches: String

    init(
      _ text: String,
      _ pieces: String,
      _ sentences: String,
      _ clauses: String,
      _ stretches: String
    ) {
      self.text = text
      self.pieces = pieces
      self.sentences = sentences
      self.clauses = clauses
      self.stretches = stretches
    }

    var description: String { text }
  }

  @Test(arguments: [
    Split("a b, c", "a b c", "a b c", "a b c", "a b c"),
    Split("a. b", "a | b", "a | b", "a | b", "a b"),
    Split("a.b", "a | b", "a b", "a b", "a b"),
    Split("a: b", "a | b", "a | b", "a | b", "a b"),
    Split("a:b", "a | b", "a b", "a b", "a b"),
    Split("(a.) b", "a | b", "a | b", "a | b", "a b"),
    Split("a.“b", "a | b", "a | b", "a | b", "a b"),
    Split("a! b", "a | b", "a | b", "a | b", "a | b"),
    Split("a;b", "a | b", "a | b", "a | b", "a | b"),
    Split("a\nb", "a | b", "a | b", "a b", "a b"),
    Split("a\nB", "a | b", "a | b", "a | b", "a b"),
    Split("a\n- b", "a | b", "a | b", "a | b", "a b"),
    Split("a\r\nb", "a | b", "a | b", "a | b", "a b"),
    Split("a\n \t\nb", "a | b", "a | b", "a | b", "a | b"),
    Split("a。b", "a | b", "a | b", "a | b", "a | b"),
    Split("a，b", "a b", "a b", "a | b", "a b"),
    Split("a\u{2028}b", "a | b", "a | b", "a b", "a b"),
    Split("a.", "a", "a", "a", "a"),
  ])
  func `counts the ends of each kind`(row: Split) {
    let read = Read(row.text)
    #expect(read.split(by: \.pieces) == row.pieces)
    #expect(read.split(by: \.sentences) == row.sentences)
    #expect(read.split(by: \.clauses) == row.clauses)
    #expect(read.split(by: \.stretches) == row.stretches)
  }

  @Test(arguments: [
    ("a, b", "a | b"), ("1,000", "1 000"), ("a (b) c", "a | b | c"), ("a-b", "a b"),
    ("a - b", "a | b"), ("a — b", "a | b"), ("a、b", "a | b"), ("a，b", "a | b"),
  ])
  func `counts commas, parentheses and dashes`(text: String, expected: String) {
    #expect(Read(text).split(by: \.commas) == expected)
  }
}
