import RouteEngine
import Testing

struct GlobTests {
  struct Whole: CustomStringConvertible {
    let pattern: String
    let value: String
    let isMatch: Bool

    init(_ pattern: String, _ value: String, _ isMatch: Bool) {
      self.pattern = pattern
      self.value = value
      self.isMatch = isMatch
    }

    var description: String { "\(pattern) on \(value)" }
  }

  @Test(arguments: [
    Whole("release/*", "release/1.2", true),
    Whole("release/*", "release/1/2", false),
    Whole("release/*", "hotfix/release/1", false),
    Whole("release/**", "release/1/2", true),
    Whole("release/**", "release", false),
    Whole("main", "main", true),
    Whole("main", "feature/main", false),
    Whole("main", "main/next", false),
    Whole("Main", "main", false),
    Whole("*", "main", true),
    Whole("*", "feature/main", false),
    Whole("**", "feature/main", true),
    Whole("**/main", "main", true),
    Whole("**/main", "a/b/main", true),
    Whole("a/**/b", "a/b", true),
    Whole("a/**/b", "a/x/y/b", true),
    Whole("a/**/b/*/c", "a/b/b/x/b/y/c", true),
    Whole("v?.x", "v1.x", true),
    Whole("v?.x", "v/.x", false),
    Whole("v[0-9]*", "v12", true),
    Whole("v[!0-9]*", "v12", false),
    Whole("/home/*/work/**", "/home/me/work/a/b", true),
    Whole("/home/me", "home/me", false),
    Whole("github.com/acme/*", "github.com/acme/tool", true),
    Whole("release/", "release", false),
    Whole("release/", "release/", true),
    Whole("a\\*", "a*", true),
    Whole("a\\*", "ab", false),
    Whole("*a*a*b", "aaaaaaab", true),
    Whole("é?", "é\u{2028}", false),
    Whole("*", "", true),
  ])
  func `matches a whole value`(row: Whole) throws {
    #expect(try Glob(row.pattern).matchesWhole(row.value) == row.isMatch)
    #expect(try Glob(row.pattern, for: .values).matchesWhole(row.value) == row.isMatch)
  }

  @Test(arguments: [
    Whole("team-1/**", "team-1/x/y", true),
    Whole("team-1/**", "team-1/", true),
    Whole("team-1/**", "team-1", false),
    Whole("team-1/**", "team-10/x", false),
    Whole("main", "main", true),
    Whole("main ", "main", true),
    Whole("main\r", "main", true),
    Whole("main", "mainline", false),
    Whole("a b*", "a bc", true),
    Whole("a", "", false),
  ])
  func `compares what stands before the first star`(row: Whole) throws {
    #expect(try Glob(row.pattern).matchesWhole(row.value) == row.isMatch)
    #expect(try Glob(row.pattern, for: .values).matchesWhole(row.value) == row.isMatch)
  }

  @Test(arguments: [
    Whole("a/b", "./a//b", true),
    Whole("a/b", "a/./b", true),
    Whole("a/b", "x/../a/b", true),
    Whole("/a", "/a", true),
    Whole("home/me", "/home/me/x", true),
    Whole("me", "/home/me/x", true),
    Whole("/x", "/../x", true),
    Whole("/x", "../x", false),
    Whole("x", "../x", true),
    Whole("build/", "build", false),
    Whole("build/", "build/", true),
    Whole("build/", "build/x", true),
    Whole(".env", "a/.env", true),
    Whole("*", "", false),
    Whole("*", ".", false),
    Whole("*", "a/..", false),
    Whole("**/..", "../../x", true),
  ])
  func `normalises a path before matching it`(row: Whole) throws {
    #expect(try Glob(row.pattern).matches(path: row.value) == row.isMatch)
    #expect(try Glob(row.pattern, for: .values).matches(path: row.value) == row.isMatch)
  }

  @Test(arguments: [
    ("", "the pattern names nothing"),
    ("   ", "the pattern names nothing"),
    ("/", "the pattern names nothing"),
    ("//", "the pattern names nothing"),
    ("\r", "the pattern names nothing"),
    ("# notes", "a leading `#` makes a comment; write `\\#` for the character itself"),
    ("!keep", "a leading `!` negates; write `\\!` for the character itself"),
    ("a\nb", "a pattern is one line without NUL"),
    ("a\0b", "a pattern is one line without NUL"),
    ("a[b", "the bracket `[` is not closed"),
    ("a[", "the bracket `[` is not closed"),
    ("a[b\\", "the bracket `[` is not closed"),
    ("a[b-\\", "the bracket `[` is not closed"),
    ("[[:word:]]", "`[:word:]` is no character class"),
    ("a\\", "a backslash at the end escapes nothing"),
  ])
  func `refuses what git would skip, negate or never match`(text: String, reason: String) {
    let fault = #expect(throws: Glob.Fault.self) { try Glob(text) }
    #expect(fault?.reason == reason)
    let same = #expect(throws: Glob.Fault.self) { try Glob(text, for: .values) }
    #expect(same == fault)
  }

  @Test func `is the same as another glob of the same text`() throws {
    #expect(try Set([Glob("*.md"), Glob("*.md"), Glob("*.txt")]).count == 2)
  }

  @Test func `takes linear time over stars that almost match`() throws {
    let path = String(repeating: "a/", count: 20_000) + "b"
    let name = String(repeating: "a", count: 20_000)
    #expect(try !Glob("**/a/**/a/**/a/**/c").matches(path: path))
    #expect(try !Glob("a*a*a*a*a*a*c").matches(path: name))
    #expect(try !Glob("**/a*a*a*c").matchesWhole(name))
  }
}
