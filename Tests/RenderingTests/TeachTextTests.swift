import Rendering
import RouteEngine
import Testing

@Suite struct `What an example changes` {
  /// The sample's classes with one more example or counter-example.
  private static func text(
    _ task: String,
    of name: String,
    isCounter: Bool = false,
    unless: [String] = []
  ) throws -> String {
    let sample = try ExplanationSample.policy()
    let vetoes = try unless.map {
      Signal(matcher: .phrase(try Phrase($0)), origin: ExplanationSample.origin(21))
    }
    let before = sample.replacing(
      classes: sample.classes.map { taskClass in
        TaskClass(
          name: taskClass.name,
          description: nil,
          isProtective: taskClass.isProtective,
          signals: taskClass.signals,
          unless: taskClass.name == name ? vetoes : []
        )
      }
    )
    let origin = Origin(layer: .user, file: "policy.yaml", line: 7)
    let classes = before.classes.map { taskClass in
      let added = taskClass.name == name ? [TaskExample(text: task, origin: origin)] : []
      return TaskClass(
        name: taskClass.name,
        description: nil,
        isProtective: taskClass.isProtective,
        signals: taskClass.signals,
        unless: taskClass.unless,
        examples: isCounter ? [] : added,
        counterExamples: isCounter ? added : []
      )
    }
    let after = before.replacing(classes: classes)
    let facts = HermeticTask(text: task)
    return TeachText(
      of: name,
      isCounter: isCounter,
      before: facts.decision(under: before),
      after: facts.decision(under: after)
    )
    .text
  }

  @Test func `is the class and the target`() throws {
    #expect(
      try Self.text("bump the year", of: "bulk") == """
        before  no class
        after   bulk  example `bump the year` (policy.yaml:7), 100 % alike
        target  anthropic/default → openrouter/haiku

        """
    )
  }

  @Test func `is not what protective classes say by their phrases`() throws {
    #expect(
      try Self.text("bump the payment year", of: "bulk") == """
        before  production  phrase `payment` (built-in:20), characters 9-16
        after   bulk        example `bump the payment year` (policy.yaml:7), 100 % alike
                production  phrase `payment` (built-in:20), characters 9-16
        target  anthropic/default → anthropic/haiku
        still production: phrase `payment` (built-in:20), characters 9-16; an example silences no phrase of \
        a protective class

        """
    )
  }

  @Test func `is caution where the class protects`() throws {
    #expect(
      try Self.text("rename the race", of: "production") == """
        before  bulk               phrase `rename` (built-in:20), characters 0-6
                extended-thinking  phrase `race` (built-in:20), characters 11-15
        after   bulk               phrase `rename` (built-in:20), characters 0-6
                extended-thinking  phrase `race` (built-in:20), characters 11-15
                production         example `rename the race` (policy.yaml:7), 100 % alike
        target  anthropic/haiku, as before

        """
    )
  }

  @Test func `is a permissive class less`() throws {
    #expect(
      try Self.text("rename\nthe tables", of: "bulk", isCounter: true) == """
        before  bulk  phrase `rename` (built-in:20), characters 0-6
        after   no class
        target  openrouter/haiku → anthropic/default

        """
    )
  }

  @Test func `is no protective class less that a phrase holds`() throws {
    #expect(
      try Self.text("the payment race", of: "production", isCounter: true) == """
        before  extended-thinking  phrase `race` (built-in:20), characters 12-16
                production         phrase `payment` (built-in:20), characters 4-11
        after   extended-thinking  phrase `race` (built-in:20), characters 12-16
                production         phrase `payment` (built-in:20), characters 4-11
        target  anthropic/default, as before
        still production: phrase `payment` (built-in:20), characters 4-11; a counter-example silences no \
        phrase of a protective class

        """
    )
  }

  @Test func `may be nothing`() throws {
    #expect(
      try Self.text("bump the year", of: "bulk", unless: ["year"]) == """
        before  no class
        after   no class
        target  anthropic/default, as before
        not `bulk` all the same: its `unless`, an example of another class or `may-assign` stands against it

        """
    )
  }

  @Test(arguments: [
    ("", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"),
    ("a\nb\nc\nd\n", "a\nb\nc\nX\nd\n", "@@ -2,3 +2,4 @@\n b\n c\n+X\n d\n"),
    ("a\nb", "a\nb\nX", "@@ -1,2 +1,3 @@\n a\n b\n+X\n"),
    ("a [b]\r\nc\r\n", "a [b, X]\r\nc\r\n", "@@ -1,2 +1,2 @@\n-a [b]\n+a [b, X]\n c\n"),
    (
      "1\n2\n3\nb\n5\n6\n7\n", "1\n2\n3\nb,\nX\n5\n6\n7\n",
      "@@ -2,5 +2,6 @@\n 2\n 3\n-b\n+b,\n+X\n 5\n 6\n"
    ),
    ("x\nx\n", "x\nx\nx\n", "@@ -1,2 +1,3 @@\n x\n x\n+x\n"),
    ("a\u{1B}\n", "a\u{1B}\nb\n", "@@ -1,1 +1,2 @@\n a\\u{1B}\n+b\n"),
    ("a\n", "a\n", ""),
  ])
  func `in lines is a small diff`(old: String, new: String, diff: String) {
    #expect(LineChange(from: Array(old.utf8), to: Array(new.utf8)).text == diff)
  }
}
