/// Where a shell or a session is routed, as its environment says.
package struct ShellRoute: Hashable, Sendable {
  /// The classes' names; empty for a task that nothing speaks for.
  package let classes: [String]
  package let backend: String
  package let model: String
  package let way: Way

  /// How the environment got its route.
  package enum Way: String, Hashable, Sendable {
    /// `eval "$(claude-route …)"`.
    case eval
    /// `claude-route … --`.
    case launch
  }

  /// From the values of `CLAUDE_ROUTE_CLASS`, `_BACKEND`, `_MODEL` and `_LAUNCHED`; absent when there
  /// is no route.
  ///
  /// A launch leaves its target in the last one, and an `eval` inside the session does not change it.
  package init?(classes: String?, backend: String?, model: String?, launched: String?) {
    guard let backend, !backend.isEmpty else { return nil }
    self.classes = (classes ?? "").split(separator: ",").map(String.init)
    self.backend = backend
    self.model = model.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    way = launched == "\(backend)/\(self.model)" ? .launch : .eval
  }

  /// The variable in which a launch leaves its target.
  package static let launchedName = "CLAUDE_ROUTE_LAUNCHED"

  /// `openrouter/haiku`.
  package var target: String { "\(backend)/\(model)" }

  /// `bulk → openrouter/haiku`.
  package var text: String {
    "\(classes.isEmpty ? "no class" : classes.joined(separator: ",")) → \(target)"
  }

  /// `bulk→openrouter/haiku`, for a shell's prompt: nothing in it means something to a shell, a
  /// prompt's own syntax or tmux, whatever the variables hold.
  package var segment: String {
    let text = classes.isEmpty ? target : "\(classes.joined(separator: ","))→\(target)"
    let plain = text.unicodeScalars.prefix(Self.longestSegment).map { scalar in
      Self.isPlain(scalar) ? scalar : "?"
    }
    let isCut = text.unicodeScalars.count > Self.longestSegment
    return String(String.UnicodeScalarView(plain)) + (isCut ? "…" : "")
  }

  /// In characters.
  private static let longestSegment = 80

  /// What names in a policy and ids of models are made of.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", ",", "@", "+", "→":
      true
    default: false
    }
  }
}
