import BackendProbe
import Testing

@Suite struct `A secret in what a backend said` {
  private let concealment = Concealment(["canary-gateway-key-5f1c0a7e", "k/y+=16 bytes!!!"])

  @Test(arguments: [
    ("bad key canary-gateway-key-5f1c0a7e!", "bad key ***!"),
    ("cut: canary-gateway-key-5…", "cut: ***…"), ("end: ay-key-5f1c0a7e", "end: ***"),
    ("broken: canary-gat\neway-key-5f1c0a7e.", "broken: ***."),
    ("encoded: canary%2Dgateway%2Dkey%2D5f1c0a7e", "encoded: ***"),
    ("k%2Fy%2B%3D16%20bytes%21%21%21", "***"),
    ("canary", "canary"), ("nothing of it", "nothing of it"), ("", ""),
    ("twice canary-gateway-key-5f1c0a7e and canary-gateway-key-5f1c0a7e", "twice *** and ***"),
  ])
  func `is hidden`(_ text: String, _ shown: String) {
    #expect(concealment.concealed(text) == shown)
  }

  @Test func `cannot be told when it is a common word`() {
    #expect(Concealment(["none", ""]).concealed("none of it") == "none of it")
  }
}
