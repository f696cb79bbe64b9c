import Foundation

/// The built-in policy as a file: where its parts stand, so that expected texts can say so.
struct BuiltIn {
  private let lines: [Substring]
  /// Of SHA-256, in hexadecimal.
  let digest: String

  init(_ box: Sandbox) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../policies/built-in.yaml").standardizedFileURL
    lines = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let ended = try box.shell(#"sha256sum "$1" 2>/dev/null || shasum -a 256 "$1""#, [file.path])
    digest = String(ended.run.output.prefix { $0 != " " })
  }

  /// What explanations say of the policy.
  var layer: String { "built-in sha256:\(digest.prefix(6))" }

  /// Where a class has a phrase: `built-in:64`.
  func phrase(_ phrase: String, of name: String) -> String {
    place("- \(phrase)", after: "  \(name):")
  }

  func route(_ name: String) -> String { place("- name: \(name)", after: "routes:") }

  func constraint(_ name: String) -> String { place("- name: \(name)", after: "constraints:") }

  /// Where a backend says something: `built-in:24`.
  func value(_ key: String, of backend: String) -> String {
    let first = lines.firstIndex(of: "  \(backend):") ?? lines.endIndex
    let found = lines[first...].firstIndex { $0.drop { $0 == " " }.hasPrefix("\(key):") }
    return "built-in:\(found.map { $0 + 1 } ?? 0)"
  }

  var defaultTargets: String {
    let found = lines.firstIndex { $0.hasPrefix("default:") }
    return "built-in:\(found.map { $0 + 1 } ?? 0)"
  }

  private func place(_ text: String, after start: Substring) -> String {
    let first = lines.firstIndex(of: start) ?? lines.endIndex
    let found = lines[first...].firstIndex { $0.drop { $0 == " " } == text }
    return "built-in:\(found.map { $0 + 1 } ?? 0)"
  }
}
