import Foundation

extension Sandbox {
  /// Runs `claude-route` in a mount namespace where `/etc` holds these files and nothing else, all of
  /// them root's; needs `canMount`.
  func run(
    _ words: [String],
    _ added: [String: String] = [:],
    etc files: [String: String]
  ) throws -> Run {
    for (path, text) in files {
      try write(text, to: "etc/\(path)")
    }
    let lines = """
      exec unshare -m sh -c '
        folder=$1 route=$2
        shift 2
        mount -t tmpfs -o mode=755 none /etc && cp -R "$folder/." /etc && exec "$route" "$@"
      ' sh '\(root.path)/etc' "$ROUTE" "$@"
      """
    return try shell(lines, words, added).run
  }
}
