/// A pattern with gitignore's reading of slashes.
struct GlobRule: Sendable {
  /// A trailing slash: matches folders only.
  private let isFolderOnly: Bool
  /// No slash inside: matches the last name of any path.
  private let isNameOnly: Bool
  /// The bytes before the first special one; git compares these first and then reads the rest as a
  /// pattern of its own, so that `a/b**/c` matches `a/bc`.
  private let prefix: [UInt8]
  private let rest: GlobSegments
  private let hasRest: Bool

  init(_ pattern: [UInt8]) throws(Glob.Fault) {
    var body = pattern[...]
    isFolderOnly = body.last == UInt8(ascii: "/")
    if isFolderOnly {
      body.removeLast()
    }
    isNameOnly = !body.contains(UInt8(ascii: "/"))
    if body.first == UInt8(ascii: "/") {
      body.removeFirst()
    }
    let special = body.firstIndex { $0.isGlobSpecial } ?? body.endIndex
    prefix = Array(body[..<special])
    hasRest = special < body.endIndex
    rest = try GlobSegments(body[special...], isName: isNameOnly)
  }

  func ignores(_ path: GlobPath) -> Bool {
    isNameOnly ? ignoresName(in: path) : ignoresPath(path)
  }

  private func ignoresName(in path: GlobPath) -> Bool {
    var start = 0
    while start < path.bytes.count {
      let end = path.bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.bytes.count
      if accepts(end: end, in: path), matchesName(path.bytes, start..<end) {
        return true
      }
      start = end + 1
    }
    return false
  }

  private func matchesName(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
    guard bytes[name].starts(with: prefix) else { return false }
    let start = name.lowerBound + prefix.count
    guard hasRest else { return start == name.upperBound }
    return rest.matchesName(bytes, start..<name.upperBound)
  }

  private func ignoresPath(_ path: GlobPath) -> Bool {
    guard path.bytes.starts(with: prefix) else { return false }
    let start = prefix.count
    guard hasRest else {
      let isBoundary = start == path.bytes.count || path.bytes[start] == UInt8(ascii: "/")
      return isBoundary && start > 0 && accepts(end: start, in: path)
    }
    // Stopping early is a match of a folder on the way, which ignores all that is in it.
    return rest.match(in: path.bytes, from: start) { accepts(end: $0 - 1, in: path) }
  }

  /// Whether the entry whose name ends there is of the wanted kind.
  private func accepts(end: Int, in path: GlobPath) -> Bool {
    !isFolderOnly || end < path.bytes.count || path.isFolder
  }
}

extension UInt8 {
  /// git's `is_glob_special`.
  fileprivate var isGlobSpecial: Bool {
    switch self {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
    default: false
    }
  }
}
