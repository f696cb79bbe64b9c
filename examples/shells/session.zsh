$ mkdir -p ~/.config/claude-route && cp policy.yaml ~/.config/claude-route/
$ eval "$(claude-route shell-init zsh --wrap)"
$ whence -w claude claude-cheap
claude: function
claude-cheap: function
$ claude -p "rename foo to bar" 2>&1 | head -1
claude-route: bulk → openrouter/haiku, effort low · OPENROUTER_API_KEY pays · $0.011–0.047 a session (anthropic/haiku: in your plan)
$ claude --version
2.1.330 (Claude Code)
