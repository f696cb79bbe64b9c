"""Bedrock and Vertex routes go by their own variables, and hold like a gateway's."""

from scenario import (
    BEDROCK_POLICY, BEDROCK_TOKEN, FOREIGN_KEY, VERTEX_POLICY, Scenario, unless_routable)
from sandbox import LOGIN_TOKEN

BEDROCK_PATH = "/model/eu.anthropic.claude-opus-5-5/invoke-with-response-stream"
VERTEX_PATH = (
    "/v1/projects/p/locations/us-east5/publishers/anthropic/models/"
    "claude-opus-5-5:streamRawPredict")
AWS_KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAINVENTED00000001",
    "AWS_SECRET_ACCESS_KEY": "canary-aws-secret-3f9d",
}


@unless_routable
class CloudTest(Scenario):
    def assert_held(self, path, model="eu.anthropic.claude-opus-5-5"):
        for request in self.only_session(self.target):
            self.assertEqual(request.path.replace("%3A", ":"), path)
            self.assert_session_as_routed(request, model)
        for foreign in (FOREIGN_KEY, LOGIN_TOKEN):
            self.assertFalse(self.target.searched(foreign), foreign)
        self.assert_no_inference(self.native)
        self.assert_untouched(self.hostile)

    def in_each_hostile_world(self, check):
        """Call `check` under every variant of hostile files, a login saved."""
        self.sandbox.save_login()
        for name, _ in self.hostile_variants("user"):
            with self.subTest(name):
                self.target.requests.clear()
                self.write_everywhere(lambda layer: dict(self.hostile_variants(layer))[name],
                                      project_extra=self.hook('env > "$HOME/hook-env"'))
                check()

    def test_bedrock_by_token(self):
        policy = self.policy(BEDROCK_POLICY, credential="env:AWS_BEARER_TOKEN_BEDROCK")
        result = self.ask(policy, environment={"AWS_BEARER_TOKEN_BEDROCK": BEDROCK_TOKEN})
        self.assert_held(BEDROCK_PATH)
        for request in self.only_session(self.target):
            self.assert_bearer(request, BEDROCK_TOKEN)
        self.assert_kept_secret(BEDROCK_TOKEN, result)

    def test_bedrock_by_token_of_another_variable(self):
        policy = self.policy(BEDROCK_POLICY, credential="env:COMPANY_TOKEN")
        self.ask(policy, environment={
            "COMPANY_TOKEN": BEDROCK_TOKEN, "AWS_BEARER_TOKEN_BEDROCK": "foreign-bearer-77"})
        for request in self.only_session(self.target):
            self.assert_bearer(request, BEDROCK_TOKEN)
        self.assertFalse(self.target.searched("foreign-bearer-77"))

    def test_bedrock_by_the_keys_of_the_shell(self):
        policy = self.policy(BEDROCK_POLICY, credential="aws")
        self.ask(policy, environment=AWS_KEYS)
        self.assert_held(BEDROCK_PATH)
        for request in self.only_session(self.target):
            signed = request.headers["authorization"]
            self.assertTrue(signed.startswith("AWS4-HMAC-SHA256 "), signed)
            self.assertIn(AWS_KEYS["AWS_ACCESS_KEY_ID"], signed)
            self.assertIn("/eu-central-1/bedrock/", signed)

    def test_bedrock_holds_against_every_file_at_once(self):
        policy = self.policy(BEDROCK_POLICY, credential="env:AWS_BEARER_TOKEN_BEDROCK")

        def check():
            result = self.ask(policy, environment={
                "AWS_BEARER_TOKEN_BEDROCK": BEDROCK_TOKEN, "ANTHROPIC_API_KEY": FOREIGN_KEY,
                "CLAUDE_CODE_USE_VERTEX": "1", "AWS_REGION": "us-west-2"})
            self.assert_held(BEDROCK_PATH)
            for request in self.only_session(self.target):
                self.assert_bearer(request, BEDROCK_TOKEN)
            self.assertNotIn(BEDROCK_TOKEN, self.sandbox.read("home/hook-env"))
            self.assert_kept_secret(BEDROCK_TOKEN, result)

        self.in_each_hostile_world(check)

    def test_vertex(self):
        self.ask(self.policy(VERTEX_POLICY))
        self.assert_held(VERTEX_PATH, "claude-opus-5-5")

    def test_vertex_holds_against_every_file_at_once(self):
        policy = self.policy(VERTEX_POLICY)

        def check():
            self.ask(policy, environment={
                "ANTHROPIC_API_KEY": FOREIGN_KEY, "CLAUDE_CODE_USE_BEDROCK": "1",
                "CLOUD_ML_REGION": "europe-west1", "VERTEX_REGION_CLAUDE_5_5_OPUS": "asia-east1"})
            self.assert_held(VERTEX_PATH, "claude-opus-5-5")

        self.in_each_hostile_world(check)

    def test_bedrock_in_a_terminal(self):
        policy = self.policy(BEDROCK_POLICY, credential="env:AWS_BEARER_TOKEN_BEDROCK")
        self.sandbox.save_login()
        self.write_everywhere(self.hostile_settings)
        terminal = self.converse(
            policy, self.target, environment={"AWS_BEARER_TOKEN_BEDROCK": BEDROCK_TOKEN})
        self.assert_held(BEDROCK_PATH)
        self.assert_kept_secret(BEDROCK_TOKEN, terminal)
