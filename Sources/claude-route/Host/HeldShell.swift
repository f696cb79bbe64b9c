internal import ClaudeClient
internal import Diagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The program that every command of a login session runs through.
///
/// The overlay holds the session, and not a client that one of its commands starts: that one would
/// send the saved login wherever a project's settings point. Host-managed it obeys none of them, and
/// says that it is not logged in. The client finds such a program in `CLAUDE_CODE_SHELL_PREFIX`, and
/// calls it with one argument: the whole command.
struct HeldShell {
  let path: String

  /// Nil without a state folder.
  init?(environment: RawEnvironment, home: String?) {
    guard let state = StateFolder(environment: environment, home: home) else { return nil }
    path = "\(state.path)/\(Self.name)"
  }

  /// Puts the program there, or says why a login session cannot be held.
  static func write(environment: RawEnvironment, home: String?) throws(Refusal) {
    do throws(SystemError) {
      guard let shell = HeldShell(environment: environment, home: home) else {
        throw StateFolder.missing
      }
      // The client takes what stands before the last ` -` for the program.
      guard !shell.path.containsBytes(of: " -") else {
        throw SystemError(operation: "use", path: shell.path, code: EINVAL)
      }
      try shell.write()
    } catch {
      throw Refusal(
        .inputOutput,
        error.message,
        help: "commands of a login session run through a program there; or set XDG_STATE_HOME"
      )
    }
  }

  /// What is right already is left alone.
  private func write() throws(SystemError) {
    if let there = try? readFile(path, limit: 1 << 16, followsLinks: false), there.mode == 0o700,
      there.owner == getuid(), there.bytes == Array(Self.script.utf8),
      StateFolder.isPrivate(path.folder)
    {
      return
    }
    try StateFolder.make(path.folder)
    guard StateFolder.isPrivate(path.folder) else {
      throw SystemError(operation: "trust", path: path.folder, code: EPERM)
    }
    try DraftFile(of: Self.script, beside: path, mode: 0o700).replace(path)
  }

  private static let name = "held-shell"

  /// What the client's Bash tool hands over is written for bash or zsh, and `SHELL` then names which;
  /// all else is for `sh` (measured with client 2.1.330).
  ///
  /// Of a prefix with options the client takes what stands before the last ` -` for one word.
  private static let script = #"""
    #!/bin/sh
    # Written by claude-route. The commands of a session on a saved login run through this: a client
    # that one of them starts obeys no settings file, and has no login to send where one points.
    # `claude-route … -- -p …` is how to ask from inside.
    CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1
    export CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST
    prefix=$CLAUDE_ROUTE_SHELL_PREFIX
    case $prefix in
      ?*' -'*) exec /bin/sh -c "\"\$1\" -${prefix##* -} \"\$2\"" sh "${prefix% -*}" "$1" ;;
      ?*) exec "$prefix" "$1" ;;
    esac
    case $1 in
      *'\builtin '*) exec "${SHELL:-/bin/bash}" -c "$1" ;;
      *) exec /bin/sh -c "$1" ;;
    esac

    """#
}

extension MachinePaths {
  /// As they are now.
  init(environment: RawEnvironment, home: String?) {
    self.init(
      heldShell: HeldShell(environment: environment, home: home)?.path,
      certificateFile: [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
      ]
      .first(where: fileExists),
      certificateFolder: ["/etc/ssl/certs", "/etc/pki/tls/certs"].first(where: fileExists)
    )
  }
}
