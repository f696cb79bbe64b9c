import Foundation
import Testing

/// The organisation's file at its fixed place, shown in a mount namespace with an `/etc` of its own.
@Suite(.enabled(if: Sandbox.canMount, "needs root, unshare(1) and mount namespaces"))
struct `A managed policy` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
  }

  /// Runs `claude-route` where the file is the managed one.
  private func run(
    _ yaml: String,
    _ words: [String],
    owner: String = "0",
    mode: String = "644"
  ) throws -> Run {
    let file = try box.write("version: 1\n\(yaml)\n", to: "managed.yaml")
    let lines = """
      exec unshare -m sh -c '
        file=$1 owner=$2 mode=$3 route=$4
        shift 4
        mount -t tmpfs -o mode=755 none /etc && mkdir /etc/claude-route \\
          && cp "$file" /etc/claude-route/policy.yaml \\
          && chown "$owner" /etc/claude-route/policy.yaml \\
          && chmod "$mode" /etc/claude-route/policy.yaml \\
          && exec "$route" "$@"
      ' sh '\(file)' \(owner) \(mode) "$ROUTE" "$@"
      """
    return try box.shell(lines, words, ["OPENROUTER_API_KEY": "sk-or-canary"]).run
  }

  @Test func `of one line sends everything through AWS, whatever the user says`() throws {
    try box.write(
      """
      version: 1
      built-in: false
      default: [openrouter/opus]

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    let line = "labels: [compliance-aws]"
    let expected = """
      claude-route: denied: openrouter/opus is not permitted for this task
        not what is required by `only-aws` (\(try BuiltIn(box).constraint("only-aws"))): all calls go through AWS
        = nothing was started, nothing was set

      """
    #expect(try run(line, ["--"]) == Run(69, errors: expected))
    #expect(try box.launched() == nil)
  }

  @Test func `is nobody's but root's`() throws {
    let refusal = """
      claude-route: the policy /etc/claude-route/policy.yaml can be written by others, so nobody knows whose it is
        = help: it must be root's: chown root /etc/claude-route/policy.yaml, and chmod go-w /etc/claude-route/policy.yaml

      """
    #expect(try run("", ["--"], owner: "1000") == Run(77, errors: refusal))
    #expect(try run("", ["--"], mode: "664") == Run(77, errors: refusal))
  }

  @Test func `stands in the explanation behind the user's`() throws {
    try box.write(
      "version: 1\nname: mine\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    let explained = try Explained(try run("name: acme", ["explain", "--json"]))
    #expect(explained.policy.layers[1].file == "/etc/claude-route/policy.yaml")
    #expect(explained.policy.layers.map(\.layer) == ["user", "managed", "built-in"])
  }
}

extension Sandbox {
  /// Whether a process of ours may have a mount namespace of its own.
  static let canMount: Bool = {
    guard geteuid() == 0, let box = try? Sandbox() else { return false }
    let run = try? box.shell("unshare -m sh -c 'mount -t tmpfs none /etc'").run
    return run?.end == .exited(0)
  }()
}
