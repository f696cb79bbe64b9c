$ mkdir -p ~/.config/claude-route && cp policy.yaml ~/.config/claude-route/
$ eval "$(claude-route shell-init bash)"
$ claude-cheap -p "say hello"
claude-route: no class, alias cheap → openrouter/sonnet · OPENROUTER_API_KEY pays · $0.21–0.95 a session (anthropic/sonnet: in your plan)
Claude Code doesn't recognize the model "anthropic/claude-sonnet-latest", so it assumes a context window of 1m tokens. Update Claude Code, or see https://code.claude.com/docs/en/model-config#correct-the-window-for-a-gateway-or-custom-model-id to set the window.
[claude-code:unrecognized_model] {"model":"~anthropic/claude-sonnet-latest","query_source":"sdk"}
Done.
$ claude-chores -p "rename foo to bar"
claude-route: bulk, alias chores → openrouter/haiku, effort low · OPENROUTER_API_KEY pays · $0.011–0.047 a session (anthropic/haiku: in your plan)
Claude Code doesn't recognize the model "anthropic/claude-haiku-latest", so it assumes a context window of 1m tokens. Update Claude Code, or see https://code.claude.com/docs/en/model-config#correct-the-window-for-a-gateway-or-custom-model-id to set the window.
[claude-code:unrecognized_model] {"model":"~anthropic/claude-haiku-latest","query_source":"sdk"}
Done.
$ claude-cheap --model haiku -p "say hello" 2>&1 | head -1
claude-route: no class, alias cheap → openrouter/haiku · OPENROUTER_API_KEY pays · $0.011–0.047 a session (anthropic/haiku: in your plan)
$ claude-cheap -p "fix the race in the payment worker"
claude-route: denied: openrouter/sonnet is not permitted for this task
  forbidden by `serious-work-stays-native` (built-in:1357): serious work stays on the native API
  evidence: extended-thinking `fix the race` (0-12)
  = help: leave out the alias `cheap`, or say what it is: --class prototyping
  = nothing was started, nothing was set
