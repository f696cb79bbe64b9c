import RouteEngine

/// The grammar of a backend's address.
enum URLFuzzing {
  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let strict = check(text, allowsPlainHTTP: false)
    let plain = check(text, allowsPlainHTTP: true)
    if let strict {
      expect(strict == plain, "plain HTTP takes nothing away")
    } else if let plain {
      expect(plain.isPlainHTTP, "plain HTTP adds only http://")
    }
  }

  private static func check(_ text: String, allowsPlainHTTP: Bool) -> BaseURL? {
    let url: BaseURL
    do {
      url = try BaseURL(text, allowsPlainHTTP: allowsPlainHTTP)
    } catch {
      expect(isPrintable(error.reason + (error.help ?? "")), "a fault is fit for a screen")
      return nil
    }
    expect(holds(url, to: text, allowsPlainHTTP: allowsPlainHTTP), "\(url) is what was written")
    return url
  }

  /// Whether an address is of the grammar and says what a text says, told without its parser.
  static func holds(_ url: BaseURL, to text: String, allowsPlainHTTP: Bool) -> Bool {
    let port = url.port.map { ":\($0)" } ?? ""
    let scheme = url.isPlainHTTP ? "http://" : "https://"
    return url.text == scheme + url.host + port + url.path
      && (text == url.text || text == url.text + "/")
      && (try? BaseURL(url.text, allowsPlainHTTP: allowsPlainHTTP)) == url
      && (url.port ?? 1) <= 65_535 && url.host.utf8.count <= 253
      && (isOfGrammar(url.text) || allowsPlainHTTP && isPlain(url.text))
  }

  private static func isOfGrammar(_ text: String) -> Bool {
    unsafe text.wholeMatch(of: encrypted) != nil || text.wholeMatch(of: loopback) != nil
  }

  private static func isPlain(_ text: String) -> Bool {
    unsafe text.wholeMatch(of: plain) != nil
  }

  // A `Regex` is no `Sendable`, but nothing changes these.
  private nonisolated(unsafe) static let encrypted =
    #/
      https://
      (?: [a-z0-9] (?: [a-z0-9\-]{0,61} [a-z0-9] )? \. )+
      (?! [0-9]+ (?: [:\/] | $ )) [a-z0-9] (?: [a-z0-9\-]{0,61} [a-z0-9] )?
      (?: : [1-9] [0-9]{0,4} )?
      (?: / (?! \.\.? (?: / | $ )) [A-Za-z0-9._~\-]+ )*
    /#
  private nonisolated(unsafe) static let loopback =
    #/
      http:// (?: 127\.0\.0\.1 | \[::1\] | localhost )
      : [1-9] [0-9]{0,4}
      (?: / (?! \.\.? (?: / | $ )) [A-Za-z0-9._~\-]+ )*
    /#
  private nonisolated(unsafe) static let plain =
    #/
      http://
      (?: [a-z0-9] (?: [a-z0-9\-]{0,61} [a-z0-9] )? \. )*
      (?! [0-9]+ (?: [:\/] | $ )) [a-z0-9] (?: [a-z0-9\-]{0,61} [a-z0-9] )?
      (?: : [1-9] [0-9]{0,4} )?
      (?: / (?! \.\.? (?: / | $ )) [A-Za-z0-9._~\-]+ )*
    /#
}
