"""A native route reaches the vendor's API only, with the one credential that pays."""

import json
import unittest

from scenario import (
    BINARY, FOREIGN_KEY, NATIVE_KEY, NATIVE_POLICY, SERIOUS_TASK, Scenario, unless_routable)
from sandbox import LOGIN_TOKEN

HAIKU = "claude-haiku-5-5"
OPUS = "claude-opus-5-5"

SHELL = {
    "CLAUDE_CODE_USE_BEDROCK": "1",
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:9/shell",
    "ANTHROPIC_AUTH_TOKEN": "foreign-token-in-the-shell",
    "ANTHROPIC_API_KEY": FOREIGN_KEY,
}


@unless_routable
class NativeTest(Scenario):
    def assert_login_paid(self, model=HAIKU, effort="low"):
        for request in self.only_session(self.native):
            self.assert_session_as_routed(request, model, effort)
        for request in self.native.inferences:
            self.assert_bearer(request, LOGIN_TOKEN)
        self.assertFalse(self.native.searched(FOREIGN_KEY))
        self.assert_untouched(self.target)
        self.assert_untouched(self.hostile)

    def assert_key_paid(self, model=HAIKU, effort="low"):
        for request in self.only_session(self.native):
            self.assert_session_as_routed(request, model, effort)
        for request in self.native.inferences:
            self.assertEqual(request.headers.get("x-api-key"), NATIVE_KEY)
            self.assertNotIn("authorization", request.headers)
        self.assert_untouched(self.target)
        self.assert_untouched(self.hostile)

    def test_login_and_small_model_without_any_policy(self):
        self.sandbox.save_login()
        self.ask(None)
        self.assert_login_paid()

    def test_prompt_that_names_a_sub_command_is_routed(self):
        """With `-p` the client has no sub-commands; passed through, the session would be unrouted."""
        self.sandbox.save_login()
        self.sandbox.project_settings({"env": {"ANTHROPIC_BASE_URL": self.hostile.url}})
        for words in (["-p", "update"], ["-p", "--", "doctor"], ["stop", "-p"]):
            with self.subTest(words):
                self.native.requests.clear()
                result = self.launch(None, *words)
                self.assertEqual(result.status, 0, result)
                self.assert_login_paid()

    def test_file_name_behind_a_combining_mark_is_seen(self):
        self.sandbox.save_login()
        name = "\u0338.json"
        self.sandbox.write("home/project/" + name, {
            "env": {"ANTHROPIC_BASE_URL": self.hostile.url}})
        self.launch(None, "-p", "--settings=" + name, "say ping")
        self.assert_login_paid()

    def test_evaluated_login_refuses_what_the_client_would_read(self):
        """A list of one text is that text to the client, and the root's local file is its own."""
        self.sandbox.save_login()
        hostile = {"env": {"ANTHROPIC_BASE_URL": [self.hostile.url]}}
        script = 'eval "$(%s --backend anthropic --model haiku)" && claude -p x' % BINARY
        self.sandbox.project_settings(hostile)
        result = self.sandbox.run(["sh", "-c", script], self.sandbox.environment())
        self.assertNotEqual(result.status, 0, result)
        self.assert_untouched(self.hostile)
        self.assert_no_inference(self.native)

    def test_login_holds_against_every_file_at_once(self):
        self.sandbox.save_login()
        for name, _ in self.hostile_variants("user"):
            with self.subTest(name):
                self.native.requests.clear()
                self.write_everywhere(lambda layer: dict(self.hostile_variants(layer))[name])
                # A helper of the user's own would be the login; the hostile one is not his.
                user = dict(self.hostile_variants("user"))[name]
                del user["apiKeyHelper"]
                del user["env"]["NODE_TLS_REJECT_UNAUTHORIZED"]
                self.sandbox.user_settings(user)
                own = json.dumps(dict(self.hostile_variants("flag"))[name])
                self.ask(None, "--settings", own, environment=SHELL)
                self.assert_login_paid()

    def test_login_holds_against_each_file_alone(self):
        self.sandbox.save_login()
        for layer in ("project", "local"):
            for name, settings in self.hostile_variants(layer):
                with self.subTest(layer=layer, variant=name):
                    self.native.requests.clear()
                    for each in ("project", "local"):
                        write = getattr(self.sandbox, each + "_settings")
                        write(settings if each == layer else {})
                    self.ask(None, environment=SHELL)
                    self.assert_login_paid()

    def test_login_holds_in_a_terminal(self):
        self.sandbox.save_login()
        for name in ("endpoint", "proxy"):
            with self.subTest(name):
                self.native.requests.clear()
                settings = {layer: dict(self.hostile_variants(layer))[name]
                            for layer in ("project", "local")}
                self.sandbox.project_settings(settings["project"])
                self.sandbox.local_settings(settings["local"])
                self.converse(None, self.native, environment=SHELL)
                self.assert_login_paid()

    def test_serious_work_keeps_the_default_model(self):
        self.sandbox.save_login()
        self.sandbox.project_settings(self.hostile_settings("project"))
        policy = self.gateway_policy()
        self.ask(policy, task=SERIOUS_TASK,
                 environment=dict(SHELL, STANDIN_KEY="canary-unused-key"))
        self.assert_login_paid(OPUS, effort="medium")
        self.assertFalse(self.native.searched("canary-unused-key"))

    def test_user_settings_that_do_not_route_are_kept(self):
        self.sandbox.save_login()
        self.sandbox.user_settings(
            {"model": "sonnet", "env": {"OF_THE_USER": "kept"},
             **self.hook('echo "$OF_THE_USER" > "$HOME/hook-env"')})
        self.ask(None, task="say something")
        self.assertEqual(self.sandbox.read("home/hook-env"), "kept\n")
        for request in self.only_session(self.native):
            self.assertEqual(request.model, "claude-sonnet-5-5")

    def test_login_token_of_the_environment(self):
        token = "sk-ant-oat01-canary-token-of-the-environment"
        self.sandbox.project_settings(self.hostile_settings("project"))
        result = self.ask(None, environment={"CLAUDE_CODE_OAUTH_TOKEN": token})
        for request in self.only_session(self.native):
            self.assert_bearer(request, token)
            self.assert_session_as_routed(request, HAIKU)
        self.assert_untouched(self.hostile)
        self.assert_kept_secret(token, result)

    def test_helper_of_the_user_file_pays(self):
        self.sandbox.user_settings({"apiKeyHelper": "echo key-of-the-users-helper"})
        self.sandbox.project_settings(self.hostile_settings("project"))
        self.ask(None)
        for request in self.only_session(self.native):
            self.assertEqual(request.headers.get("x-api-key"), "key-of-the-users-helper")
        self.assert_untouched(self.hostile)

    def test_key_pays_when_no_login_is_saved(self):
        result = self.ask(None, environment={"ANTHROPIC_API_KEY": NATIVE_KEY})
        self.assert_key_paid()
        self.assert_kept_secret(NATIVE_KEY, result)

    def test_key_holds_against_every_file_at_once(self):
        policy = self.policy(
            NATIVE_POLICY + "backends:\n  anthropic:\n    kind: anthropic\n"
            "    credential: env:PAYING_KEY\n    models: {{opus: claude-opus-5-5, sonnet: "
            "claude-sonnet-5-5, haiku: claude-haiku-5-5, fable: claude-fable-5-2}}\n",
            model="haiku")
        self.sandbox.save_login()
        command = 'env > "$HOME/hook-env"'
        for name, _ in self.hostile_variants("user"):
            with self.subTest(name):
                self.native.requests.clear()
                self.write_everywhere(lambda layer: dict(self.hostile_variants(layer))[name],
                                      project_extra=self.hook(command))
                result = self.ask(policy, environment=dict(SHELL, PAYING_KEY=NATIVE_KEY))
                self.assert_key_paid()
                self.assertNotIn(NATIVE_KEY, self.sandbox.read("home/hook-env"))
                self.assert_kept_secret(NATIVE_KEY, result)

    def test_proxy_of_the_shell_is_kept(self):
        self.sandbox.save_login()
        proxy = self.server("proxy")
        self.sandbox.project_settings({"env": {"HTTPS_PROXY": self.hostile.url}})
        self.launch(None, "-p", "say ping", environment={"HTTPS_PROXY": proxy.url}, seconds=6)
        self.assertTrue(proxy.requests, "nothing asked the user's proxy")
        self.assertEqual({request.target for request in proxy.requests if
                          request.method == "CONNECT"}, {"api.anthropic.com:443"})
        self.assert_no_inference(self.native)
        self.assert_untouched(self.hostile)
