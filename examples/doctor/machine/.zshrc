alias claude-cheap='ANTHROPIC_BASE_URL=https://openrouter.ai/api/v1 ANTHROPIC_API_KEY=invented claude'
export CLAUDE_CODE_USE_BEDROCK=1
