"""A launch replaces the program: same process, bytes, status and signals; nothing of ours stays."""

import os
import signal
import sys
import uuid

from scenario import CLIENT, GATEWAY_KEY, PROMPT, Scenario, unless_routable

# Copies what it was given, byte by byte; not a shell script, since a shell would change some of it.
DUMP = """\
for name in ("cmdline", "environ"):
    with open("/proc/self/" + name, "rb") as source, open("{root}/" + name, "wb") as target:
        target.write(source.read())
"""


class LaunchScenario(Scenario):
    """A launch of a client that writes down what it got."""

    environment = {"STANDIN_KEY": GATEWAY_KEY}

    def dumped(self):
        """The arguments (without our overlay and the session's id) and environment that reached the client."""
        with open(self.sandbox.path("cmdline"), "rb") as file:
            # The interpreter, its flags and the script come first.
            words = file.read().split(b"\0")[:-1]
            words = words[words.index(os.fsencode(os.path.join(self.sandbox.bin, "claude"))) + 1:]
        with open(self.sandbox.path("environ"), "rb") as file:
            variables = file.read()
        self.assertEqual((words[0], words[2]), (b"--settings", b"--session-id"), words)
        self.assertEqual(str(uuid.UUID(words[3].decode())).encode(), words[3])
        return words[4:], dict(item.split(b"=", 1) for item in variables.split(b"\0") if item)

    def replace_client_by_dump(self):
        self.sandbox.replace_client(DUMP.format(root=self.sandbox.root), sys.executable + " -IS")


@unless_routable
class LaunchTest(LaunchScenario):
    def test_launches_without_further_arguments(self):
        """`--` with nothing after it is a launch; the process started is the client."""
        arguments = self.arguments(self.gateway_policy())
        self.assertEqual(arguments[-1], "--")
        with self.sandbox.terminal(
                arguments, self.sandbox.environment(**self.environment)) as terminal:
            self.assertTrue(terminal.wait_until_quiet(), "nothing was drawn")
            self.assertEqual(os.readlink("/proc/%d/exe" % terminal.pid), os.path.realpath(CLIENT))
            # The client's own status: 130 when the last Ctrl-C met it at its end.
            self.assertIn(terminal.leave(), (0, 130))

    def test_one_line_in_a_terminal_says_where_it_goes(self):
        self.sandbox.replace_client('echo "the client"')
        with self.sandbox.terminal(self.arguments(self.gateway_policy()),
                                   self.sandbox.environment(**self.environment)) as terminal:
            terminal.wait()
        said = terminal.text.split("theclient")[0]
        for word in ("claude-route:", "bulk", "standin/haiku", "effortlow", "STANDIN_KEY"):
            self.assertIn(word, said)
        self.assertNotIn(GATEWAY_KEY, terminal.text)

    def test_same_process(self):
        self.sandbox.replace_client("echo $$")
        result = self.launch(self.gateway_policy(), environment=self.environment)
        self.assertEqual(result.stdout, "%d\n" % result.pid, result)

    def test_ignored_signals_stay_ignored(self):
        self.sandbox.replace_client("grep SigIgn /proc/self/status")
        policy = self.gateway_policy()
        plain = self.sandbox.run([os.path.join(self.sandbox.bin, "claude")])
        result = self.launch(policy, environment=self.environment)
        self.assertEqual(result.stdout, plain.stdout)
        ignored = self.launch(
            policy, environment=self.environment,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.assertEqual(int(ignored.stdout.split()[1], 16) & 1, 1, ignored)

    def test_standard_input_is_the_clients(self):
        self.sandbox.replace_client("exec cat")
        body = bytes(range(256)) * 300
        result = self.launch(self.gateway_policy(), environment=self.environment, stdin=body)
        self.assertEqual(result.stdout, body.decode("utf-8", "replace"))

    def test_prompt_on_standard_input_of_the_real_client(self):
        result = self.launch(self.gateway_policy(), "-p", environment=self.environment,
                             stdin=PROMPT.encode())
        self.assertEqual((result.status, result.stdout), (0, "pong\n"), result)
        self.assertIn(PROMPT, str(self.only_session(self.target)[0].json["messages"]))

    def test_status_of_the_real_client(self):
        result = self.launch(self.gateway_policy(), "--no-such-option",
                             environment=self.environment)
        self.assertEqual(result.status, 1, result)
        self.assertIn("unknown option", result.stderr)
        self.assert_untouched(self.target)

    def test_arguments_arrive_byte_by_byte(self):
        self.replace_client_by_dump()
        words = [b"", b" ", b"a b", b"\n", b"'\"$`\\", b"\xff\xfe", "é日本".encode(), b"-p",
                 b"*", b"--", b"--not-ours", b"=", b"x" * 20000]
        arguments = [os.fsencode(word) for word in self.arguments(self.gateway_policy())]
        result = self.sandbox.run(arguments + words,
                                  self.sandbox.environment(**self.environment))
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.dumped()[0], words)

    def test_environment_arrives_byte_by_byte(self):
        self.replace_client_by_dump()
        environment = {os.fsencode(name): os.fsencode(value) for name, value in
                       self.sandbox.environment(**self.environment).items()}
        extra = {b"BYTES": b"\xff\xfe\n'\"", b"EMPTY": b"", b"WITH.DOT": b"1",
                 b"AWS_PROFILE": b"mine", b"AWS_REGION": b"eu-west-3",
                 b"HTTPS_PROXY": b"http://127.0.0.1:9", b"GOOGLE_CLOUD_PROJECT": b"mine"}
        environment.update(extra)
        result = self.sandbox.run(self.arguments(self.gateway_policy()), environment)
        self.assertEqual(result.status, 0, result)
        seen = self.dumped()[1]
        for name, value in extra.items():
            self.assertEqual(seen.get(name), value, name)
        self.assertNotIn(GATEWAY_KEY.encode(),
                         [value for name, value in seen.items()
                          if name != b"ANTHROPIC_AUTH_TOKEN"])
        self.assertEqual(seen.get(b"ANTHROPIC_AUTH_TOKEN"), GATEWAY_KEY.encode())

    def test_no_other_switch_or_credential_is_left(self):
        """Everything that chooses endpoint, credential or model is the route's or gone."""
        self.replace_client_by_dump()
        foreign = {name: "foreign-" + name for name in (
            "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_CUSTOM_HEADERS",
            "ANTHROPIC_BETAS", "ANTHROPIC_MODEL", "ANTHROPIC_SMALL_FAST_MODEL",
            "ANTHROPIC_PROFILE", "ANTHROPIC_FEDERATION_RULE_ID", "ANTHROPIC_IDENTITY_TOKEN",
            "ANTHROPIC_UNIX_SOCKET", "ANTHROPIC_BEDROCK_BASE_URL", "ANTHROPIC_VERTEX_BASE_URL",
            "ANTHROPIC_FOUNDRY_BASE_URL", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_AWS_API_KEY",
            "AWS_BEARER_TOKEN_BEDROCK", "CLOUD_ML_REGION", "VERTEX_REGION_CLAUDE_5_5_OPUS",
            "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_MANTLE", "CLAUDE_CODE_USE_VERTEX",
            "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_GATEWAY", "CLAUDE_CODE_SKIP_BEDROCK_AUTH",
            "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_SUBAGENT_MODEL", "CLAUDE_CODE_EXTRA_BODY")}
        self.launch(self.gateway_policy(), environment=dict(foreign, **self.environment))
        seen = self.dumped()[1]
        left = {name: value for name, value in seen.items() if b"foreign-" in value}
        self.assertEqual(left, {})

    def test_client_that_is_missing_or_no_program(self):
        policy = self.gateway_policy()
        empty = dict(self.environment, PATH="/nonexistent")
        missing = self.launch(policy, environment=empty)
        self.assertEqual((missing.status, missing.stdout), (127, ""), missing)
        plain = self.sandbox.write("plain/claude", "not a program", mode=0o644)
        refused = self.launch(policy, environment=self.environment, flags=["--client", plain])
        self.assertEqual((refused.status, refused.stdout), (126, ""), refused)

    def test_relative_places_are_never_searched(self):
        self.sandbox.write("home/project/claude", "#!/bin/sh\necho the project's\n", mode=0o755)
        os.remove(os.path.join(self.sandbox.bin, "claude"))
        for search in (".", "", ":/nonexistent", "./:/nonexistent", "../project"):
            with self.subTest(search):
                result = self.launch(self.gateway_policy(),
                                     environment=dict(self.environment, PATH=search))
                self.assertEqual((result.status, result.stdout), (127, ""), result)

    def test_nothing_of_the_users_is_written(self):
        self.sandbox.replace_client("exit 0")
        self.sandbox.save_login()
        self.sandbox.user_settings({"model": "opus"})
        policy = self.gateway_policy()
        before = self.tree()
        self.launch(policy, environment=self.environment)
        after = {path: content for path, content in self.tree().items()
                 if "/claude-route/" not in path}
        self.assertEqual(after, before)

    def tree(self):
        content = {}
        for folder, _, names in os.walk(self.sandbox.home):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content[os.path.join(folder, name)] = file.read()
        return content
