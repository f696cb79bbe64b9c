import Diagnostics
import PolicyLoader
import RouteEngine
import TestSupport
import Testing

/// Short names for what a person often asks for.
@Suite struct `Aliases` {
  private func findings(_ layers: [(Layer, String)]) -> [String] {
    Authority.assembly(layers).diagnostics.map { diagnostic in
      let place = diagnostic.place.map { "\($0.range.start.line):\($0.range.start.column)" }
      return "\(place ?? "nowhere"): \(diagnostic.id): \(diagnostic.message)"
    }
  }

  private func aliases(_ layers: [(Layer, String)]) throws -> [Alias] {
    let assembly = Authority.assembly(layers)
    #expect(assembly.diagnostics.map(\.message) == [])
    return try #require(assembly.policy).aliases
  }

  @Test func `are read with one word or several, in the order of their names`() throws {
    let read = try aliases([
      (
        .user,
        """
        aliases:
          quick: {class: [bulk, serious], label: lifted, effort: low}
          gate-2: {backend: gate, model: sonnet}
        """
      )
    ])
    #expect(
      read == [
        Alias(
          name: "gate-2",
          backend: "gate",
          model: "sonnet",
          origin: Origin(layer: .user, file: "user", line: 4)
        ),
        Alias(
          name: "quick",
          classes: ["bulk", "serious"],
          labels: ["lifted"],
          effort: .low,
          origin: Origin(layer: .user, file: "user", line: 3)
        ),
      ]
    )
  }

  @Test func `of a person stand over a repository's`() throws {
    let read = try aliases([
      (.repository, "aliases: {a: {model: haiku}, c: {effort: low}}"),
      (.user, "aliases: {a: {backend: gate}, b: {effort: max}}"),
    ])
    #expect(read.map(\.name) == ["a", "b", "c"])
    #expect(read.map(\.origin.layer) == [.user, .user, .repository])
    #expect(read[0].backend == "gate" && read[0].model == nil)
  }

  /// `--class` sets aside what the text says, and that is a person's word.
  @Test func `of a repository name no class`() {
    #expect(
      findings([(.repository, "aliases:\n  a: {class: serious, backend: gate}")]) == [
        "3:3: repository-authority: alias `a` of a repository policy may not name a class: it would set aside what a task's text says"
      ]
    )
  }

  @Test(arguments: [
    "\"\"", "A", "a_b", "a.b", "-a", "a b", "\"$(id)\"", "\"a;b\"", "\"a\\nb\"", "\"é\"", "\"a'b\"",
    String(repeating: "a", count: 65),
  ])
  func `have names that a function can have`(name: String) {
    #expect(
      findings([(.user, "aliases:\n  \(name): {backend: gate}")]) == [
        "3:3: wrong-type: the name of an alias has other characters than `a` to `z`, digits and `-`, begins with `-`, or has more than 64"
      ]
    )
  }

  @Test func `may not hide the program`() {
    #expect(
      findings([(.user, "aliases: {route: {backend: gate}}")]) == [
        "2:11: wrong-type: an alias `route` would be a shell function `claude-route`, and hide this program"
      ]
    )
  }

  @Test func `ask for something`() {
    #expect(
      findings([(.user, "aliases: {a: {}, b: {x-mine: 1}, c: {task: x}}")]) == [
        "2:11: missing-key: alias `a` asks for nothing",
        "2:18: missing-key: alias `b` asks for nothing",
        "2:38: unknown-key: unknown key `task` in alias `c`",
        "2:34: missing-key: alias `c` asks for nothing",
      ]
    )
  }

  @Test func `name a model of the backend beside it`() {
    #expect(
      findings([
        (
          .user,
          """
          aliases:
            a: {backend: native, model: s}
            b: {backend: gate, model: claude-opus-5-5}
            c: {backend: native, model: claude-opus-5-5}
            d: {backend: gate, model: default}
            e: {model: s}
          """
        )
      ]) == [
        "3:31: unknown-name: unknown model `s` in backend `native`, alias `a`",
        "4:29: unknown-name: unknown model `claude-opus-5-5` in backend `gate`, alias `b`",
      ]
    )
  }

  @Test func `of a repository name no id, and what this machine lacks is a note`() {
    #expect(
      findings([
        (
          .repository,
          """
          aliases:
            a: {model: claude-opus-5-5}
            b: {backend: gate, model: s}
            c: {backend: gate, model: sonnet}
            d: {model: s}
            e: {backend: nowhere, model: sonnet}
          """
        )
      ]) == [
        "7:16: backend-not-here: backend `nowhere` is not defined on this machine; nothing matches it here",
        "3:14: repository-authority: a repository policy may not name the raw model id `claude-opus-5-5`",
        "4:29: repository-authority: a repository policy may not name the raw model id `s`",
        "6:14: repository-authority: a repository policy may not name the raw model id `s`",
      ]
    )
  }
}
