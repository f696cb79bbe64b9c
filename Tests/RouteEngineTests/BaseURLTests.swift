import RouteEngine
import Testing

@Suite struct `Base URL` {
  @Test(arguments: [
    "https://openrouter.ai/api",
    "https://gateway.ai.cloudflare.com/v1/account/gateway/anthropic",
    "https://llm.acme.example:8443",
    "https://a-b.example/x_y~z.1",
    "http://127.0.0.1:8080/api",
    "http://[::1]:4000",
    "http://localhost:11434",
  ])
  func `accepts`(text: String) throws {
    #expect(try BaseURL(text).text == text)
  }

  @Test(arguments: [
    "", "openrouter.ai/api", "ftp://openrouter.ai", "HTTPS://openrouter.ai",
    "https://OpenRouter.ai", "https://openrouter", "https://", "https:///api",
    "https://user:pass@openrouter.ai", "https://evil.example\\@api.anthropic.com/",
    "https://openrouter.ai/api?x=1", "https://openrouter.ai/#x", "https://openrouter.ai/a%2e",
    "https://openrouter.ai/a b", "https://openrouter.ai//api", "https://openrouter.ai/./api",
    "https://openrouter.ai/../api", "https://openrouter.ai:0", "https://openrouter.ai:65536",
    "https://openrouter.ai:", "https://openrouter.ai:08", "https://openrouter.ai:+8",
    "https://1.2.3.4", "https://openrouter.1", "https://-a.example", "https://a-.example",
    "https://a..example", "https://.example", "https://a.example.", "https://ex\u{e4}mple.example",
    "https://[::2]:80", "https://[::1", "http://openrouter.ai", "http://127.0.0.1",
    "http://localhost",
    "https://localhost:80", "http://127.1:80", "https://a_b.example", "https://openrouter.ai\n",
  ])
  func `refuses`(text: String) {
    #expect(throws: BaseURL.Fault.self) { try BaseURL(text) }
  }

  @Test func `drops one slash at the end, as the client does`() throws {
    #expect(try BaseURL("https://openrouter.ai/api/").text == "https://openrouter.ai/api")
    #expect(try BaseURL("https://openrouter.ai/").text == "https://openrouter.ai")
  }

  @Test func `tells host, port and path`() throws {
    let url = try BaseURL("http://127.0.0.1:8080/api")
    #expect(url.host == "127.0.0.1")
    #expect(url.port == 8080)
    #expect(url.path == "/api")
    #expect(url.isPlainHTTP)
  }

  @Test func `allows a named host without encryption only when the policy says so`() throws {
    #expect(try BaseURL("http://litellm:4000", allowsPlainHTTP: true).host == "litellm")
    #expect(throws: BaseURL.Fault.self) { try BaseURL("http://litellm:4000") }
  }

  @Test func `never repeats user info`() {
    let fault = #expect(throws: BaseURL.Fault.self) { try BaseURL("https://u:secret@a.example") }
    #expect(fault?.reason == "has user info before the host")
  }
}
