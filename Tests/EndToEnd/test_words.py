"""Which words are what: sub-commands, wrapper form, resuming, where the task text comes from."""

import json
import os
import uuid

from scenario import BINARY, GATEWAY_KEY, GATEWAY_POLICY, MODELS, Scenario, unless_routable

SUB_COMMANDS = (
    "agents", "attach", "auth", "auto-mode", "doctor", "gateway", "import", "install", "logs",
    "mcp", "plugin", "plugins", "purge", "respawn", "rm", "setup-token", "stop", "kill",
    "update", "upgrade")


@unless_routable
class WordsTest(Scenario):
    environment = {"STANDIN_KEY": GATEWAY_KEY}

    # Sub-commands

    def test_sub_commands_pass_unrouted(self):
        self.sandbox.replace_client(
            'printf "%s|" "$@"; echo; '
            'echo "$ANTHROPIC_API_KEY $CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST $CLAUDE_ROUTE_BACKEND"')
        policy = self.gateway_policy()
        for words in [(name, "x y") for name in SUB_COMMANDS] + [("--version",), ("--help",)]:
            with self.subTest(words[0]):
                result = self.launch(
                    policy, *words, environment=dict(self.environment, ANTHROPIC_API_KEY="kept"))
                self.assertEqual(result.status, 0, result)
                self.assertEqual(result.stdout, "%s|\nkept  \n" % "|".join(words))

    def test_version_of_the_real_client(self):
        plain = self.sandbox.run([self.sandbox.client, "--version"])
        result = self.launch(self.gateway_policy(), "--version", environment=self.environment)
        self.assertEqual((result.status, result.stdout), (0, plain.stdout))

    def test_sessions_that_run_elsewhere_need_the_native_default(self):
        self.sandbox.replace_client("echo ran")
        policy = self.policy(
            GATEWAY_POLICY + "constraints:\n  - name: only-here\n"
            "    forbid: {{backend: [anthropic]}}\n    reason: Nothing leaves.\n",
            credential="env:STANDIN_KEY")
        for words in (("--cloud", "x"), ("--teleport",), ("--desktop",), ("ultrareview",),
                      ("--environment", "env_1")):
            with self.subTest(words[0]):
                result = self.launch(policy, *words, environment=self.environment)
                self.assertEqual((result.status, result.stdout), (69, ""), result)
                self.assertIn("only-here", result.stderr)

    # Wrapper form

    def test_wrapper_form_routes_the_client_named(self):
        policy = self.gateway_policy()
        prompt = "add the license headers"
        user_policy = self.sandbox.read("policy.yaml")
        self.sandbox.write("home/.config/claude-route/policy.yaml", user_policy)
        client = os.path.join(self.sandbox.bin, "claude")
        forms = {
            "name": [BINARY, "claude", "-p", prompt],
            "path": [BINARY, client, "-p", prompt],
            "name after --": [BINARY, "--policy", policy, "--", "claude", "-p", prompt],
            "path after --": [BINARY, "--policy", policy, "--", client, "-p", prompt],
        }
        for name, words in forms.items():
            with self.subTest(name):
                self.target.requests.clear()
                result = self.sandbox.run(words, self.sandbox.environment(**self.environment))
                self.assertEqual((result.status, result.stdout), (0, "pong\n"), result)
                self.assertEqual(self.only_session(self.target)[0].model, MODELS["haiku"])

    def test_an_editor_starts_a_session_without_a_task(self):
        """An editor names the program as the client's wrapper and speaks on standard input."""
        policy = self.sandbox.read(os.path.basename(self.gateway_policy()))
        self.sandbox.write(
            "home/.config/claude-route/policy.yaml", policy + "default: [standin/sonnet]\n")
        words = ["--output-format", "stream-json", "--input-format", "stream-json", "--verbose"]
        message = {"type": "user", "message": {"role": "user", "content": "add the license headers"}}
        client = os.path.join(self.sandbox.bin, "claude")
        script = self.sandbox.write(
            "bin/wrapper", '#!/bin/sh\nexec %s --class bulk --quiet -- "$@"\n' % BINARY, mode=0o755)
        for wrapper, model in ((BINARY, MODELS["sonnet"]), (script, MODELS["haiku"])):
            result = self.sandbox.run(
                [wrapper, client] + words, self.sandbox.environment(**self.environment),
                stdin=(json.dumps(message) + "\n").encode())
            self.assertEqual(result.status, 0, result)
            self.assertEqual(self.target.main_loops[-1].model, model, result)
        self.assert_no_inference(self.native)

    def test_functions_of_a_start_file(self):
        """What `shell-init` makes of the aliases, and of the client's own name."""
        self.gateway_policy()
        self.sandbox.write(
            "home/.config/claude-route/policy.yaml",
            self.sandbox.read("policy.yaml") + "aliases: {here: {backend: standin, model: sonnet}}\n")
        os.symlink(BINARY, os.path.join(self.sandbox.bin, "claude-route"))
        start = 'eval "$(claude-route shell-init bash --wrap)"; '
        version = self.sandbox.run([self.sandbox.client, "--version"]).stdout
        for lines, output, model in (
                ('claude-here -p "what is here?"', "pong\n", "sonnet"),
                ('claude -p "add the license headers"', "pong\n", "haiku"),
                ("claude --version", version, None),
                ("claude-here --version", version, None)):
            with self.subTest(lines):
                self.target.requests.clear()
                result = self.sandbox.run(
                    ["bash", "-c", start + lines], self.sandbox.environment(**self.environment))
                self.assertEqual((result.status, result.stdout), (0, output), result)
                if model:
                    self.assertEqual(self.only_session(self.target)[0].model, MODELS[model])
                else:
                    self.assertEqual(list(self.target.requests), [])

    def test_wrapper_form_of_node(self):
        self.sandbox.write("bin/node", '#!/bin/sh\necho "node $1"\n', mode=0o755)
        script = self.sandbox.write("lib/claude-code/cli.js", "")
        result = self.sandbox.run(
            [BINARY, "--policy", self.gateway_policy(), "--", "node", script, "-p", "x"],
            self.sandbox.environment(**self.environment))
        self.assertEqual((result.status, result.stdout), (0, "node %s\n" % script), result)

    def test_nothing_else_is_executed(self):
        other = self.sandbox.write("bin/other", "#!/bin/sh\necho ran > \"$HOME/ran\"\n", mode=0o755)
        self.sandbox.replace_client("echo the client")
        for words in ([BINARY, other], [BINARY, "node", other],
                      [BINARY, "--policy", self.gateway_policy(), "--", other]):
            with self.subTest(words[1:]):
                self.sandbox.run(words, self.sandbox.environment(**self.environment))
                self.assertIsNone(self.sandbox.read("home/ran"))

    # Resuming

    def test_resumed_conversation_needs_a_class_to_leave(self):
        self.sandbox.save_login()
        session = str(uuid.uuid4())
        self.ask(None, "--session-id", session, task="say something")
        self.assertTrue(self.native.main_loops)
        policy = self.gateway_policy()
        for words in (("--resume", session), ("-r", session), ("--continue",), ("-c",)):
            with self.subTest(words[0]):
                self.native.requests.clear()
                self.ask(policy, *words, environment=self.environment)
                self.only_session(self.native)
                self.assert_untouched(self.target)
        result = self.ask(policy, "--resume", session, environment=self.environment,
                          task=None, flags=["--class", "bulk"])
        self.assertIn("say ping", str(self.only_session(self.target)[0].json["messages"]))
        self.assertIn("--fork-session", result.stderr)

    # The task text

    def backend(self, *words, stdin=None):
        """Where a launch without `--task` goes, as the client is told."""
        result = self.launch(self.gateway_policy(), *words, environment=self.environment,
                             task=None, stdin=stdin)
        self.assertEqual(result.status, 0, result)
        return result.stdout.strip()

    def test_prompt_of_the_client_is_the_task(self):
        self.sandbox.save_login()
        self.sandbox.replace_client('echo "$CLAUDE_ROUTE_BACKEND"')
        bulk = "add the license headers"
        routed = {
            "after -p": ("-p", bulk),
            "before -p": (bulk, "-p"),
            "after a value": ("-p", "--output-format", "text", bulk),
            "after a joined value": ("-p", "--output-format=text", bulk),
            "after a flag": ("-p", "--verbose", bulk),
            "after --": ("-p", "--", bulk),
            "after a variadic option's end": ("--allowedTools", "Bash", "Read", "-p", bulk),
            "first positional": ("-p", bulk, "fix the race in the payment worker"),
        }
        for name, words in routed.items():
            with self.subTest(name):
                self.assertEqual(self.backend(*words), "standin")
        native = {
            "swallowed by a variadic option": ("-p", "--allowedTools", "Bash", bulk),
            "a value, not the prompt": ("-p", "--append-system-prompt", bulk, "say ping"),
            "second positional": ("-p", "say ping", bulk),
            "after an unknown option": ("-p", "--no-such-option", bulk),
            "serious": ("-p", "add the license headers and fix the race in the payment worker"),
        }
        for name, words in native.items():
            with self.subTest(name):
                self.assertEqual(self.backend(*words), "anthropic")

    def test_prompt_beside_a_pipe_only_protects(self):
        self.sandbox.save_login()
        self.sandbox.replace_client('echo "$CLAUDE_ROUTE_BACKEND"')
        words = ("-p", "add the license headers")
        self.assertEqual(self.backend(*words), "standin")
        self.assertEqual(self.backend(*words, stdin=b"the real task"), "anthropic")

    def test_model_and_effort_of_the_client_are_read(self):
        self.ask(self.gateway_policy(), "--model", "sonnet", "--effort", "high",
                 environment=self.environment)
        request = self.only_session(self.target)[0]
        self.assertEqual((request.model, request.effort), (MODELS["sonnet"], "high"))

    def test_model_that_no_backend_maps(self):
        result = self.launch(self.gateway_policy(), "-p", "say ping", "--model", "gpt-unknown",
                             environment=self.environment, flags=["--backend", "standin"])
        self.assertEqual((result.status, result.stdout), (64, ""), result)
        self.assert_untouched(self.target)
