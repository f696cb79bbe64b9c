$ mkdir -p ~/.config/claude-route; cp policy.yaml ~/.config/claude-route/
$ claude-route shell-init fish | source
$ claude-chores -p "rename foo to bar" 2>&1 | head -1
claude-route: bulk, alias chores → openrouter/haiku, effort low · OPENROUTER_API_KEY pays · $0.011–0.047 a session (anthropic/haiku: in your plan)
$ complete -C "claude-route --alias "
aws	label compliance-aws, backend bedrock
cheap	backend openrouter, model sonnet
chores	class bulk, effort low
gcp	label compliance-gcp, backend vertex
$ complete -C "claude-route --backend anthropic --model "
opus	claude-opus-5-5
sonnet	claude-sonnet-5-5
haiku	claude-haiku-5-5
fable	claude-fable-5-2
default	what the client asks for by itself
