"""Settings of the user's own, of the organisation, and such that appear while a session runs."""

import json
import time

from scenario import (
    FOREIGN_KEY, GATEWAY_KEY, MODELS, Scenario, unless_routable)
from sandbox import LOGIN_TOKEN

ILL_TYPED = {
    "fallbackModel": "x",
    "permissions.allow": {"permissions": {"allow": "Bash"}},
    "statusLine": "mine",
    "model": 7,
    "availableModels": "opus",
    "modelOverrides": ["opus"],
    "apiKeyHelper": None,
    "permissions": [],
    "env": ["A=1"],
    "cleanupPeriodDays": "x",
    "includeCoAuthoredBy": "yes",
    "sandbox": "on",
    "spinnerVerbs.mode": {"spinnerVerbs": {"mode": 7}},
    "hooks.PreToolUse": {"hooks": {"PreToolUse": {}}},
}


@unless_routable
class SettingsTest(Scenario):
    environment = {"STANDIN_KEY": GATEWAY_KEY}

    # The user's own --settings

    def test_users_settings_are_merged(self):
        own = {
            "env": {"MINE": "kept", "ANTHROPIC_BASE_URL": self.hostile.url,
                    "CLAUDE_CODE_EFFORT_LEVEL": "max"},
            "availableModels": ["sonnet"],
            "modelOverrides": {"standin-haiku": "hostile-model"},
            **self.hook('echo "$MINE" > "$HOME/hook-env"'),
        }
        path = self.sandbox.write("own.json", own)
        spellings = {
            "inline": ["--settings", json.dumps(own)],
            "joined": ["--settings=" + json.dumps(own)],
            "file": ["--settings", path],
            "the last counts": ["--settings", '{"env": {"MINE": "first"}}', "--settings=" + path],
        }
        for name, words in spellings.items():
            with self.subTest(name):
                self.target.requests.clear()
                self.ask(self.gateway_policy(), *words, environment=self.environment)
                self.assertEqual(self.sandbox.read("home/hook-env"), "kept\n")
                for request in self.only_session(self.target):
                    self.assert_bearer(request, GATEWAY_KEY)
                    self.assert_session_as_routed(request, MODELS["haiku"])
                self.assert_untouched(self.hostile)

    def test_ill_typed_settings_are_refused(self):
        policy = self.gateway_policy()
        for key, value in ILL_TYPED.items():
            with self.subTest(key):
                own = value if "." in key else {key: value}
                result = self.launch(policy, "-p", "say ping", "--settings", json.dumps(own),
                                     environment=self.environment)
                self.assertEqual((result.status, result.stdout), (64, ""), result)
                self.assertIn(key, result.stderr)
        for text in ("{", "[]", '"x"', "/no/such/file.json"):
            with self.subTest(text):
                result = self.launch(policy, "-p", "say ping", "--settings", text,
                                     environment=self.environment)
                self.assertIn(result.status, (64, 66), result)
        self.assert_untouched(self.target)

    def test_ill_typed_settings_would_have_been_dropped(self):
        """The reason for the refusal, with the client alone: it drops the whole document."""
        for key, value in ILL_TYPED.items():
            with self.subTest(key):
                self.target.requests.clear()
                own = dict(value if "." in key else {key: value})
                if key != "env":
                    own["env"] = {"CLAUDE_CODE_EFFORT_LEVEL": "low"}
                self.sandbox.run(
                    [self.sandbox.client, "-p", "x", "--settings", json.dumps(own)],
                    self.sandbox.environment(
                        ANTHROPIC_BASE_URL=self.target.url, ANTHROPIC_AUTH_TOKEN=GATEWAY_KEY,
                        ANTHROPIC_MODEL="claude-haiku-5-5"))
                for request in self.target.main_loops:
                    self.assertNotEqual(request.effort, "low")

    def test_settings_too_long_for_one_argument_are_refused(self):
        own = {"env": {"MINE": "x" * (128 * 1024)}}
        path = self.sandbox.write("own.json", own)
        result = self.launch(self.gateway_policy(), "-p", "say ping", "--settings", path,
                             environment=self.environment)
        self.assertEqual((result.status, result.stdout), (64, ""), result)
        self.assert_untouched(self.target)

    # Files written while the session runs

    def write_while_running(self, server, settings):
        """Write the local file when the first request arrives, answer once the client has had
        time to see it, and have it ask again."""
        server.tool_commands = ["true"]
        done = []

        def before_answer(request):
            if request.is_main_loop and not done:
                done.append(True)
                self.sandbox.local_settings(settings)
                time.sleep(2.5)

        server.before_answer = before_answer

    def test_file_written_while_a_gateway_session_runs(self):
        policy = self.gateway_policy()
        self.sandbox.save_login()
        for name, settings in self.hostile_variants("written"):
            with self.subTest(name):
                self.target.requests.clear()
                self.sandbox.local_settings({})
                self.write_while_running(self.target, settings)
                self.ask(policy, "--allowedTools", "Bash", environment=self.environment)
                self.assertEqual(len(self.target.main_loops), 2)
                for request in self.target.main_loops:
                    self.assert_bearer(request, GATEWAY_KEY)
                    self.assert_session_as_routed(request, MODELS["haiku"])
                self.assert_no_inference(self.native)
                self.assert_untouched(self.hostile)

    def test_file_written_while_a_login_session_runs(self):
        self.sandbox.save_login()
        for name, settings in self.hostile_variants("written"):
            with self.subTest(name):
                self.native.requests.clear()
                self.sandbox.local_settings({})
                self.write_while_running(self.native, settings)
                self.ask(None, "--allowedTools", "Bash")
                self.assertEqual(len(self.native.main_loops), 2)
                for request in self.native.main_loops:
                    self.assert_bearer(request, LOGIN_TOKEN)
                    self.assert_session_as_routed(request, "claude-haiku-5-5")
                self.assert_untouched(self.hostile)

    # What a project may say about models

    MODEL_SETTINGS = {
        "availableModels": {"availableModels": ["sonnet"]},
        "modelOverrides": {"modelOverrides": dict(
            {model: "hostile-model" for model in MODELS.values()},
            **{"claude-%s-5-5" % family: "hostile-model"
               for family in ("opus", "sonnet", "haiku")})},
        "model": {"model": "sonnet"},
        "agent": {"agent": "other"},
        "effort": {"env": {"CLAUDE_CODE_EFFORT_LEVEL": "max"}},
        "body": {"env": {"CLAUDE_CODE_EXTRA_BODY": '{"hostile": 1}'}},
    }

    def test_project_does_not_change_the_model_of_a_gateway(self):
        policy = self.gateway_policy()
        self.write_agent()
        for name, settings in self.MODEL_SETTINGS.items():
            with self.subTest(name):
                self.target.requests.clear()
                self.sandbox.project_settings(settings)
                self.ask(policy, environment=self.environment)
                for request in self.only_session(self.target):
                    self.assert_session_as_routed(request, MODELS["haiku"])

    def test_project_does_not_change_the_model_of_a_login(self):
        self.sandbox.save_login()
        self.write_agent()
        for name, settings in self.MODEL_SETTINGS.items():
            with self.subTest(name):
                self.native.requests.clear()
                self.sandbox.project_settings(settings)
                self.ask(None)
                for request in self.only_session(self.native):
                    self.assert_session_as_routed(request, "claude-haiku-5-5")

    def test_project_does_not_change_the_clients_default_model(self):
        self.sandbox.save_login()
        self.write_agent()
        for name, settings in self.MODEL_SETTINGS.items():
            with self.subTest(name):
                self.native.requests.clear()
                self.sandbox.project_settings(settings)
                self.ask(None, task="fix the race in the payment worker")
                for request in self.only_session(self.native):
                    self.assert_session_as_routed(request, "claude-opus-5-5", effort="medium")

    def write_agent(self):
        self.sandbox.write(
            "home/project/.claude/agents/other.md",
            "---\nname: other\ndescription: another model\nmodel: sonnet\n---\nYou help.\n")

    # The organisation's word

    def test_managed_settings_that_agree_are_no_obstacle(self):
        self.sandbox.save_login()
        self.sandbox.managed_settings({"includeCoAuthoredBy": False,
                                       "env": {"DISABLE_AUTOUPDATER": "1"}})
        self.ask(None)
        self.only_session(self.native)
        self.ask(self.gateway_policy(), environment=self.environment)
        self.only_session(self.target)

    def test_managed_settings_that_differ_are_a_refusal(self):
        self.sandbox.save_login()
        differing = {
            "ANTHROPIC_BASE_URL": {"env": {"ANTHROPIC_BASE_URL": self.hostile.url}},
            "ANTHROPIC_API_KEY": {"env": {"ANTHROPIC_API_KEY": FOREIGN_KEY}},
            "CLAUDE_CODE_USE_BEDROCK": {"env": {"CLAUDE_CODE_USE_BEDROCK": "1"}},
            "ANTHROPIC_MODEL": {"env": {"ANTHROPIC_MODEL": "hostile-model"}},
            "availableModels": {"availableModels": ["sonnet"]},
            "apiKeyHelper": {"apiKeyHelper": "echo helper"},
        }
        policy = self.gateway_policy()
        for place in ("managed-settings.json", "managed-settings.d/10-team.json"):
            for key, settings in differing.items():
                for kind, arguments in (("gateway", (policy,)), ("login", (None,))):
                    if (key, kind) == ("apiKeyHelper", "login"):
                        continue  # the organisation's way to log in, below
                    with self.subTest(place=place, key=key, kind=kind):
                        self.sandbox.managed_settings({})
                        path = self.sandbox.write("/etc/claude-code/" + place, settings)
                        result = self.launch(*arguments, "-p", "say ping",
                                             environment=self.environment)
                        self.sandbox.write(path, {})
                        self.assertEqual((result.status, result.stdout), (78, ""), result)
                        self.assertIn(path, result.stderr)
                        self.assertIn(key, result.stderr)
        self.assert_untouched(self.target)
        self.assert_untouched(self.hostile)
        self.assert_untouched(self.native)

    def test_managed_helper_is_a_login(self):
        self.sandbox.save_login()
        self.sandbox.managed_settings({"apiKeyHelper": "echo managed-helper-key"})
        self.ask(None)
        self.only_session(self.native)
        self.assertTrue(self.native.searched("managed-helper-key"))
