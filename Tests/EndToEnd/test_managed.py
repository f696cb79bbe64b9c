"""An organisation's policy and the settings that `export managed-settings` writes from it: plain `claude`
and launches reach the same server and model."""

import os

from scenario import (
    BEDROCK_TOKEN, BINARY, FOREIGN_KEY, GATEWAY_KEY, MODELS, PROMPT, Scenario, unless_routable)
from sandbox import LOGIN_TOKEN

GATEWAY = """\
version: 1
name: acme
built-in: false
backends:
  standin:
    kind: gateway
    base-url: http://127.0.0.1:{port}/api
    credential: env:STANDIN_KEY
    models: {{opus: standin-opus, sonnet: standin-sonnet, haiku: standin-haiku, fable: standin-fable}}
default: [standin/sonnet]
constraints:
  - {{name: acme-only, require: {{backend: [standin]}}, reason: all calls go through the gateway}}
"""

ROUTES = """\
classes: {chore: {signals: [{phrases: [license headers]}]}}
routes: [{name: chores, when: {class: chore}, to: [standin/haiku]}]
"""

BEDROCK = """\
version: 1
name: acme
built-in: false
backends:
  bedrock:
    preset: bedrock
    base-url: http://127.0.0.1:{port}
    region: eu-central-1
    credential: env:AWS_BEARER_TOKEN_BEDROCK
default: [bedrock/opus]
"""

# What people have in their shells.
SHELL = {
    "ANTHROPIC_API_KEY": FOREIGN_KEY, "ANTHROPIC_AUTH_TOKEN": "foreign-token-5b",
    "CLAUDE_CODE_USE_VERTEX": "1", "ANTHROPIC_VERTEX_PROJECT_ID": "foreign",
}


@unless_routable
class ManagedTest(Scenario):
    def setUp(self):
        super().setUp()
        os.symlink(BINARY, os.path.join(self.sandbox.bin, "claude-route"))

    def roll_out(self, policy):
        """The policy in its place, and what is exported from it in the client's."""
        self.sandbox.write("/etc/claude-route/policy.yaml", policy.format(port=self.target.port))
        result = self.sandbox.run([BINARY, "export", "managed-settings"])
        self.assertEqual(result.status, 0, result)
        self.assertIn("goes to /etc/claude-code/managed-settings.json", result.stderr)
        self.sandbox.managed_settings(result.stdout)
        return result.stdout

    def plain(self, environment):
        result = self.sandbox.run(
            [os.path.join(self.sandbox.bin, "claude"), "-p", PROMPT],
            self.sandbox.environment(**environment))
        self.assertEqual((result.status, result.stdout), (0, "pong\n"), result)

    def reached(self, server):
        """Path and model of the session's requests, then forgotten."""
        requests = {(request.path, request.model) for request in self.only_session(server)}
        self.assert_no_inference(self.native)
        for foreign in (FOREIGN_KEY, "foreign-token-5b", LOGIN_TOKEN):
            self.assertFalse(server.searched(foreign), foreign)
        server.requests.clear()
        return requests

    def test_gateway_with_a_helper(self):
        exported = self.roll_out(GATEWAY)
        self.assertNotIn(GATEWAY_KEY, exported)
        self.sandbox.save_login()
        environment = dict(SHELL, STANDIN_KEY=GATEWAY_KEY)
        self.plain(environment)
        self.assertTrue(self.target.searched(GATEWAY_KEY))
        plain = self.reached(self.target)
        self.assertEqual(plain, {("/api/v1/messages", MODELS["sonnet"])})
        self.ask(None, environment=environment)
        self.assertEqual(self.reached(self.target), plain)

    def test_launches_keep_their_models(self):
        self.roll_out(GATEWAY + ROUTES.replace("{", "{{").replace("}", "}}"))
        environment = {"STANDIN_KEY": GATEWAY_KEY}
        self.plain(environment)
        self.assertEqual(self.reached(self.target), {("/api/v1/messages", MODELS["sonnet"])})
        self.ask(None, environment=environment)
        self.assertEqual(self.reached(self.target), {("/api/v1/messages", MODELS["haiku"])})

    def test_bedrock(self):
        self.roll_out(BEDROCK)
        self.sandbox.save_login()
        environment = dict(SHELL, AWS_BEARER_TOKEN_BEDROCK=BEDROCK_TOKEN,
                           AWS_REGION="us-west-2")
        self.plain(environment)
        plain = self.reached(self.target)
        self.assertEqual({model for _, model in plain}, {"eu.anthropic.claude-opus-5-5"})
        self.ask(None, environment=environment)
        self.assertEqual(self.reached(self.target), plain)
        explained = self.sandbox.run([BINARY, "explain"], self.sandbox.environment(**environment))
        self.assertIn("enforced by", explained.stdout)

    def test_another_helper_is_no_agreement(self):
        exported = self.roll_out(GATEWAY)
        self.sandbox.managed_settings(exported.replace("credential standin", "credential other"))
        result = self.launch(None, "-p", PROMPT, environment={"STANDIN_KEY": GATEWAY_KEY})
        self.assertEqual((result.status, result.stdout), (78, ""), result)
        self.assertIn("apiKeyHelper", result.stderr)
        self.assert_untouched(self.target)
