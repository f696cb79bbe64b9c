internal import Diagnostics

/// The address of a backend: the strict grammar on which every URL parser agrees.
///
/// `https://` host with at least one dot, lower case letters, digits and hyphens, the last label not
/// all digits, an optional port 1-65535, a path of `/[A-Za-z0-9._~-]+` segments; `http://` only for
/// `127.0.0.1`, `[::1]` and `localhost` with a port, or for a named host that the policy marks
/// `plain-http`. No user info, query, fragment, `%`, backslash or white space. One slash at the end
/// is dropped, as the client does (measured with client 2.1.330).
package struct BaseURL: Hashable, Sendable {
  /// Exactly what was parsed, without a slash at the end.
  package let text: String
  package let host: String
  /// Absent when none is written.
  package let port: Int?
  /// Empty or starting with a slash.
  package let path: String
  package let isPlainHTTP: Bool

  /// What is wrong with a URL, as the end of a sentence.
  package struct Fault: Error, Hashable, Sendable {
    package let reason: String
    /// What would be right, when it can be said.
    package let help: String?
    /// Whether the text has user info or a query, where people put keys.
    package let mayHoldSecret: Bool

    fileprivate init(reason: String, help: String? = nil, mayHoldSecret: Bool = false) {
      self.reason = reason
      self.help = help
      self.mayHoldSecret = mayHoldSecret
    }
  }

  package init(_ text: String, allowsPlainHTTP: Bool = false) throws(Fault) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Fault(reason: "has a character outside printable ASCII")
    }
    var rest = Substring(text)
    if rest.hasPrefix("https://") {
      isPlainHTTP = false
      rest = rest.dropFirst("https://".count)
    } else if rest.hasPrefix("http://") {
      isPlainHTTP = true
      rest = rest.dropFirst("http://".count)
    } else {
      throw Fault(reason: "does not start with `https://`", help: "write `https://host/path`")
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let next = rest.dropFirst(authority.count).first
    guard next == nil || next == "/" else {
      throw Fault(
        reason: "has `\(next ?? "?")` behind its host",
        help: "leave out the query and the fragment",
        mayHoldSecret: true
      )
    }
    var path = String(rest.dropFirst(authority.count))
    if path.hasSuffix("/") {
      path.removeLast()
    }
    try Self.checkPath(path)
    self.path = path
    (host, port) = try Self.hostAndPort(authority)
    try Self.checkHost(
      host,
      port: port,
      isPlainHTTP: isPlainHTTP,
      allowsPlainHTTP: allowsPlainHTTP
    )
    self.text = (isPlainHTTP ? "http://" : "https://") + authority + path
  }

  private static let loopbackHosts = ["127.0.0.1", "[::1]", "localhost"]

  private static func checkPath(_ path: String) throws(Fault) {
    guard !path.isEmpty else { return }
    for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard !segment.isEmpty else {
        throw Fault(reason: "has an empty path segment")
      }
      guard segment != ".", segment != ".." else {
        throw Fault(reason: "has the path segment `\(segment)`")
      }
      if let wrong = segment.first(where: { !isPathCharacter($0) }) {
        let help =
          wrong == "?" || wrong == "#"
          ? "leave out the query and the fragment" : "use letters, digits, `.`, `_`, `~`, `-`"
        throw Fault(
          reason: "has `\(wrong)` in its path",
          help: help,
          mayHoldSecret: wrong == "?" || wrong == "#" || path.containsBytes(of: "@")
        )
      }
    }
  }

  private static func isPathCharacter(_ character: Character) -> Bool {
    character.isASCII
      && (character.isLetter || character.isNumber || "._~-".contains(character))
  }

  private static func hostAndPort(_ authority: Substring) throws(Fault) -> (String, Int?) {
    guard !authority.containsBytes(of: "@") else {
      throw Fault(
        reason: "has user info before the host",
        help: "name the secret under `credential`, as `env:NAME`",
        mayHoldSecret: true
      )
    }
    let nameEnd: Substring.Index
    if authority.hasPrefix("[") {
      guard let bracket = authority.firstIndex(of: "]") else {
        throw Fault(reason: "has an unclosed `[`")
      }
      nameEnd = authority.index(after: bracket)
    } else {
      nameEnd = authority.firstIndex(of: ":") ?? authority.endIndex
    }
    let host = String(authority[..<nameEnd])
    let portText = authority[nameEnd...]
    guard !portText.isEmpty else { return (host, nil) }
    let digits = portText.dropFirst()
    guard portText.first == ":", digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let port = Int(digits), (1...65535).contains(port), !digits.hasPrefix("0")
    else {
      throw Fault(reason: "has a port that is no number from 1 to 65535")
    }
    return (host, port)
  }

  private static func checkHost(
    _ host: String,
    port: Int?,
    isPlainHTTP: Bool,
    allowsPlainHTTP: Bool
  ) throws(Fault) {
    if loopbackHosts.contains(host) {
      guard isPlainHTTP else {
        throw Fault(
          reason: "names `\(host)` with `https://`",
          help: "use `http://` and a port for a server on this machine"
        )
      }
      guard port != nil else {
        throw Fault(
          reason: "names `\(host)` without a port",
          help: "add the port: `http://\(host):8080`"
        )
      }
      return
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy(isHostLabel), host.utf8.count <= 253 else {
      let lowered = host.lowercased()
      throw Fault(
        reason: "has the host `\(host)`, which is no lower-case DNS name",
        help: lowered != host ? "write `\(lowered)`" : nil
      )
    }
    if let last = labels.last, last.allSatisfy(\.isNumber) {
      throw Fault(
        reason: "has a numeric address as host",
        help: "use a name; `http://127.0.0.1:PORT` is the exception"
      )
    }
    if isPlainHTTP {
      guard allowsPlainHTTP else {
        throw Fault(
          reason: "would send the credential unencrypted to `\(host)`",
          help: "use `https://`, or say `plain-http: true` on the backend"
        )
      }
    } else if labels.count < 2 {
      throw Fault(reason: "has the host `\(host)`, which has no dot")
    }
  }

  private static func isHostLabel(_ label: Substring) -> Bool {
    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
