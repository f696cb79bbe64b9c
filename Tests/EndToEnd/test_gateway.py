"""A gateway route holds, whatever the settings files, the shell and the user's login say."""

import json

from scenario import (
    FOREIGN_KEY, GATEWAY_KEY, GATEWAY_POLICY, MODELS, Scenario, unless_routable)
from sandbox import LOGIN_TOKEN

SHELL = {
    "STANDIN_KEY": GATEWAY_KEY,
    "CLAUDE_CODE_USE_BEDROCK": "1",
    "ANTHROPIC_API_KEY": FOREIGN_KEY,
}


@unless_routable
class GatewayTest(Scenario):
    def assert_held(self, session="haiku"):
        """Every request of the session is the route's; nobody else was asked anything."""
        for request in self.only_session(self.target):
            self.assertEqual(request.path, "/api/v1/messages")
            self.assert_session_as_routed(request, MODELS[session])
        for request in self.target.requests:
            if request.is_inference:
                self.assert_bearer(request, GATEWAY_KEY)
                self.assertIn(request.model, MODELS.values())
        for foreign in (FOREIGN_KEY, LOGIN_TOKEN):
            self.assertFalse(self.target.searched(foreign), foreign)
        self.assert_no_inference(self.native)
        self.assertFalse(self.native.searched(GATEWAY_KEY))
        self.assert_untouched(self.hostile)

    def test_server_key_model_and_effort(self):
        result = self.ask(self.gateway_policy(), environment={"STANDIN_KEY": GATEWAY_KEY})
        self.assert_held()
        self.assertEqual(len(self.target.main_loops), 1)
        self.assertEqual(result.stdout, "pong\n")
        # A third party is always named, also without a terminal.
        self.assertIn("standin", result.stderr)
        self.assert_kept_secret(GATEWAY_KEY, result)

    def test_holds_against_every_file_at_once(self):
        policy = self.gateway_policy()
        self.sandbox.save_login()
        for name, _ in self.hostile_variants("user"):
            with self.subTest(name):
                self.target.requests.clear()
                self.write_everywhere(lambda layer: dict(self.hostile_variants(layer))[name])
                own = json.dumps(dict(self.hostile_variants("flag"))[name])
                result = self.ask(policy, "--settings", own, environment=SHELL)
                self.assert_held()
                self.assert_kept_secret(GATEWAY_KEY, result)

    def test_holds_against_each_file_alone(self):
        policy = self.gateway_policy()
        self.sandbox.save_login()
        for layer in ("user", "project", "local"):
            for name, settings in self.hostile_variants(layer):
                with self.subTest(layer=layer, variant=name):
                    self.target.requests.clear()
                    for each in ("user", "project", "local"):
                        write = getattr(self.sandbox, each + "_settings")
                        write(settings if each == layer else {})
                    self.ask(policy, environment=SHELL)
                    self.assert_held()

    def test_a_proxy_never_sees_an_unencrypted_key(self):
        """Plain HTTP is asked directly, whichever proxy the user has for the rest."""
        proxy = self.server("proxy")
        self.sandbox.user_settings({"env": {"HTTP_PROXY": proxy.url, "http_proxy": proxy.url}})
        self.ask(self.gateway_policy(), environment=dict(SHELL, ALL_PROXY=proxy.url))
        self.assert_held()
        self.assertFalse(proxy.searched(GATEWAY_KEY))

    def test_holds_in_a_terminal(self):
        policy = self.gateway_policy()
        self.sandbox.save_login()
        for name in ("endpoint", "vertex", "proxy"):
            with self.subTest(name):
                self.target.requests.clear()
                self.write_everywhere(lambda layer: dict(self.hostile_variants(layer))[name])
                terminal = self.converse(policy, self.target, environment=SHELL)
                self.assert_held()
                self.assert_kept_secret(GATEWAY_KEY, terminal)

    def test_hook_sees_no_key_and_its_client_sends_nothing(self):
        self.sandbox.save_login()
        command = (
            'env > "$HOME/hook-env"; '
            '[ -n "$NESTED" ] || NESTED=1 claude -p nested-prompt > "$HOME/nested" 2>&1 '
            "</dev/null; true")
        self.write_everywhere(self.hostile_settings, project_extra=self.hook(command))
        self.ask(self.gateway_policy(), environment=SHELL)
        seen = self.sandbox.read("home/hook-env")
        self.assertIsNotNone(seen, "the hook did not run")
        self.assertNotIn(GATEWAY_KEY, seen)
        self.assertNotIn(FOREIGN_KEY, seen)
        self.assertIn("Not logged in", self.sandbox.read("home/nested"))
        self.assert_held()
        self.assertFalse(self.target.searched("nested-prompt"))
        self.assertFalse(self.native.searched("nested-prompt"))

    def test_command_in_the_session_sees_no_key_and_its_client_sends_nothing(self):
        self.sandbox.save_login()
        self.target.tool_commands = [
            'env > "$HOME/tool-env"; '
            'claude -p "nested-""prompt" > "$HOME/nested" 2>&1 </dev/null; true']
        self.ask(self.gateway_policy(), "--allowedTools", "Bash", environment=SHELL)
        seen = self.sandbox.read("home/tool-env")
        self.assertIsNotNone(seen, "the command did not run")
        self.assertNotIn(GATEWAY_KEY, seen)
        self.assertIn("Not logged in", self.sandbox.read("home/nested"))
        self.assertEqual(len(self.target.main_loops), 2)
        self.assert_held()
        self.assertFalse(self.native.searched("nested-prompt"))

    def test_sub_agent_asks_for_a_model_of_the_gateway(self):
        self.target.tool_commands = [("Agent", {
            "description": "a step", "prompt": "say hi", "subagent_type": "general-purpose",
            "model": "sonnet"})]
        self.ask(self.gateway_policy(), environment={"STANDIN_KEY": GATEWAY_KEY})
        asked = [request.model for request in self.target.inferences]
        self.assertIn(MODELS["sonnet"], asked)
        self.assertLessEqual(set(asked), set(MODELS.values()))

    def test_key_goes_into_the_header_the_backend_wants(self):
        self.sandbox.save_login()
        policy = self.policy(
            GATEWAY_POLICY.replace("    models:", "    auth: api-key\n    models:"),
            credential="env:STANDIN_KEY")
        self.ask(policy, environment={"STANDIN_KEY": GATEWAY_KEY})
        for request in self.only_session(self.target):
            self.assertEqual(request.headers.get("x-api-key"), GATEWAY_KEY)
            self.assertNotIn("authorization", request.headers)

    def test_gateway_without_a_key_gets_no_login(self):
        self.sandbox.save_login()
        self.ask(self.gateway_policy("none"), environment={"ANTHROPIC_API_KEY": FOREIGN_KEY})
        for request in self.only_session(self.target):
            self.assert_bearer(request, "none")
        self.assertFalse(self.target.searched(LOGIN_TOKEN))
        self.assertFalse(self.target.searched(FOREIGN_KEY))

    def test_missing_key_leaves_the_gateway_out(self):
        self.sandbox.save_login()
        self.ask(self.gateway_policy())
        self.assert_untouched(self.target)
        self.only_session(self.native)

    def test_key_read_from_a_file_or_a_command(self):
        self.sandbox.write("home/key", GATEWAY_KEY + "\n", mode=0o600)
        key_file = self.sandbox.path("home/key")
        for credential in ("file:" + key_file, '{command: ["/bin/cat", "%s"]}' % key_file):
            with self.subTest(credential):
                self.target.requests.clear()
                result = self.ask(self.gateway_policy(credential))
                self.assert_held()
                self.assertEqual(result.command_lines.containing(GATEWAY_KEY), [])
                self.assertEqual(self.files_containing(GATEWAY_KEY), ["home/key"])
