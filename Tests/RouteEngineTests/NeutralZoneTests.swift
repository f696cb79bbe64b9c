import RouteEngine
import Testing

/// What is quoted or fenced permits nothing, and protects all the same.
@Suite struct `Quoted and fenced text` {
  private static func classes(of text: String) throws -> [String] {
    let classes = try [("bulk", false, "rename"), ("production", true, "deploy")]
      .map { name, isProtective, phrase in
        TaskClass(
          name: name,
          description: nil,
          isProtective: isProtective,
          signals: [
            Signal(
              matcher: .phrase(try Phrase(phrase)),
              origin: Origin(layer: .user, file: "policy.yaml", line: 1)
            )
          ],
          unless: []
        )
      }
    return Classifier(of: classes, ClassifierSettings()).classification(of: TaskFacts(text: text))
      .names
  }

  @Test(arguments: [
    #"the message says "rename all files""#, "the message says 'rename all files', why",
    "“rename all files” is what it says", "‘rename all files’ is what it says",
    "er sagt „rename alles“ und geht", "er sagt „rename alles” und geht", "il dit « rename tout »",
    "sie sagt »rename alles«", "「rename all」と言う", "『rename all』と言う",
    "see:\n```\nrename all files\n```\n", "see:\n  ~~~sh\n  rename all files\n  ~~~\n",
    "```\nrename all files", "```rename all files``` fails", "> rename all files\nwhat is that",
    "\"a\nrename b\nc\"",
  ])
  func `is no reason to save`(text: String) throws {
    #expect(try Self.classes(of: text) == [])
  }

  @Test(arguments: [
    #"rename "foo" to "bar""#, "don't stop: rename the user's files and the users' folders",
    "rename 'foo' and 'bar'", "rename `foo` to `bar`", "`rename` all files", "``rename`` all files",
    #"a 5" disk, rename it"#, "“ unpaired, rename it", "\"one\n\nrename it\"",
    "```\nx\n```\nrename all", "a ```x``` b, rename", "3 > 2, rename it", "«x» rename «y»",
    "rename", "«rename",
  ])
  func `does not reach beyond its marks`(text: String) throws {
    #expect(try Self.classes(of: text) == ["bulk"])
  }

  @Test(arguments: [
    #"the message says "deploy it""#, "```\ndeploy it\n```", "> deploy it", "« deploy »",
  ])
  func `protects`(text: String) throws {
    #expect(try Self.classes(of: text) == ["production"])
  }
}
