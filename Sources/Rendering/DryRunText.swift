package import ClaudeClient
internal import Diagnostics

/// What a launch would do, without doing it; references stay references.
package struct DryRunText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// Words it; the arguments are as the client would get them, without its own name.
  package init(program: String, arguments: [[UInt8]], plan: RoutePlan) {
    var lines = ["client      \(program)"]
    lines += arguments.enumerated().map { index, bytes in
      let label = index == 0 ? "arguments" : ""
      let word = SecretShape.concealed(String(decoding: bytes, as: UTF8.self))
      return label.padded(to: 12) + word
    }
    let sets = plan.changes.compactMap { change in
      change.value.map { "\(change.name)=\($0.shown)" }
    }
    lines += sets.enumerated().map { ($0 == 0 ? "sets" : "").padded(to: 12) + $1 }
    let unsets = plan.changes.filter { $0.value == nil }.map(\.name) + plan.launchOnlyUnsets
    lines.append("removes".padded(to: 12) + unsets.joined(separator: " "))
    text = lines.map { $0.printable + "\n" }.joined()
  }
}

extension EnvironmentValue {
  fileprivate var shown: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .variable(let name): "${\(name)}"
      case .credential(let backend): "$(claude-route credential \(backend))"
      }
    }
    .joined()
  }
}
