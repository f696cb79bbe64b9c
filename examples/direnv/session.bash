$ eval "$(direnv hook bash)"
$ direnv allow . && _direnv_hook
direnv: loading ~/project/.envrc
claude-route: this shell → openrouter/haiku, effort low · OPENROUTER_API_KEY pays
direnv: export +ANTHROPIC_AUTH_TOKEN +ANTHROPIC_BASE_URL +ANTHROPIC_DEFAULT_FABLE_MODEL +ANTHROPIC_DEFAULT_HAIKU_MODEL +ANTHROPIC_DEFAULT_OPUS_MODEL +ANTHROPIC_DEFAULT_SONNET_MODEL +ANTHROPIC_MODEL +CLAUDE_CODE_EFFORT_LEVEL +CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST +CLAUDE_ROUTE_BACKEND +CLAUDE_ROUTE_CLASS +CLAUDE_ROUTE_MODEL +CLAUDE_ROUTE_POLICY +CLAUDE_ROUTE_SAVED +CLAUDE_ROUTE_SET +OTEL_RESOURCE_ATTRIBUTES
$ echo "$ANTHROPIC_MODEL at $ANTHROPIC_BASE_URL"
~anthropic/claude-haiku-latest at https://openrouter.ai/api
$ claude -p "Add the Apache header where it is missing"
Claude Code doesn't recognize the model "anthropic/claude-haiku-latest", so it assumes a context window of 1m tokens. Update Claude Code, or see https://code.claude.com/docs/en/model-config#correct-the-window-for-a-gateway-or-custom-model-id to set the window.
[claude-code:unrecognized_model] {"model":"~anthropic/claude-haiku-latest","query_source":"sdk"}
Added the Apache header to one file.
$ cd .. && _direnv_hook
direnv: unloading
$ echo "${ANTHROPIC_BASE_URL:-unset}"
unset
