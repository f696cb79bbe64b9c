/// One option of the client's command line.
struct ClientOption: Hashable, Sendable {
  let name: String
  let arity: Arity

  enum Arity: Hashable, Sendable {
    case flag
    /// A flag that may carry a value behind `=`.
    case attached
    /// The next word, whatever it is.
    case one
    /// The next word unless it starts with a dash.
    case optional
    /// The next word, then every word up to one that starts with a dash.
    case variadic
  }

  /// The option of that spelling; every spelling of one option has the same `name`.
  static func named(_ spelling: String) -> ClientOption? { bySpelling[spelling] }

  private static let bySpelling: [String: ClientOption] = {
    var options: [String: ClientOption] = [:]
    for (arity, list) in table {
      for entry in list.split(separator: " ") {
        let spellings = entry.split(separator: "|").map(String.init)
        for spelling in spellings {
          options[spelling] = ClientOption(name: spellings.last ?? spelling, arity: arity)
        }
      }
    }
    return options
  }()

  // Every option of client 2.1.330, hidden ones included, read in its own table.
  private static let table: [(Arity, String)] = [
    (
      .flag,
      """
      -h|--help -v|--version -d2e|--debug-to-stderr --verbose -p|--print --bare --safe-mode --init \
      --init-only --maintenance --include-hook-events --include-partial-messages \
      --forward-subagent-text --session-mirror --await-claim --await-initialize \
      --dangerously-skip-permissions --allow-dangerously-skip-permissions --replay-user-messages \
      --enable-auth-status --restricted --exclude-dynamic-system-prompt-sections -c|--continue \
      --fork-session --deep-link-origin --no-session-persistence --reply-on-resume \
      --include-unsupported-models --allow-other-models --managed-settings-in-initialize \
      --host-auth-is-org-sign-in --ide --desktop --strict-mcp-config --ignore-persisted-trust \
      --disable-slash-commands --chrome --no-chrome --enable-auto-mode \
      --agents-view-if-allowed --bg|--background --brief --ax-screen-reader --plan-mode-required \
      --hold-repository-while-parked
      """
    ),
    (.attached, "--tmux"),
    (
      .one,
      """
      --debug-file --output-format --json-schema --input-format --thinking --thinking-display \
      --max-thinking-tokens --max-turns --max-budget-usd --task-budget --permission-prompt-tool \
      --permission-prompts --system-prompt --system-prompt-file --append-system-prompt \
      --append-system-prompt-file --system-prompt-snapshot --append-subagent-system-prompt \
      --append-subagent-system-prompt-file --plan-mode-instructions --permission-mode \
      --inherit-permission-mode --watch-artifact --watch-artifact-no-autoreact --prefill \
      --deep-link-repo --deep-link-last-fetch --prefill-b64 --deep-link-cwd-b64 \
      --resume-session-at --resume-drops-turn --rewind-files --model --effort --fast-mode --agent \
      --fallback-model --workload --settings --client-data-url --managed-settings \
      --project-config-root --session-id -n|--name --agents --setting-sources --plugin-dir \
      --plugin-dir-no-mcp --plugin-url --advisor --autocompact --proactivity \
      --messaging-socket-path --agent-id --agent-name --team-name --agent-color \
      --parent-session-id --lead-verify-key --teammate-mode --agent-type --sdk-url \
      --runner-declares --session-began-as-copy --initialize-fields --forward-home-settings \
      --attach-serve --environment --pool --correlation-id --metadata --ref --on-branch \
      --remote-control-session-name-prefix
      """
    ),
    (
      .optional,
      """
      -d|--debug --prompt-suggestions -r|--resume --from-pr -w|--worktree --teleport --cloud \
      --remote --remote-control --rc
      """
    ),
    (
      .variadic,
      """
      --allowedTools|--allowed-tools --disallowedTools|--disallowed-tools --tools --mcp-config \
      --betas --add-dir --file --channels --dangerously-load-development-channels
      """
    ),
  ]
}
