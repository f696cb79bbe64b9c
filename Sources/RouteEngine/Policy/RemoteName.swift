/// The name of a project by its git remote: `host/owner/name`.
package enum RemoteName {
  /// What the remote `origin` of a git configuration says (git-config(1), read as text).
  ///
  /// Absent when there is none; unknown when its address names no host, as a local path does.
  /// Included files and `insteadOf` are not followed.
  package static func state(inConfiguration text: String) -> FactState {
    var isOrigin = false
    var url: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.trimmed
      if words.hasPrefix("[") {
        isOrigin = words.hasPrefix("[remote \"origin\"]")
      } else if isOrigin, url == nil, let value = value(of: "url", in: words) {
        url = value
      }
    }
    guard let url else { return .absent }
    return name(of: url).map { .value(.text($0)) } ?? .unknown
  }

  /// `host/owner/name` of an address as git takes it (git-clone(1)); without user, password, port,
  /// and `.git`.
  package static func name(of url: String) -> String? {
    var rest = Substring(url)
    if let scheme = rest.range(of: "://") {
      guard rest[..<scheme.lowerBound] != "file" else { return nil }
      rest = rest[scheme.upperBound...]
    } else {
      // `user@host:path`; a slash before the colon makes it a path.
      guard let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") else { return nil }
      rest.replaceSubrange(colon...colon, with: "/")
    }
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    var host = rest[..<slash]
    if let at = host.lastIndex(of: "@") {
      host = host[host.index(after: at)...]
    }
    if let colon = host.firstIndex(of: ":") {
      host = host[..<colon]
    }
    var path = rest[slash...].split(separator: "/").joined(separator: "/")
    if path.hasSuffix(".git") {
      path.removeLast(4)
    }
    guard !host.isEmpty, !path.isEmpty else { return nil }
    return "\(host.lowercased())/\(path)"
  }

  private static func value(of key: String, in line: String) -> String? {
    guard let sign = line.firstIndex(of: "="),
      String(line[..<sign]).trimmed.lowercased() == key
    else { return nil }
    var value = String(line[line.index(after: sign)...]).trimmed
    if value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 {
      value = String(value.dropFirst().dropLast())
    }
    return value.isEmpty ? nil : value
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true {
      text.removeFirst()
    }
    while text.last?.isWhitespace == true {
      text.removeLast()
    }
    return String(text)
  }
}

extension Substring {
  fileprivate func range(of needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) {
        return start..<index(start, offsetBy: needle.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
