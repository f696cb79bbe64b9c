"""A secret is where it must be and nowhere else: an invented one in every place that can hold one,
every command, form of output and way to fail, and a search through what was printed, every command
line, and every file.

What holds a secret by its name has one that looks like any word. Everything else that chooses a
route has one that looks like a key, as when somebody pastes it into the wrong place.
"""

import os
import re
import shutil

from scenario import BINARY, SERIOUS_TASK, TASK, Scenario, unless_routable

# Both ends of every canary, so that a part of one is found, too.
HEAD, TAIL = "zqx", "zqy"
FOUND = re.compile(r"[\w.-]*(?:zqx\d{3}|\d{3}zqy)[\w.-]*")

# Named after secrets, or known to hold them.
SECRET_NAMES = (
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS",
    "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_AUTH_TOKEN",
    "ANTHROPIC_AWS_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "CLAUDE_CODE_OAUTH_TOKEN",
    "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "CLAUDE_CODE_EXTRA_BODY",
    "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE")
OTHER_SECRETS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "OPENROUTER_API_KEY")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")

MODELS = "{opus: a, sonnet: b, haiku: c, fable: d}"


@unless_routable
class CanaryTest(Scenario):
    def setUp(self):
        super().setUp()
        self.count = 0
        self.planted = {}
        self.statuses = {}
        # Long enough to be seen among the running programs.
        self.sandbox.replace_client("sleep 0.1")
        self.sandbox.write("bin/tell", "#!/bin/sh\necho %s\n" % self.canary("command"), mode=0o755)
        self.sandbox.write("bin/tell-and-fail", "#!/bin/sh\necho %s\nexit 3\n" % self.canary(
            "failing command"), mode=0o755)
        self.sandbox.write("home/key", self.canary("file") + "\n", mode=0o600)
        self.sandbox.write("home/open-key", self.canary("open file") + "\n", mode=0o644)
        self.sandbox.write("home/two-lines", self.canary("two lines") + "\nand more\n", mode=0o600)
        self.sandbox.write("home/spaced", "key %s\n" % self.canary("spaced"), mode=0o600)
        self.sandbox.write("home/long", self.canary("long") * 600 + "\n", mode=0o600)
        self.sources = {"SOURCE_KEY": self.canary("env"), "HEADER_KEY": self.canary("header"),
                        "SPACED_KEY": "a " + self.canary("spaced env"),
                        "WIDE_KEY": self.canary("wide env") + "\u00e9"}

    def canary(self, place, looks_like_a_key=False):
        """A secret for one place; the text says which."""
        self.count += 1
        text = "%s%03d-a-plain-word-%03d%s" % (HEAD, self.count, self.count, TAIL)
        if looks_like_a_key:
            text = "sk-ant-api03-" + text
        self.planted["%03d" % self.count] = place
        return text

    # Worlds

    def closed_list(self):
        """The variables that a refusal takes out of a shell: all that choose a route."""
        refused = self.sandbox.run([BINARY, "--no-such-flag"])
        return re.findall(r"^\\unset ([A-Z_0-9]+)$", refused.stdout, re.M)

    def variables(self, layer, proxies=True):
        """Every routing variable, and those that connections and clouds use."""
        names = self.closed_list()
        self.assertGreater(len(names), 90)
        result = {}
        for name in list(names) + ["CLAUDE_CODE_CLIENT_KEY_PASSPHRASE"] + list(OTHER_SECRETS):
            is_secret = name in SECRET_NAMES + OTHER_SECRETS
            text = self.canary("%s %s" % (layer, name), not is_secret)
            if name.endswith("_BASE_URL"):
                text = "https://user:%s@example.net/%s?key=%s" % (
                    self.canary(layer + " user of " + name), text,
                    self.canary(layer + " query of " + name))
            result[name] = text
        for name in PROXIES if proxies else ():
            result[name] = "http://user:%s@127.0.0.1:9" % self.canary(layer + " " + name)
        return result

    def settings(self, layer):
        """A settings file with a secret in each of its places."""
        helper = "echo %s" % self.canary(layer + " helper", looks_like_a_key=True)
        settings = {
            "env": dict(self.variables(layer), MY_OWN=self.canary(layer + " own variable")),
            "apiKeyHelper": helper, "awsAuthRefresh": helper, "awsCredentialExport": helper,
            "gcpAuthRefresh": helper, "otelHeadersHelper": helper,
            "availableModels": [self.canary(layer + " list", looks_like_a_key=True)],
            "modelOverrides": {"claude-opus-5-5": self.canary(layer + " override", True)},
        }
        if layer != "user":
            # The user's own are his words for the session, and are handed on.
            settings["model"] = self.canary(layer + " model", looks_like_a_key=True)
            settings["agent"] = self.canary(layer + " agent", looks_like_a_key=True)
        return settings

    def save_canary_login(self):
        self.sandbox.write("home/.claude/.credentials.json", {"claudeAiOauth": {
            "accessToken": self.canary("login"), "refreshToken": self.canary("refresh"),
            "scopes": ["user:inference"], "subscriptionType": "max"}}, mode=0o600)

    def start_files(self):
        """What people write into the files that their shells read."""
        self.sandbox.write("home/.bashrc", "\n".join([
            "export ANTHROPIC_API_KEY=%s" % self.canary("bashrc key"),
            "export ANTHROPIC_AUTH_TOKEN='%s'" % self.canary("bashrc token"),
            "export OPENROUTER_API_KEY=%s" % self.canary("bashrc source"),
            "alias cr='ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_AUTH_TOKEN=%s claude'"
            % self.canary("alias token"),
            "ck() { ANTHROPIC_API_KEY=%s claude --model opus \"$@\"; }" % self.canary("function"),
            "alias cm='ANTHROPIC_MODEL=%s claude'" % self.canary("alias model", True),
            "alias cu='ANTHROPIC_BASE_URL=https://u:%s@example.net claude'"
            % self.canary("alias address"),
            "export ANTHROPIC_CUSTOM_HEADERS='x-key: %s'" % self.canary("alias header"), ""]))
        self.sandbox.write("home/.config/fish/config.fish", "\n".join([
            "set -gx ANTHROPIC_API_KEY %s" % self.canary("fish key"),
            "alias cf 'ANTHROPIC_AUTH_TOKEN=%s claude'" % self.canary("fish alias"), ""]))
        self.sandbox.write("home/.zshrc", "export ANTHROPIC_BASE_URL=https://openrouter.ai/api\n"
                           "export ANTHROPIC_AUTH_TOKEN=%s # mine\n" % self.canary("zshrc"))

    # Policies

    CREDENTIALS = {
        "env": "env:SOURCE_KEY", "file": "file:~/key", "command": "{command: [tell]}",
        "keychain": "keychain:canary", "aws": None, "google": None, "login": None,
        "spaced": "env:SPACED_KEY", "wide": "env:WIDE_KEY", "open": "file:~/open-key",
        "lines": "file:~/two-lines", "blank": "file:~/spaced", "long": "file:~/long",
        "failing": "{command: [tell-and-fail]}", "absent": "env:NOT_THERE",
    }

    def canary_policy(self):
        lines = ["version: 1", "name: canary", "backends:"]
        for name, credential in self.CREDENTIALS.items():
            if credential:
                lines.append(
                    "  %s: {kind: gateway, base-url: \"http://127.0.0.1:%d/%s\", credential: %s, "
                    "models: %s, headers: {x-team: env:HEADER_KEY}}"
                    % (name, self.target.port, name, credential, MODELS))
        lines += [
            "  aws: {preset: bedrock, region: eu-central-1, credential: aws}",
            "  google: {preset: vertex, region: us-east5, project: p, credential: google}",
            "  login: {kind: anthropic, credential: login}",
            "routes:", "  - {name: here, when: {class: bulk}, to: [{backend: env, model: haiku}]}",
            "tests:", "  - {name: t, task: license headers, expect: {backend: env}}", ""]
        return self.sandbox.write("policy.yaml", "\n".join(lines))

    def gateway(self, url="https://llm.example.net", credential="env:SOURCE_KEY", more=""):
        return ("version: 1\nname: bad\nbackends:\n  b:\n    kind: gateway\n    base-url: %s\n"
                "    credential: %s\n    models: %s\n%s" % (url, credential, MODELS, more))

    def bad_policies(self):
        """A secret written down where something else belongs, one to a file."""
        def shaped(place):
            return self.canary("policy " + place, looks_like_a_key=True)

        gateway = self.gateway
        yield "credential", gateway(credential=shaped("credential"))
        yield "env", gateway(credential="env:" + shaped("env"))
        yield "file", gateway(credential="file:" + shaped("file"))
        yield "list", gateway(credential="[%s, none]" % shaped("list"))
        yield "user info", gateway("https://u:%s@example.net" % self.canary("policy user"))
        yield "query", gateway("https://example.net/a?key=%s" % self.canary("policy query"))
        yield "header", gateway(more="    headers: {x: %s}\n" % shaped("header"))
        yield "env key", gateway(more="    env: {TOKEN: %s}\n" % shaped("env key"))
        yield "unknown key", gateway(more="    api-key: %s\n" % shaped("unknown"))
        yield "a key", gateway(more="    %s: 1\n" % shaped("a key"))
        yield "kind", gateway().replace("gateway", shaped("kind"), 1)
        yield "model", gateway(more="default: [{backend: b, model: %s}]\n" % shaped("model"))
        yield "backend", gateway(more="default: [{backend: %s, model: opus}]\n" % shaped("backend"))
        yield "class", gateway(more="routes:\n  - {name: r, when: {class: %s}, to: [b/opus]}\n"
                               % shaped("class"))
        yield "syntax", "version: 1\nbackends: {b: {credential: %s\n" % shaped("syntax")
        yield "tab", "version: 1\nbackends:\n\tcredential: %s\n" % shaped("tab")
        yield "twice", "version: 1\nname: %s\nname: %s\n" % (shaped("twice"), shaped("again"))
        yield "alias", "version: 1\nname: &a %s\ndescription: *a\n" % shaped("alias")
        yield "wrong type", "version: 1\nroutes: %s\n" % shaped("wrong type")
        yield "version", "version: %s\n" % shaped("version")

    # Runs

    def deciding(self, policy, backends=("file", "aws", "google", "login")):
        """Every way to decide, for these backends and for the one that the policy chooses."""
        base = ["--policy", policy, "--task", TASK]
        choices = [[]] + [["--backend", name, "--model", "opus"] for name in backends]
        for choice in choices:
            yield base + choice
            yield ["explain"] + base + choice
            yield ["explain", "--variables"] + base + choice
            yield base + choice + ["--", "-p", "x"]
        for form in ("fish", "csh", "json", "dotenv", "github"):
            yield base + ["--format", form]
        yield base + ["--json"]
        yield base + ["--no-hold"]
        yield base + ["--dry-run", "--", "-p", "x"]
        yield ["explain", "--json"] + base
        yield ["report", "--policy", policy]
        yield ["report", "--policy", policy, "--json"]
        yield ["cost"] + base
        yield ["cost", "--json"] + base
        yield ["explain", "--variables", "--json"] + base
        yield ["explain", "--as", "user"] + base
        yield base + ["--", "mcp", "list"]
        yield base + ["--client", "/no/client", "--", "-p", "x"]
        yield base + ["--client", self.sandbox.path("policy.yaml"), "--", "-p", "x"]
        yield base + ["--class", "nothing"]
        yield base + ["--no-such-flag"]
        yield ["--policy", policy, "--task", SERIOUS_TASK, "--backend", "env"]
        yield ["--policy", policy, "--task", SERIOUS_TASK, "--backend", "env", "--", "-p", "x"]
        yield ["--policy", self.sandbox.path("none.yaml"), "--task", TASK]
        yield []
        yield ["two words"]
        yield ["off"]
        yield ["off", "--format", "fish"]
        yield ["shell-init", "bash", "--wrap"]
        yield ["shell-init", "fish"]
        yield ["complete", "--", "--policy", policy, "--backend", ""]
        yield ["complete", "--", "--policy", policy, "--backend", "env", "--model", ""]
        yield ["explain"] + base + ["--alias", "none"]
        yield ["doctor", "--policy", policy]
        yield ["doctor", "--policy", policy, "--json"]
        for form in ("text", "json", "prompt"):
            yield ["status", "--format", form]
        yield ["statusline", "--with-own"]
        yield ["allow", "--policy", policy, "--task", TASK]
        yield ["allow", "--policy", policy, "--show"]
        yield ["allow", "--policy", policy, "--show", "--json"]
        yield ["revoke"]

    def working_on(self, policy):
        """The commands that read a policy."""
        for form in ("text", "json", "github", "sarif"):
            yield ["check", policy, "--format", form]
        yield ["check", policy, "--with-my-layers", "--strict"]
        yield ["check", policy, "--boundary", policy]
        for form in ("text", "json", "junit"):
            yield ["test", policy, "--format", form]
        yield ["test", policy, "--mutate"]
        yield ["diff", policy, policy]
        yield ["diff", policy, policy, "--json", "--with-my-layers"]
        yield ["score", policy]

    def run_all(self, commands, environment, **options):
        """Run each, and look for canaries in all that it said and wrote."""
        before = self.files_with_canaries()
        for words in commands:
            with self.subTest(words):
                result = self.sandbox.run([BINARY] + words, environment, **options)
                self.statuses.setdefault(result.status, words)
                self.assert_clean("standard output", result.stdout)
                self.assert_clean("standard error", result.stderr)
                for line in result.command_lines.seen:
                    self.assert_clean("a command line", line.decode("utf-8", "replace"))
        self.assertEqual(self.files_with_canaries(), before)

    def assert_clean(self, where, text, allowed=()):
        found = {self.planted.get(re.search(r"\d{3}", part)[0], part)
                 for part in FOUND.findall(text)}
        self.assertEqual(found - set(allowed), set(), "%s: %s" % (where, text[-3000:]))

    def files_with_canaries(self):
        return sorted(set(self.files_containing(HEAD) + self.files_containing(TAIL)))

    def environment(self, **more):
        return self.sandbox.environment(**dict(self.sources, **more))

    # Tests

    def test_credentials_of_a_policy(self):
        self.save_canary_login()
        self.sandbox.write("home/.config/gcloud/application_default_credentials.json",
                           {"refresh_token": self.canary("google")}, mode=0o600)
        self.sandbox.write("home/.aws/credentials", "[default]\naws_access_key_id = AKIA\n"
                           "aws_secret_access_key = %s\n" % self.canary("aws file"), mode=0o600)
        policy = self.canary_policy()
        os.makedirs(self.sandbox.path("home/.config/claude-route"))
        shutil.copy(policy, self.sandbox.path("home/.config/claude-route/policy.yaml"))
        keys = {name: self.canary(name) for name in OTHER_SECRETS}
        environment = self.environment(AWS_ACCESS_KEY_ID="AKIA", **keys)
        self.run_all(self.deciding(policy, self.CREDENTIALS), environment)
        self.run_all(self.working_on(policy), environment)
        self.assertLessEqual({0, 64, 66, 69, 126, 127}, set(self.statuses), self.statuses)

    def test_a_shell_full_of_secrets(self):
        self.start_files()
        self.save_canary_login()
        policy = self.canary_policy()
        variables = self.variables("shell")
        environment = self.environment(**variables)
        self.run_all(self.deciding(policy), environment)
        # Without switches and addresses, which make a key another's.
        secrets = {name: variables[name] for name in SECRET_NAMES + OTHER_SECRETS}
        self.run_all(self.deciding(policy), self.environment(**secrets))

    def test_settings_files_full_of_secrets(self):
        self.save_canary_login()
        policy = self.canary_policy()
        for layer in ("user", "project", "local"):
            with self.subTest(layer):
                for each in ("user", "project", "local"):
                    getattr(self.sandbox, each + "_settings")(
                        self.settings(layer) if each == layer else {})
                self.run_all(self.deciding(policy), self.environment())
        self.run_all(self.deciding(policy), self.environment(**self.variables("shell")))

    def test_managed_settings_that_differ(self):
        self.save_canary_login()
        policy = self.canary_policy()
        self.sandbox.managed_settings(self.settings("managed"))
        self.run_all(self.deciding(policy), self.environment())
        self.assertIn(78, self.statuses)

    def test_the_users_settings_argument(self):
        """As a file it stays private; what is wrong with it is said without its values."""
        policy = self.canary_policy()
        base = ["--policy", policy, "--task", TASK, "--"]
        wrong = {
            "helper": {"apiKeyHelper": [self.canary("list", True)]},
            "variable": {"env": [self.canary("variables", True)]},
            "model": {"model": {"x": self.canary("model", True)}},
            "list": {"availableModels": self.canary("list", True)},
        }
        commands = []
        for name, document in wrong.items():
            path = self.sandbox.write("%s.json" % name, document)
            commands.append(base + ["-p", "x", "--settings", path])
        for name, text in {"cut": '{"env": {"A": "%s' % self.canary("cut", True),
                           "word": self.canary("word", True),
                           "twice": '{"a": 1} %s' % self.canary("twice", True)}.items():
            path = self.sandbox.write("%s.json" % name, text)
            commands.append(base + ["-p", "x", "--settings", path])
        self.run_all(commands, self.environment())
        own = self.sandbox.write("own.json", {"env": self.variables("own", proxies=False)},
                                 mode=0o600)
        before = self.files_with_canaries()
        result = self.sandbox.run([BINARY] + base + ["-p", "x", "--settings", own],
                                  self.environment())
        self.assertEqual(result.status, 0, result)
        self.assert_clean("what it said", result.stdout + result.stderr)
        for line in result.command_lines.seen:
            self.assert_clean("a command line", line.decode("utf-8", "replace"))
        written = sorted(set(self.files_with_canaries()) - set(before))
        self.assertEqual([os.path.dirname(path) for path in written],
                         ["home/.local/state/claude-route/settings"])
        self.assertEqual(os.stat(self.sandbox.path(written[0])).st_mode & 0o777, 0o600)

    def test_policies_with_a_secret_written_down(self):
        environment = self.environment()
        for name, text in self.bad_policies():
            with self.subTest(name):
                path = self.sandbox.write("bad.yaml", text)
                self.run_all(self.working_on(path), environment)
                base = ["--policy", path, "--task", TASK]
                self.run_all([base, ["explain"] + base, ["explain", "--json"] + base,
                              ["explain", "--variables"] + base, base + ["--", "-p", "x"],
                              ["credential", "b", "--policy", path],
                              ["--policy", path, "--task", SERIOUS_TASK]], environment)
                self.sandbox.write("home/project/.claude-route.yaml", text)
                self.run_all([["--task", TASK], ["check"], ["explain", "--task", TASK]],
                             environment)
                os.remove(self.sandbox.path("home/project/.claude-route.yaml"))
                self.assertIn(65, self.statuses)
                self.statuses.clear()

    def test_a_secret_behind_the_slash_of_a_target(self):
        path = self.sandbox.write("bad.yaml", self.gateway(
            more="default: [b/%s]\n" % self.canary("target", looks_like_a_key=True)))
        result = self.sandbox.run([BINARY, "check", path], self.environment())
        self.assert_clean("standard output", result.stdout)

    def test_a_secret_among_the_words_of_a_command_is_an_error(self):
        word = self.canary("word", looks_like_a_key=True)
        path = self.sandbox.write(
            "bad.yaml", self.gateway(credential="{command: [echo, %s]}" % word))
        self.assertEqual(self.sandbox.run([BINARY, "check", path], self.environment()).status, 65)

    def test_a_secret_in_the_path_of_an_address_is_an_error(self):
        part = self.canary("path", looks_like_a_key=True)
        path = self.sandbox.write("bad.yaml", self.gateway("https://example.net/" + part))
        self.assertEqual(self.sandbox.run([BINARY, "check", path], self.environment()).status, 65)

    def test_a_repositorys_policy_that_wants_to_move_and_one_that_is_not_safe(self):
        policy = self.canary_policy()
        self.sandbox.write("home/project/.claude-route.yaml", "version: 1\nname: r\nroutes:\n"
                           "  - {name: x, when: {class: bulk}, to: [file/opus]}\n")
        self.run_all(self.deciding(policy), self.environment(**{
            name: self.canary(name) for name in SECRET_NAMES}))
        os.chmod(policy, 0o666)
        self.run_all(self.deciding(policy), self.environment())
        self.assertIn(77, self.statuses)

    def test_taking_over_what_is_there(self):
        """`init` writes names, whatever it finds."""
        self.start_files()
        self.sandbox.user_settings(self.settings("user"))
        worlds = {
            "settings and aliases": self.environment(),
            "a full shell": self.environment(**self.variables("shell")),
            "keys in the shell": self.environment(**{
                name: self.canary("key " + name) for name in SECRET_NAMES + OTHER_SECRETS}),
            "a gateway": self.environment(
                ANTHROPIC_BASE_URL="https://openrouter.ai/api",
                ANTHROPIC_AUTH_TOKEN=self.canary("gateway token"),
                ANTHROPIC_MODEL=self.canary("gateway model", looks_like_a_key=True)),
            "a cloud": self.environment(
                CLAUDE_CODE_USE_BEDROCK="1", AWS_REGION=self.canary("region", True),
                AWS_PROFILE=self.canary("profile", True),
                AWS_BEARER_TOKEN_BEDROCK=self.canary("bearer")),
        }
        own = self.sandbox.path("home/.config/claude-route/policy.yaml")
        for name, environment in worlds.items():
            with self.subTest(name):
                commands = [["init", "--print", "--from", source] for source in
                            ("settings", "env", "aliases", "settings,env,aliases")]
                commands += [["init", "--managed", "bedrock"], ["init", "--managed", "vertex"],
                             ["init", "--managed", "foundry"], ["init", "--repository", "--print"],
                             ["init", "--from", "settings,env,aliases"],
                             ["export", "litellm"],
                             ["teach", "--class", "bulk", "bump the year", "--dry-run"],
                             ["teach", "--class", "bulk", "bump the year"],
                             ["init", "--from", "env"]]
                self.run_all(commands, environment)
                if os.path.exists(own):
                    os.remove(own)

    def test_on_a_screen(self):
        """With a terminal more is said; a credential is never among it."""
        self.save_canary_login()
        policy = self.canary_policy()
        self.sandbox.project_settings(self.settings("project"))
        environment = self.environment(**{
            name: self.canary(name) for name in SECRET_NAMES})
        base = ["--policy", policy, "--task", TASK]
        commands = [base, ["explain"] + base, ["explain", "--variables"] + base, [],
                    base + ["--", "-p", "x"], ["--task", TASK, "--", "-p", "x"], ["off"],
                    base + ["--format", "sh"], base + ["--dry-run", "--", "-p", "x"]]
        commands += [["credential", name, "--policy", policy] for name in self.CREDENTIALS]
        before = self.files_with_canaries()
        for words in commands:
            with self.subTest(words), self.sandbox.terminal(
                    [BINARY] + words, environment) as terminal:
                self.assertIsNotNone(terminal.wait(20))
                self.assert_clean("the screen", terminal.text)
                for line in terminal.command_lines.seen:
                    self.assert_clean("a command line", line.decode("utf-8", "replace"))
        self.assertEqual(self.files_with_canaries(), before)

    # Where it must be

    def test_credential_and_reveal_give_that_one_and_no_other(self):
        policy = self.canary_policy()
        variables = {name: self.canary(name) for name in SECRET_NAMES}
        environment = self.environment(**variables)
        for name, place in (("env", "env"), ("file", "file"), ("command", "command")):
            with self.subTest(name):
                result = self.sandbox.run([BINARY, "credential", name, "--policy", policy],
                                          environment)
                self.assertEqual(result.status, 0, result)
                self.assertRegex(result.stdout, r"^zqx\d{3}-a-plain-word-\d{3}zqy\n$")
                self.assert_clean("standard output", result.stdout, {place})
                self.assert_clean("standard error", result.stderr)
                for form in ("json", "dotenv", "github"):
                    words = ["--policy", policy, "--task", TASK, "--backend", name, "--model",
                             "opus", "--format", form]
                    self.run_all([words], environment)
                    result = self.sandbox.run([BINARY] + words + ["--reveal"], environment)
                    self.assertEqual(result.status, 0, result)
                    self.assertIn(HEAD, result.stdout)
                    self.assert_clean("standard output", result.stdout, {place, "header"})
                    self.assert_clean("standard error", result.stderr)
        for name in ("keychain", "aws", "google", "login", "spaced", "wide", "open", "blank",
                     "lines", "long", "failing", "absent"):
            with self.subTest(name):
                self.run_all([["credential", name, "--policy", policy]], environment)

    def test_the_clients_environment_holds_that_one_and_no_other(self):
        policy = self.canary_policy()
        variables = dict(self.variables("shell", proxies=False))
        for name in OTHER_SECRETS:
            # The user's own tools in the session may need what is not the client's.
            if name != "OPENROUTER_API_KEY":
                del variables[name]
        self.sandbox.replace_client("env -0 > \"$HOME/seen\"")
        for name, place in (("env", "env"), ("file", "file"), ("command", "command")):
            with self.subTest(name):
                result = self.sandbox.run(
                    [BINARY, "--policy", policy, "--task", TASK, "--backend", name, "--model",
                     "opus", "--", "-p", "x"], self.environment(**variables))
                self.assertEqual(result.status, 0, result)
                entries = dict(entry.partition("=")[::2]
                               for entry in self.sandbox.read("home/seen").split("\0"))
                holders = {key: value for key, value in entries.items() if FOUND.search(value)}
                # How requests leave the machine is the user's word.
                for key in ("CLAUDE_CODE_CLIENT_KEY_PASSPHRASE",):
                    holders.pop(key, None)
                self.assertEqual(
                    sorted(holders), ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS"])
                self.assert_clean("the token", holders["ANTHROPIC_AUTH_TOKEN"], {place})
                self.assert_clean("headers", holders["ANTHROPIC_CUSTOM_HEADERS"], {"header"})
