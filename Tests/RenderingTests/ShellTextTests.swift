import ClaudeClient
import Rendering
import Testing

@Suite struct ShellTextTests {
  static let state = ShellState(
    environmentNames: ["ANTHROPIC_API_KEY", "CLOUD_ML_REGION", "OPENROUTER_API_KEY", "PATH"],
    saved: nil,
    routeSet: nil
  )

  static let routed = ShellState(
    environmentNames: [
      "ANTHROPIC_AUTH_TOKEN", "AWS_PROFILE", "CLAUDE_ROUTE_SAVED", "CLAUDE_ROUTE_SET",
      "CLAUDE_ROUTE_WAS_CLOUD_ML_REGION", "PATH",
    ],
    saved: "CLOUD_ML_REGION ANTHROPIC_API_KEY $(x) 1A",
    routeSet: "AWS_PROFILE ANTHROPIC_AUTH_TOKEN"
  )

  static let changes: [EnvironmentChange] = [
    .set("ANTHROPIC_AUTH_TOKEN", EnvironmentValue(parts: [.variable("OPENROUTER_API_KEY")])),
    .set("ANTHROPIC_BASE_URL", "https://openrouter.ai/api"),
    .set("ANTHROPIC_CUSTOM_HEADERS", "x: it's\n\\!"),
    .set("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "1"),
    .set("no; name", "x"),
    .unset("ANTHROPIC_API_KEY"),
    .unset("ANTHROPIC_MODEL"),
    .unset("CLOUD_ML_REGION"),
  ]

  static func text(
    _ changes: [EnvironmentChange],
    _ dialect: ShellDialect,
    _ state: ShellState
  ) -> String {
    ShellText(
      changes,
      dialect: dialect,
      state: state,
      comment: "bulk → openrouter/haiku\nrm -rf \u{1B}"
    ) { ["/opt/it's/claude-route", "credential", $0] }
    .text
  }

  @Test func `a first route in sh`() {
    #expect(
      Self.text(Self.changes, .sh, Self.state) == #"""
        # bulk → openrouter/haiku\nrm -rf \u{1B}
        _claude_route_flags=$-
        \set +a
        \unset _claude_route_saved_ANTHROPIC_API_KEY _claude_route_saved_CLOUD_ML_REGION
        _claude_route_saved_ANTHROPIC_API_KEY="${ANTHROPIC_API_KEY}"
        _claude_route_saved_CLOUD_ML_REGION="${CLOUD_ML_REGION}"
        case $_claude_route_flags in *a*) \set -a ;; esac
        \unset _claude_route_flags
        \export CLAUDE_ROUTE_WAS_CLOUD_ML_REGION="${CLOUD_ML_REGION}"
        \export CLAUDE_ROUTE_SAVED='ANTHROPIC_API_KEY CLOUD_ML_REGION'
        \export CLAUDE_ROUTE_SET='ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_CUSTOM_HEADERS CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
        \export CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST='1'
        \unset ANTHROPIC_API_KEY
        \unset CLOUD_ML_REGION
        \export ANTHROPIC_BASE_URL='https://openrouter.ai/api'
        \export ANTHROPIC_CUSTOM_HEADERS='x: it'\''s
        \!'
        \export ANTHROPIC_AUTH_TOKEN="${OPENROUTER_API_KEY}"
        \unset ANTHROPIC_MODEL
        case "${OPENROUTER_API_KEY:+x}/${ANTHROPIC_API_KEY+x}/${CLOUD_ML_REGION+x}" in
        'x//') ;;
        *)
        \unset ANTHROPIC_AUTH_TOKEN
        \unset ANTHROPIC_BASE_URL
        \unset ANTHROPIC_CUSTOM_HEADERS
        \export CLAUDE_ROUTE_SET='ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_CUSTOM_HEADERS CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
        \export CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST='1'
        \echo 'claude-route: a credential is missing or a variable is read-only: nothing is routed here' >&2
        false
        ;;
        esac

        """#
    )
  }

  static let second: [EnvironmentChange] = [
    .set("ANTHROPIC_API_KEY", EnvironmentValue(parts: [.variable("ANTHROPIC_API_KEY")])),
    .set("ANTHROPIC_FOUNDRY_API_KEY", EnvironmentValue(parts: [.credential(backend: "b")])),
    .unset("ANTHROPIC_AUTH_TOKEN"),
  ]

  @Test func `a second route in sh`() {
    #expect(
      Self.text(Self.second, .sh, Self.routed) == #"""
        # bulk → openrouter/haiku\nrm -rf \u{1B}
        \unset AWS_PROFILE
        \export CLAUDE_ROUTE_SAVED='ANTHROPIC_API_KEY CLOUD_ML_REGION'
        \export CLAUDE_ROUTE_SET='ANTHROPIC_FOUNDRY_API_KEY'
        \unset ANTHROPIC_AUTH_TOKEN
        \export ANTHROPIC_API_KEY="${_claude_route_saved_ANTHROPIC_API_KEY-}"
        \export ANTHROPIC_FOUNDRY_API_KEY="$('/opt/it'\''s/claude-route' 'credential' 'b')"
        \unset CLOUD_ML_REGION
        case "${_claude_route_saved_ANTHROPIC_API_KEY:+x}/${ANTHROPIC_FOUNDRY_API_KEY:+x}" in
        'x/x') ;;
        *)
        \unset ANTHROPIC_API_KEY
        \unset ANTHROPIC_FOUNDRY_API_KEY
        \export CLAUDE_ROUTE_SET='ANTHROPIC_FOUNDRY_API_KEY CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
        \export CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST='1'
        \echo 'claude-route: a credential is missing or a variable is read-only: nothing is routed here' >&2
        false
        ;;
        esac

        """#
    )
  }

  @Test func `a first route in fish`() {
    #expect(
      Self.text(Self.changes, .fish, Self.state) == #"""
        # bulk → openrouter/haiku\nrm -rf \u{1B}
        set -g _claude_route_saved_ANTHROPIC_API_KEY "$ANTHROPIC_API_KEY"
        set -g _claude_route_saved_CLOUD_ML_REGION "$CLOUD_ML_REGION"
        set -gx CLAUDE_ROUTE_WAS_CLOUD_ML_REGION "$CLOUD_ML_REGION"
        set -gx CLAUDE_ROUTE_SAVED 'ANTHROPIC_API_KEY CLOUD_ML_REGION'
        set -gx CLAUDE_ROUTE_SET 'ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_CUSTOM_HEADERS CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
        set -gx CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST '1'
        set -eg ANTHROPIC_API_KEY
        set -qx ANTHROPIC_API_KEY; and set -gx ANTHROPIC_API_KEY ''
        set -eg CLOUD_ML_REGION
        set -qx CLOUD_ML_REGION; and set -gx CLOUD_ML_REGION ''
        set -gx ANTHROPIC_BASE_URL 'https://openrouter.ai/api'
        set -gx ANTHROPIC_CUSTOM_HEADERS 'x: it\'s
        \\!'
        set -gx ANTHROPIC_AUTH_TOKEN "$OPENROUTER_API_KEY"
        set -eg ANTHROPIC_MODEL
        if test -n "$OPENROUTER_API_KEY"
        true
        else
        set -eg ANTHROPIC_AUTH_TOKEN
        set -qx ANTHROPIC_AUTH_TOKEN; and set -gx ANTHROPIC_AUTH_TOKEN ''
        set -eg ANTHROPIC_BASE_URL
        set -qx ANTHROPIC_BASE_URL; and set -gx ANTHROPIC_BASE_URL ''
        set -eg ANTHROPIC_CUSTOM_HEADERS
        set -qx ANTHROPIC_CUSTOM_HEADERS; and set -gx ANTHROPIC_CUSTOM_HEADERS ''
        set -gx CLAUDE_ROUTE_SET 'ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_CUSTOM_HEADERS CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
        set -gx CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST '1'
        echo 'claude-route: a credential is missing or a variable is read-only: nothing is routed here' >&2
        false
        end

        """#
    )
  }

  @Test func `a second route in csh`() {
    #expect(
      Self.text(Self.second, .csh, Self.routed) == #"""
        # bulk → openrouter/haiku\nrm -rf \u{1B}
        unsetenv AWS_PROFILE
        setenv CLAUDE_ROUTE_SAVED 'ANTHROPIC_API_KEY CLOUD_ML_REGION'
        setenv CLAUDE_ROUTE_SET 'ANTHROPIC_FOUNDRY_API_KEY'
        unsetenv ANTHROPIC_AUTH_TOKEN
        if ($?_claude_route_saved_ANTHROPIC_API_KEY) then
        setenv ANTHROPIC_API_KEY ${_claude_route_saved_ANTHROPIC_API_KEY:q}
        else
        unsetenv ANTHROPIC_API_KEY
        endif
        setenv _claude_route_command_0 'exec '\''/opt/it'\'''\\''\'''\''s/claude-route'\'' '\''credential'\'' '\''b'\'''
        setenv ANTHROPIC_FOUNDRY_API_KEY "`/bin/sh -f -c 'IFS=;eval "\$"_claude_route_command_0'`"
        unsetenv _claude_route_command_0
        unsetenv CLOUD_ML_REGION
        unset _claude_route_failed
        if ($?_claude_route_saved_ANTHROPIC_API_KEY) then
        if (x${_claude_route_saved_ANTHROPIC_API_KEY:q} == x) set _claude_route_failed
        else
        set _claude_route_failed
        endif
        if ($?ANTHROPIC_FOUNDRY_API_KEY) then
        if (x${ANTHROPIC_FOUNDRY_API_KEY:q} == x) set _claude_route_failed
        else
        set _claude_route_failed
        endif
        if ($?_claude_route_failed) then
        unsetenv ANTHROPIC_API_KEY
        unsetenv ANTHROPIC_FOUNDRY_API_KEY
        setenv CLAUDE_ROUTE_SET 'ANTHROPIC_FOUNDRY_API_KEY CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
        setenv CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST '1'
        /bin/sh -c 'echo "claude-route: a credential is missing or a variable is read-only: nothing is routed here" >&2'
        endif
        if ($?_claude_route_failed) false

        """#
    )
  }

  @Test func `off in sh`() {
    let text = OffText(dialect: .sh, state: Self.routed, closedList: ["ANTHROPIC_API_KEY", "MAX"])
    #expect(
      text.text == #"""
        # claude-route: this shell as it was before the first route
        case "${_claude_route_saved_ANTHROPIC_API_KEY+x}" in
        x) \export ANTHROPIC_API_KEY="${_claude_route_saved_ANTHROPIC_API_KEY}"; \unset _claude_route_saved_ANTHROPIC_API_KEY ;;
        *) \unset ANTHROPIC_API_KEY ;;
        esac
        \export CLOUD_ML_REGION="${CLAUDE_ROUTE_WAS_CLOUD_ML_REGION}"
        \unset CLAUDE_ROUTE_WAS_CLOUD_ML_REGION _claude_route_saved_CLOUD_ML_REGION
        \unset MAX
        \unset ANTHROPIC_AUTH_TOKEN
        \unset AWS_PROFILE
        \unset CLAUDE_ROUTE_CLASS
        \unset CLAUDE_ROUTE_BACKEND
        \unset CLAUDE_ROUTE_MODEL
        \unset CLAUDE_ROUTE_POLICY
        \unset CLAUDE_ROUTE_SAVED
        \unset CLAUDE_ROUTE_SET
        \unset CLAUDE_ROUTE_WAS_CLOUD_ML_REGION

        """#
    )
  }

  @Test(arguments: ShellDialect.allCases)
  func `off where nothing is routed is a comment`(dialect: ShellDialect) {
    let text = OffText(dialect: dialect, state: Self.state, closedList: ["ANTHROPIC_API_KEY"])
    #expect(text.text == "# claude-route: nothing is routed in this shell\n")
  }

  static let refusals: [(ShellDialect, String)] = [
    (
      .sh,
      #"""
      # claude-route: refused, claude cannot start here; back with: eval "$(claude-route off)"
      _claude_route_flags=$-
      \set +a
      \unset _claude_route_saved_ANTHROPIC_API_KEY
      _claude_route_saved_ANTHROPIC_API_KEY="${ANTHROPIC_API_KEY}"
      case $_claude_route_flags in *a*) \set -a ;; esac
      \unset _claude_route_flags
      \export CLAUDE_ROUTE_SAVED='ANTHROPIC_API_KEY'
      \export CLAUDE_ROUTE_SET='CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
      \export CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST='1'
      \unset ANTHROPIC_API_KEY
      \unset ANTHROPIC_MODEL
      false

      """#
    ),
    (
      .fish,
      #"""
      # claude-route: refused, claude cannot start here; back with: claude-route off --format fish | source
      set -g _claude_route_saved_ANTHROPIC_API_KEY "$ANTHROPIC_API_KEY"
      set -gx CLAUDE_ROUTE_SAVED 'ANTHROPIC_API_KEY'
      set -gx CLAUDE_ROUTE_SET 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
      set -gx CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST '1'
      set -eg ANTHROPIC_API_KEY
      set -qx ANTHROPIC_API_KEY; and set -gx ANTHROPIC_API_KEY ''
      set -eg ANTHROPIC_MODEL
      false

      """#
    ),
    (
      .csh,
      #"""
      # claude-route: refused, claude cannot start here; back with: claude-route off --format csh, sourced from a file
      set _claude_route_saved_ANTHROPIC_API_KEY = ${ANTHROPIC_API_KEY:q}
      setenv CLAUDE_ROUTE_SAVED 'ANTHROPIC_API_KEY'
      setenv CLAUDE_ROUTE_SET 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'
      setenv CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST '1'
      unsetenv ANTHROPIC_API_KEY
      unsetenv ANTHROPIC_MODEL
      false

      """#
    ),
  ]

  @Test(arguments: refusals)
  func `a refusal`(dialect: ShellDialect, expected: String) {
    let closedList = [
      "ANTHROPIC_MODEL", "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "ANTHROPIC_API_KEY",
    ]
    let state = ShellState(environmentNames: ["ANTHROPIC_API_KEY"], saved: nil, routeSet: nil)
    #expect(RefusalText(dialect: dialect, state: state, closedList: closedList).text == expected)
  }

  @Test func `a variable that only a newer client knows stays removed by the second route`() {
    let state = ShellState(
      environmentNames: [],
      saved: "CLAUDE_CODE_OAUTH_TOKEN VERTEX_REGION_CLAUDE_NEWER",
      routeSet: ""
    )
    let lines = Self.text([.unset("ANTHROPIC_MODEL")], .csh, state).split(separator: "\n")
    #expect(
      lines.dropFirst().map(String.init) == [
        "if ($?_claude_route_saved_CLAUDE_CODE_OAUTH_TOKEN) then",
        "setenv CLAUDE_CODE_OAUTH_TOKEN ${_claude_route_saved_CLAUDE_CODE_OAUTH_TOKEN:q}",
        "unset _claude_route_saved_CLAUDE_CODE_OAUTH_TOKEN",
        "else", "unsetenv CLAUDE_CODE_OAUTH_TOKEN", "endif",
        "setenv CLAUDE_ROUTE_SAVED 'VERTEX_REGION_CLAUDE_NEWER'",
        "setenv CLAUDE_ROUTE_SET ''",
        "unsetenv ANTHROPIC_MODEL",
        "unsetenv VERTEX_REGION_CLAUDE_NEWER",
      ]
    )
  }

  @Test func `the user's names are those before the first route and those since`() {
    #expect(Self.state.userNames == Self.state.setNames)
    #expect(Self.routed.userNames == ["ANTHROPIC_API_KEY", "CLOUD_ML_REGION", "PATH"])
    #expect(Self.routed.savedNames == ["ANTHROPIC_API_KEY", "CLOUD_ML_REGION"])
    #expect(Self.state.savedNames == nil)
    let nothingSaved = ShellState(environmentNames: [], saved: "", routeSet: "A")
    #expect(nothingSaved.savedNames == [])
    #expect(ShellState(environmentNames: [], saved: nil, routeSet: "A").savedNames == [])
    #expect(
      ShellState.exportedCopy(ofPlace: "CLOUD_ML_REGION") == "CLAUDE_ROUTE_WAS_CLOUD_ML_REGION"
    )
  }
}
