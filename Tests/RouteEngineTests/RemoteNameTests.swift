import RouteEngine
import Testing

@Suite struct `A remote's name` {
  @Test(arguments: [
    ("git@github.com:acme/shop.git", "github.com/acme/shop"),
    ("github.com:acme/shop", "github.com/acme/shop"),
    ("https://github.com/acme/shop.git", "github.com/acme/shop"),
    ("https://user:secret@GitHub.com/acme/shop", "github.com/acme/shop"),
    ("ssh://git@git.example:2222/group/sub/name.git/", "git.example/group/sub/name"),
    ("git://host/x", "host/x"),
    ("/srv/git/shop.git", nil), ("../shop", nil), ("file:///srv/shop", nil), ("https://", nil),
    ("https://host", nil), ("./a:b", nil), ("", nil),
  ])
  func `is host, owner and name`(url: String, expected: String?) {
    #expect(RemoteName.name(of: url) == expected)
  }

  @Test(arguments: [
    ("", FactState.absent),
    ("[remote \"up\"]\nurl = https://h/a/b\n", .absent),
    ("[remote \"origin\"]\n  url = https://h/a/b\n", .value(.text("h/a/b"))),
    (
      "[remote \"origin\"]\nURL = \"https://h/a/b\"\r\n[x]\nurl = https://h/c/d",
      .value(.text("h/a/b"))
    ),
    ("[remote \"origin\"]\n; url = https://h/a/b\npushurl = https://h/c/d", .absent),
    ("[remote \"origin\"]\nurl = /srv/x", .unknown),
  ])
  func `is read from the configuration`(text: String, expected: FactState) {
    #expect(RemoteName.state(inConfiguration: text) == expected)
  }
}
