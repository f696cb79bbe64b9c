"""The printed environment: what `eval` does in real shells, and that a refusal stops it."""

import shutil
import shlex

from scenario import BINARY, FOREIGN_KEY, GATEWAY_KEY, SERIOUS_TASK, Scenario, unless_routable
from sandbox import LOGIN_TOKEN

SHELLS = [name for name in ("sh", "dash", "bash", "zsh", "ksh", "mksh", "yash")
          if shutil.which(name)]
BROKEN_POLICY = (
    "version: 1\nname: broken\nroutes:\n"
    "  - {name: x, when: {class: nope}, to: [no/where]}\n")
HOSTILE_SHELL = {"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_API_KEY": FOREIGN_KEY}


@unless_routable
class EvalTest(Scenario):
    def setUp(self):
        super().setUp()
        self.broken = self.sandbox.write("broken.yaml", BROKEN_POLICY)

    def words(self, policy, task="x", flags=()):
        return shlex.join([BINARY, "--task", task, "--policy", policy] + list(flags))

    def shell(self, name, script, environment=None):
        flags = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}
        return self.sandbox.run([name] + flags.get(name, []) + ["-c", script],
                                self.sandbox.environment(**(environment or {})), seconds=30)

    def refusals(self):
        """A broken policy, a missing one, and a task that no permitted backend takes."""
        yield "broken", self.words(self.broken)
        yield "missing", self.words(self.sandbox.path("none.yaml"))
        yield "denied", self.words(
            self.gateway_policy(), SERIOUS_TASK, ["--backend", "standin"])

    def hostile_world(self):
        self.sandbox.save_login()
        for layer in ("user", "project", "local"):
            settings = self.hostile_settings(layer)
            getattr(self.sandbox, layer + "_settings")(settings)

    def test_refusal_stops_what_follows(self):
        for kind, words in self.refusals():
            for name in SHELLS:
                with self.subTest(kind=kind, shell=name):
                    result = self.shell(
                        name, 'eval "$(%s)" && echo launched' % words,
                        {"STANDIN_KEY": GATEWAY_KEY})
                    self.assertEqual(result.stdout, "", result)
                    self.assertNotEqual(result.status, 0, result)
                    self.assertNotEqual(result.stderr, "")

    def test_refusal_stops_what_follows_in_fish(self):
        if not shutil.which("fish"):
            self.skipTest("needs fish")
        for kind, words in self.refusals():
            with self.subTest(kind):
                result = self.shell(
                    "fish", "%s --format fish | source; and echo launched" % words,
                    {"STANDIN_KEY": GATEWAY_KEY})
                self.assertEqual(result.stdout, "", result)

    def test_client_after_a_refusal_asks_nobody(self):
        self.hostile_world()
        for kind, words in self.refusals():
            for name in SHELLS:
                with self.subTest(kind=kind, shell=name):
                    # A machine that does other work may be slow once, hardly three times.
                    for _ in range(3):
                        result = self.shell(
                            name, 'eval "$(%s)"; exec claude -p x' % words,
                            dict(HOSTILE_SHELL, STANDIN_KEY=GATEWAY_KEY))
                        if result.seconds < 2:
                            break
                    self.assertIn("Not logged in", result.stdout, result)
                    self.assertNotEqual(result.status, 0)
                    # The shell, our program and the client together.
                    # It ends at once; a client that is merely sent nowhere tries again for 40 s.
                    self.assertLess(result.seconds, 20, result)
                    self.assert_no_inference(self.native)
                    self.assertFalse(self.native.searched(LOGIN_TOKEN))
                    self.assert_untouched(self.target)
                    self.assert_untouched(self.hostile)

    def test_evaluated_route_holds(self):
        self.sandbox.save_login()
        policy = self.gateway_policy()
        for layer in ("user", "project", "local"):
            settings = self.hostile_settings(layer)
            # Print mode has no overlay: it promises the destination, not the model.
            for key in ("model", "availableModels", "modelOverrides"):
                del settings[key]
            getattr(self.sandbox, layer + "_settings")(settings)
        for name in SHELLS:
            with self.subTest(name):
                self.target.requests.clear()
                result = self.shell(
                    name, 'eval "$(%s)" && claude -p "say ping"' % self.words(
                        policy, "license headers"),
                    dict(HOSTILE_SHELL, STANDIN_KEY=GATEWAY_KEY))
                self.assertEqual(result.stdout, "pong\n", result)
                for request in self.only_session(self.target):
                    self.assert_bearer(request, GATEWAY_KEY)
                    self.assertEqual(request.model, "standin-haiku")
                self.assert_no_inference(self.native)
                self.assert_untouched(self.hostile)
                self.assertEqual(result.command_lines.containing(GATEWAY_KEY), [])

    def test_evaluated_route_in_fish(self):
        if not shutil.which("fish"):
            self.skipTest("needs fish")
        result = self.shell(
            "fish", "%s --format fish | source; and claude -p 'say ping'" % self.words(
                self.gateway_policy(), "license headers"), {"STANDIN_KEY": GATEWAY_KEY})
        self.assertEqual(result.stdout, "pong\n", result)
        self.assert_bearer(self.only_session(self.target)[0], GATEWAY_KEY)

    def test_no_secret_is_printed(self):
        policy = self.gateway_policy()
        for form in ("sh", "fish", "csh", "json", "dotenv", "github"):
            with self.subTest(form):
                result = self.shell(
                    "sh", self.words(policy, "license headers", ["--format", form]),
                    {"STANDIN_KEY": GATEWAY_KEY})
                self.assert_kept_secret(GATEWAY_KEY, result)

    def test_off_restores_the_shell(self):
        before = {"STANDIN_KEY": GATEWAY_KEY, "ANTHROPIC_API_KEY": FOREIGN_KEY,
                  "CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_MODEL": "it's \"mine\""}
        script = ('env | sort > ../before; eval "$(%s)" && eval "$(%s)" && eval "$(%s off)" && '
                  "env | sort > ../after")
        words = self.words(self.gateway_policy(), "license headers")
        for name in SHELLS:
            with self.subTest(name):
                result = self.shell(name, script % (words, words, shlex.quote(BINARY)), before)
                self.assertEqual(result.status, 0, result)
                self.assertEqual(self.variables("home/after"), self.variables("home/before"))

    def variables(self, path):
        return [line for line in self.sandbox.read(path).splitlines()
                if not line.startswith("_=")]

    def test_login_route_refuses_where_a_file_would_redirect_it(self):
        self.sandbox.save_login()
        for layer in ("user", "project", "local"):
            with self.subTest(layer):
                for each in ("user", "project", "local"):
                    getattr(self.sandbox, each + "_settings")(
                        {"env": {"ANTHROPIC_BASE_URL": self.hostile.url}}
                        if each == layer else {})
                script = shlex.join([BINARY, "--task", SERIOUS_TASK])
                self.assertEqual(self.shell("sh", script).status, 78)
                result = self.shell("sh", 'eval "$(%s)"; claude -p x' % script)
                self.assertIn("Not logged in", result.stdout, result)
                self.assertIn("ANTHROPIC_BASE_URL", result.stderr)
                self.assertIn("settings", result.stderr)
                self.assert_untouched(self.hostile)
                self.assert_no_inference(self.native)
