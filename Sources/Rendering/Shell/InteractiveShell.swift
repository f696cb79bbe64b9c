/// A shell with a start file, functions and completion.
package enum InteractiveShell: String, Hashable, Sendable, CaseIterable {
  case bash
  case zsh
  case fish
}
