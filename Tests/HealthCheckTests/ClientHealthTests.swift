import HealthCheck
import Testing

@Suite struct `The client's health` {
  private func words(
    _ search: ClientHealth.Search,
    minimum: String? = nil,
    own: ClientHealth.OwnProgram? = nil
  ) -> [String] {
    ClientHealth(search, minimumVersion: minimum, ownProgram: own).findings.words
  }

  private func found(_ version: String) -> ClientHealth.Search {
    .found(path: "/bin/claude", version: ClientVersion(version), reason: nil)
  }

  @Test func `is good from the measured version on`() {
    #expect(words(found("2.1.330")) == ["client ok /bin/claude 2.1.330"])
    #expect(words(found("3.0"), minimum: "2.2") == ["client ok /bin/claude 3.0"])
  }

  @Test func `is a note before it, and a warning before the policy's`() {
    let update = "help: update the client: claude update"
    #expect(
      words(found("2.1.329")) == [
        "client note /bin/claude 2.1.329 | = what a route relies on was measured with 2.1.330; an "
          + "older client may know fewer variables | \(update)"
      ]
    )
    #expect(
      words(found("2.1.330"), minimum: "2.1.331") == [
        "client warning /bin/claude 2.1.330 | = the policy asks for 2.1.331 or newer | \(update)"
      ]
    )
  }

  @Test func `is doubted where no version is told`() {
    let unknown = ClientHealth.Search.found(path: "/c", version: nil, reason: "it printed none")
    #expect(words(unknown) == ["client note /c, of an unknown version: it printed none"])
    let silent = ClientHealth.Search.found(path: "/c", version: nil, reason: nil)
    #expect(
      words(silent, minimum: "2.0") == [
        "client warning /c, of an unknown version | = the policy asks for 2.0 or newer"
      ]
    )
  }

  @Test func `is an error where a launch would fail`() {
    #expect(
      words(.missing("claude")) == [
        "client error `claude` is not there | = a launch ends with exit status 127 | help: install "
          + "the client, put it on PATH, or name it in the policy: `client: {path: …}`"
      ]
    )
    #expect(
      words(.notExecutable("a b")) == [
        "client error a b cannot be executed | = a launch ends with exit status 126 | "
          + "help: chmod +x 'a b', or name another client"
      ]
    )
    #expect(
      words(.isOurselves("/r")) == [
        "client error /r is claude-route itself, which would start itself for ever | "
          + "help: name the client's own path"
      ]
    )
  }

  @Test(arguments: [true, false])
  func `includes a claude on PATH that is none`(isFirst: Bool) {
    let own = ClientHealth.OwnProgram(path: "~/bin/claude", isFirst: isFirst)
    let follows =
      isFirst
      ? "a launch passes over it; a shell's `claude` does not, and starts no client"
      : "a launch passes over it"
    #expect(
      words(found("2.1.330"), own: own).dropFirst() == [
        "path \(isFirst ? "warning" : "note") ~/bin/claude, a `claude` on PATH, is claude-route "
          + "itself | = \(follows) | help: name it otherwise"
      ]
    )
  }
}
