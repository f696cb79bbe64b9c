import HealthCheck
import Testing

@Suite struct `A version of the client` {
  @Test(arguments: [
    ("2.1.330 (Claude Code)", "2.1.330"), ("2.1.330\n", "2.1.330"), ("10.0", "10.0"),
    ("1.2.3.4", "1.2.3.4"),
  ])
  func `is the first word`(row: (String, String)) {
    #expect(ClientVersion(row.0)?.text == row.1)
  }

  @Test(arguments: [
    "", "claude", "2", "2.", ".1", "2.1.3-beta", "1.2.3.4.5", "9999999999.1", "٢.1",
  ])
  func `is nothing else`(text: String) {
    #expect(ClientVersion(text) == nil)
  }

  @Test(arguments: [
    ("2.1.329", "2.1.330"), ("2.1", "2.1.1"), ("2.1.99", "2.1.330"), ("1.99.99", "2.0"),
  ])
  func `is compared part by part`(row: (String, String)) throws {
    let left = try #require(ClientVersion(row.0))
    let right = try #require(ClientVersion(row.1))
    #expect(left < right && !(right < left))
  }

  @Test func `is told by the folder of the client's installer`() {
    let path = "/home/me/.local/share/claude/versions/2.1.331"
    #expect(ClientVersion(ofInstalledPath: path)?.text == "2.1.331")
    #expect(ClientVersion(ofInstalledPath: "\(path)/claude") == nil)
    #expect(ClientVersion(ofInstalledPath: "/home/me/.pyenv/versions/3.12.1") == nil)
    #expect(ClientVersion(ofInstalledPath: "/usr/bin/claude") == nil)
    #expect(ClientVersion(ofInstalledPath: "/opt/versions") == nil)
  }
}
