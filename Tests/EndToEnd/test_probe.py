"""`claude-route probe`: each fault of a backend is seen and no other is, nothing is left behind, and what
was measured decides where the next task goes."""

import hashlib
import json
import os
import random
import re
import signal
import stat
import subprocess
import time
import unittest
import urllib.request

import litellm_proxy
import sandbox
from litellm_proxy import MASTER_KEY
from scenario import (
    BINARY, CLIENT, GATEWAY_KEY, GATEWAY_POLICY, MODELS, PROMPT, Scenario, unless_routable)
from scripted_model import ScriptedModel

ROWS = ("plain answer", "model identity", "one tool call", "parallel tool calls", "tool input",
        "tool chain", "thinking", "thinking off", "streaming", "prompt cache", "sub-agents",
        "context window", "rate limit")
SHELL = {"STANDIN_KEY": GATEWAY_KEY}

# What a fault does to which row: the grade and words of the observation. All other rows are good.
EXPECTED = {
    "thinking_dropped": {"thinking": ("broken", "none came")},
    "thinking_rejected": {"thinking": ("broken", "400")},
    "thinking_unsigned": {"thinking": ("degraded", "signature")},
    "thinks_anyway": {"thinking off": ("degraded", "thinks")},
    "parallel_collapsed": {"parallel tool calls": ("degraded", "one call at a time")},
    "input_mangled": {"tool input": ("broken", "the file differs")},
    "input_escaped": {"tool input": ("broken", "the file differs")},
    "input_broken": {"tool input": ("broken", "nothing was written")},
    "calls_broken": {
        "one tool call": ("broken", ""),
        "parallel tool calls": ("broken", ""),
        "tool input": ("broken", "nothing was written"),
        "tool chain": ("broken", ""),
        "sub-agents": ("broken", ""),
    },
    "burst": {"streaming": ("broken", "all at once")},
    "rate_limited": {"rate limit": ("degraded", "429")},
    "rate_limited_bare": {"rate limit": ("degraded", "429")},
    "no_cache": {"prompt cache": ("broken", "neither written nor read")},
    "sub_agents_fail": {"sub-agents": ("degraded", "fable")},
    # The client keeps what was whole when a stream broke off: calls come one by one, and a thought
    # without an answer ends the session.
    "truncated": {
        "streaming": ("degraded", "broke off"),
        "parallel tool calls": ("degraded", "one call at a time"),
        "thinking": ("broken", "Connection lost"),
    },
    "cut_off": {
        "streaming": ("degraded", "broke off"),
        "parallel tool calls": ("degraded", "one call at a time"),
        "thinking": ("broken", "Connection lost"),
    },
}

# Faults that show in different rows, and so can be had at once.
TOGETHER = (
    ("thinking_dropped", "parallel_collapsed", "input_mangled", "burst", "no_cache",
     "sub_agents_fail"),
    ("thinking_rejected", "input_escaped", "rate_limited_bare"),
    ("thinking_unsigned", "thinks_anyway", "input_broken", "rate_limited"),
)
FULL = os.environ.get("E2E_FULL") == "1"

# Faults that leave no answer: the words of the failure, and the rows that can be told all the same.
FAILURES = {
    "unauthorized": ("401", {"plain answer": "broken"}),
    "overloaded": ("529", {"rate limit": "broken"}),
    "rate_limited_always": ("429", {"rate limit": "broken"}),
    "rate_limited_always_bare": ("429", {"rate limit": "broken"}),
    "silent": ("no end after 4 s", {"plain answer": "broken"}),
}

TWO_GATEWAYS = """\
version: 1
built-in: classes
name: e2e
backends:
  standin:
    kind: gateway
    base-url: http://127.0.0.1:{first}/api
    credential: env:STANDIN_KEY
    models: {{opus: standin-opus, sonnet: standin-sonnet, haiku: standin-haiku, fable: standin-fable}}
  second:
    kind: gateway
    base-url: http://127.0.0.1:{second}/api
    credential: env:STANDIN_KEY
    models: {{opus: second-opus, sonnet: second-sonnet, haiku: second-haiku, fable: second-fable}}
default: [standin/haiku, second/haiku]
constraints:
  - name: thoughts-that-arrive
    when: {{class: extended-thinking}}
    forbid: {{trait: {{thinking: [broken]}}}}
    reason: the task needs them
"""

DENIED = GATEWAY_POLICY + """\
constraints:
  - name: not-there
    forbid: {{backend: [standin]}}
    reason: nobody has looked at its terms
"""

# Anthropic's format in, Anthropic's format out, with a key of the proxy's own.
LITELLM = """\
model_list:
{deployments}
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
"""
DEPLOYMENT = """\
  - model_name: {model}
    litellm_params:
      model: anthropic/{model}
      api_base: http://127.0.0.1:{port}
      api_key: {key}
"""


class ProbeScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.state = self.sandbox.path("state")
        self.probes = os.path.join(self.state, "claude-route", "probes")
        self.model = self.scripted("model")
        self.policy_path = self.sandbox.write("policy.yaml", GATEWAY_POLICY.format(
            port=self.model.port, credential="env:STANDIN_KEY"))

    def scripted(self, name, **options):
        server = ScriptedModel(name, failing_model=MODELS["fable"], **options)
        server.__enter__()
        self.addCleanup(server.__exit__)
        self.servers.append(server)
        return server

    def shell(self, **variables):
        return self.sandbox.environment(**dict(SHELL, XDG_STATE_HOME=self.state, **variables))

    def arguments(self, *flags, backend="standin", policy=None, yes=True, **_):
        return ([BINARY, "probe", backend] + (["--yes"] if yes else [])
                + ["--policy", policy or self.policy_path] + list(flags))

    def probe(self, *flags, environment=None, seconds=240, stdin=None, **options):
        return self.sandbox.run(
            self.arguments(*flags, **options), environment or self.shell(), seconds=seconds,
            stdin=stdin)

    def start(self, *flags, **options):
        """The same in a process group of its own, not waited for."""
        process = subprocess.Popen(
            self.arguments(*flags, **options), env=self.shell(), cwd=self.sandbox.project,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        return process

    # What a launch does

    def sent(self, policy, *flags, servers):
        """Launches a session; which of the servers got it, and how the launch ended."""
        for server in servers:
            server.requests.clear()
        result = self.sandbox.run(
            [BINARY, "--policy", policy] + list(flags) + ["--", "-p", PROMPT], self.shell())
        self.assertEqual(result.status, 0, result)
        return [server.name for server in servers if server.main_loops], result

    # What it printed and left

    def rows(self, result):
        """The table: for each row its grade and observation."""
        rows = {}
        for line in result.stdout.splitlines():
            for name in ROWS:
                match = re.match(
                    r"\s*%s\s{2,}(good|degraded|broken|unknown)\s{2,}(.*)$" % re.escape(name), line)
                if match:
                    rows[name] = match.groups()
        self.assertEqual(tuple(rows), ROWS, result)
        return rows

    def records(self):
        """The records by path, as bytes; nothing else lies in their folder."""
        if not os.path.isdir(self.probes):
            return {}
        found = {}
        for name in sorted(os.listdir(self.probes)):
            self.assertRegex(name, r"^[^.].*\.json$")
            with open(os.path.join(self.probes, name), "rb") as file:
                found[name] = file.read()
        return found

    def files(self):
        """Everything in this world but the state folder, with a digest of what is in it."""
        found = {}
        for folder, folders, names in os.walk(self.sandbox.root):
            if folder == self.state:
                folders.clear()
                continue
            for name in folders + names:
                path = os.path.join(folder, name)
                status = os.lstat(path)
                content = os.readlink(path) if stat.S_ISLNK(status.st_mode) else ""
                if stat.S_ISREG(status.st_mode):
                    with open(path, "rb") as file:
                        content = hashlib.sha256(file.read()).hexdigest()
                found[path] = (stat.S_IFMT(status.st_mode), stat.S_IMODE(status.st_mode), content)
        found.pop(self.state, None)
        return found

    def assert_nothing_left(self, before):
        """No file and no process but those that were there."""
        self.assertEqual(self.files(), before)
        self.assertEqual([self.command_of(pid) for pid in self.running()], [])

    @staticmethod
    def running():
        """Our processes that have not ended; the ended ones wait for whoever started them."""
        found = []
        for pid in sandbox._descendants(os.getpid()):
            try:
                with open("/proc/%d/stat" % pid) as file:
                    if file.read().rsplit(")", 1)[1].split()[0] != "Z":
                        found.append(pid)
            except OSError:
                continue
        return found

    @staticmethod
    def command_of(pid):
        try:
            with open("/proc/%d/cmdline" % pid, "rb") as file:
                return file.read()[:200]
        except OSError:
            return b"(gone)"


@unless_routable
class ProbeFaultTest(ProbeScenario):
    """Several faults at once, and with `E2E_FULL=1` a test for each; see `EXPECTED` and `FAILURES`."""

    def test_together(self):
        for faults in TOGETHER:
            with self.subTest(faults):
                self.model.fault = faults
                self.check({row: found for fault in faults
                            for row, found in EXPECTED[fault].items()})

    def check(self, expected):
        result = self.probe()
        self.assertEqual(result.status, 1, result)
        rows = self.rows(result)
        for name in ROWS:
            grade, words = expected.get(name, ("good", ""))
            if name == "context window":
                grade = "unknown"
            self.assertEqual(rows[name][0], grade, "%s: %s" % (name, result))
            self.assertIn(words, rows[name][1], name)
        self.assertEqual(len(self.records()), 1)
        self.assertIsNone(json.loads(list(self.records().values())[0])["failure"])
        self.assertEqual(os.listdir(self.sandbox.path("tmp")), [])

    def check_failure(self, fault):
        self.model.fault = fault
        result = self.probe(*(["--timeout", "4"] if fault == "silent" else []))
        self.assertEqual(result.status, 1, result)
        words, known = FAILURES[fault]
        self.assertIn("gave no answer", result.stdout)
        self.assertIn(words, result.stdout)
        # Nothing but the first session was started, and what nobody saw is not called good.
        self.assertLessEqual(len(self.model.inferences), 3)
        for name, (grade, _) in self.rows(result).items():
            self.assertEqual(grade, known.get(name, "unknown"), "%s: %s" % (name, result))
        record, = self.records().values()
        self.assertTrue(json.loads(record)["failure"], record)
        self.assertEqual(os.listdir(self.sandbox.path("tmp")), [])

    if FULL:
        def test_stalled(self):
            """The stream begins and then says nothing more."""
            self.model.fault = "stalled"
            result = self.probe("--timeout", "4")
            self.assertEqual(result.status, 1, result)
            self.assertIn("no end after 4 s", result.stdout)
            self.assertEqual(self.rows(result)["plain answer"][0], "broken")

    def test_other_model(self):
        self.model.fault = "other_model"
        rows = self.rows(self.probe())
        self.assertEqual(rows["model identity"][0], "broken")
        self.assertIn("standin-opus", rows["model identity"][1])
        # The sub-agents' answers come from it, too.
        self.assertIn(rows["sub-agents"][0], ("degraded", "broken"))
        for name in set(ROWS) - {"model identity", "sub-agents", "context window"}:
            self.assertEqual(rows[name][0], "good", name)

    if FULL:
        def test_other_model_of_no_family(self):
            """A name that says nothing is not called another model."""
            self.model.fault, self.model.other_model = "other_model", "vendor-9b"
            result = self.probe()
            rows = self.rows(result)
            self.assertEqual(rows["model identity"][0], "unknown", result)
            self.assertIn("vendor-9b", rows["model identity"][1])
            self.assertEqual(rows["sub-agents"][0], "good", result)


def _add_fault_tests():
    def check_alone(test, fault):
        test.model.fault = fault
        test.check(EXPECTED[fault])

    for fault in EXPECTED if FULL else ():
        setattr(ProbeFaultTest, "test_" + fault,
                lambda self, fault=fault: check_alone(self, fault))
    for fault in FAILURES:
        setattr(ProbeFaultTest, "test_" + fault,
                lambda self, fault=fault: self.check_failure(fault))


_add_fault_tests()


@unless_routable
class ProbeTest(ProbeScenario):
    def test_sound_backend_is_good_in_every_row(self):
        # What a session would change, or go by, if it read them.
        self.sandbox.save_login()
        self.write_everywhere(
            lambda layer: dict(self.hostile_variants(layer))["endpoint"],
            project_extra=self.hook('touch "$HOME/hooked"'))
        self.sandbox.write("home/.claude/CLAUDE.md", "remember: canary-memory")
        before = self.files()
        in_flight = set()
        self.model.before_answer = lambda _: in_flight.update(self.files_containing(GATEWAY_KEY))
        result = self.probe()
        self.assertEqual(result.status, 0, result)
        for name, (grade, _) in self.rows(result).items():
            self.assertEqual(grade, "unknown" if name == "context window" else "good", result)
        self.assertIn("not asked for", self.rows(result)["context window"][1])
        # Progress is no output.
        for number in range(1, 7):
            self.assertIn("%d of 6" % number, result.stderr)
        self.assertNotIn(" of 6", result.stdout)
        # All went to the route's place, by its models, and nothing of the user's with it.
        for request in self.model.inferences:
            self.assertEqual(request.path, "/api/v1/messages")
            self.assert_bearer(request, GATEWAY_KEY)
            self.assertIn(request.model, MODELS.values())
        self.assertEqual({request.model for request in self.model.inferences}, set(MODELS.values()))
        for text in ("canary-memory", sandbox.LOGIN_TOKEN, "hostile-model"):
            self.assertFalse(self.model.searched(text), text)
        for server in (self.hostile, self.target, self.native):
            self.assert_untouched(server)
        # The key is in no file at any time, on no command line and in no output.
        self.assertEqual(in_flight, set())
        self.assert_kept_secret(GATEWAY_KEY, result)
        self.assert_nothing_left(before)

    def test_record_is_private_and_says_what_the_table_says(self):
        result = self.probe()
        (name, content), = self.records().items()
        path = os.path.join(self.probes, name)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.probes).st_mode), 0o700)
        record = json.loads(content)
        self.assertEqual((record["backend"], record["model"], record["modelID"]),
                         ("standin", "haiku", MODELS["haiku"]))
        rows = self.rows(result)
        checks = record["checks"]
        self.assertEqual([(check["grade"], check["observation"]) for check in checks.values()],
                         [rows[row] for row in ROWS])
        # Shown again, and as JSON, it is the same, and nobody is asked.
        self.model.requests.clear()
        again = self.probe("--show", yes=False)
        self.assertEqual((again.status, again.stdout), (0, result.stdout))
        document = json.loads(self.probe("--show", "--json", yes=False).stdout)
        self.assertEqual(document["checks"], checks)
        self.assertEqual(self.model.requests, [])
        self.assertEqual(self.records(), {name: content})

    def test_json_is_one_document(self):
        self.model.fault = "no_cache"
        result = self.probe("--json", "--quiet")
        self.assertEqual((result.status, result.stderr), (1, ""), result)
        document = json.loads(result.stdout)
        self.assertEqual(document["checks"]["prompt-cache"]["grade"], "broken")
        self.assertEqual(document["traits"]["prompt-cache"], "broken")

    def test_context_is_read_when_asked_for(self):
        result = self.probe("--context", "20000")
        self.assertEqual(result.status, 0, result)
        grade, words = self.rows(result)["context window"]
        self.assertEqual(grade, "good", result)
        self.assertGreater(int(re.search(r"\d+", words)[0]), 15000)
        self.assertIn("7 of 7", result.stderr)

    def test_each_model_has_a_record_of_its_own(self):
        self.probe()
        self.model.requests.clear()
        result = self.probe("--model", "sonnet")
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.model.inferences[0].model, MODELS["sonnet"])
        self.assertEqual(
            sorted(json.loads(record)["model"] for record in self.records().values()),
            ["haiku", "sonnet"])

    def test_the_client_is_the_one_that_is_named(self):
        self.sandbox.replace_client("exit 3")
        self.assertNotEqual(self.probe("--timeout", "20").status, 0)
        self.assertEqual(self.model.inferences, [])
        self.assertEqual(self.probe("--client", CLIENT).status, 0)

    def test_temporary_folder_behind_a_link(self):
        """The client permits the tools the folder's real path only."""
        os.symlink(self.sandbox.path("tmp"), self.sandbox.path("link"))
        result = self.probe(environment=self.shell(TMPDIR=self.sandbox.path("link")))
        self.assertEqual(result.status, 0, result)
        self.assertEqual(os.listdir(self.sandbox.path("tmp")), [])

    def test_error_that_quotes_the_credential(self):
        self.model.quotes_credential = True
        for fault in ("thinking_rejected", "rate_limited_always"):
            with self.subTest(fault):
                self.model.fault = fault
                result = self.probe()
                self.assertEqual(result.status, 1, result)
                self.assert_kept_secret(GATEWAY_KEY, result)
                self.assertNotIn(GATEWAY_KEY.encode(), b"".join(self.records().values()))
                self.assert_kept_secret(GATEWAY_KEY, self.probe("--show", "--json", yes=False))

    # Before anything is started

    def test_nobody_is_there_to_ask(self):
        before = self.files()
        result = self.probe(yes=False)
        self.assertEqual((result.status, result.stdout), (64, ""), result)
        self.assertIn("--yes", result.stderr)
        # A pipe is no terminal, whatever is in it.
        self.assertEqual(self.probe(yes=False, stdin=b"y\n").status, 64)
        self.assertEqual(self.model.requests, [])
        self.assertEqual(self.records(), {})
        self.assert_nothing_left(before)

    def test_a_terminal_is_asked(self):
        for answer, status in (("\r", 64), ("n\r", 64), ("y\r", 0)):
            with self.subTest(answer):
                with self.sandbox.terminal(self.arguments(yes=False), self.shell()) as terminal:
                    self.assertTrue(terminal.wait_for_text("[y/N]"), terminal.text)
                    self.assertEqual(self.model.requests, [])
                    terminal.send(answer)
                    self.assertEqual(terminal.wait(120), status, terminal.text)
                self.assert_kept_secret(GATEWAY_KEY, terminal)
        self.assertEqual(len(self.records()), 1)

    def test_denied(self):
        before = self.files()
        policy = self.sandbox.write("denied.yaml", DENIED.format(
            port=self.model.port, credential="env:STANDIN_KEY"))
        before = self.files()
        result = self.probe(policy=policy)
        self.assertEqual((result.status, result.stdout), (69, ""), result)
        self.assertIn("not-there", result.stderr)
        without = self.probe(environment=self.shell(STANDIN_KEY=None))
        self.assertEqual(without.status, 69, without)
        self.assertEqual(self.model.requests, [])
        self.assertEqual(self.records(), {})
        self.assert_nothing_left(before)

    def test_backend_that_the_policy_does_not_have(self):
        result = self.probe(backend="elsewhere")
        self.assertNotIn(result.status, (0, 1), result)
        self.assertIn("elsewhere", result.stderr)
        self.assertEqual(self.model.requests, [])


@unless_routable
class ProbeSignalTest(ProbeScenario):
    """Whenever it is stopped, nothing is left, and the record is the one before."""

    ENDING_SECONDS = 10

    def setUp(self):
        super().setUp()
        self.assertEqual(self.probe().status, 0)
        self.before = self.files()
        self.previous = self.records()
        # Another probe would leave another record.
        self.model.fault = "no_cache"

    def interrupt(self, number, sends_to_group, process):
        """Stops it now. Returns false when it had ended before."""
        if process.poll() is not None:
            return False
        (os.killpg if sends_to_group else os.kill)(process.pid, number)
        try:
            process.wait(self.ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            self.fail("still there %d s after signal %d" % (self.ENDING_SECONDS, number))
        output = process.stdout.read().decode()
        if process.returncode == 1:
            # It came while the last line was written.
            self.assertIn("rate limit", output)
            return False
        self.assertEqual(process.returncode, -number, process.stderr.read())
        self.assertEqual(output, "")
        return True

    def stop(self, number, sends_to_group):
        """At a random time, at a random request, and in the middle of a silence."""
        stopped = 0
        for _ in range(3 if FULL else 1):
            process = self.start()
            time.sleep(random.uniform(0, 6))
            stopped += self.stopped(number, sends_to_group, process)
        for _ in range(3 if FULL else 1):
            count = random.randint(1, 16)
            self.model.requests.clear()
            process = self.start()
            self.model.wait_for(lambda _: len(self.model.requests) >= count, 60)
            time.sleep(random.uniform(0, 0.3))
            stopped += self.stopped(number, sends_to_group, process)
        self.model.fault = "silent"
        self.model.requests.clear()
        process = self.start()
        self.assertIsNotNone(self.model.wait_for(lambda request: request.is_inference, 60))
        stopped += self.stopped(number, sends_to_group, process)
        self.assertGreaterEqual(stopped, 4 if FULL else 2)

    def stopped(self, number, sends_to_group, process):
        """Stops it and looks around."""
        was_stopped = self.interrupt(number, sends_to_group, process)
        if was_stopped:
            self.assertEqual(self.records(), self.previous)
        else:
            self.previous = self.records()
        self.assert_nothing_left(self.before)
        return was_stopped

    def test_interrupt(self):
        self.stop(signal.SIGINT, False)

    def test_interrupt_from_the_terminal(self):
        """Ctrl-C goes to the client, too, which takes it for a reason to end well."""
        self.stop(signal.SIGINT, True)

    if FULL:
        def test_terminate(self):
            self.stop(signal.SIGTERM, False)

    def test_terminate_all(self):
        self.stop(signal.SIGTERM, True)

    def test_hang_up(self):
        self.stop(signal.SIGHUP, False)

    if FULL:
        def test_hang_up_all(self):
            self.stop(signal.SIGHUP, True)

    def test_control_c_in_a_terminal(self):
        self.model.fault = "silent"
        self.model.requests.clear()
        with self.sandbox.terminal(self.arguments(), self.shell()) as terminal:
            self.assertIsNotNone(self.model.wait_for(lambda request: request.is_inference, 60))
            terminal.send("\x03")
            self.assertEqual(terminal.wait(self.ENDING_SECONDS), -signal.SIGINT, terminal.text)
        self.assertEqual(self.records(), self.previous)
        self.assert_nothing_left(self.before)

    def test_first_probe_leaves_no_record(self):
        for name in self.previous:
            os.remove(os.path.join(self.probes, name))
        self.previous = {}
        self.stopped(signal.SIGTERM, False, self.start())
        self.model.requests.clear()
        process = self.start()
        self.model.wait_for(lambda _: len(self.model.requests) >= 3, 60)
        self.assertTrue(self.stopped(signal.SIGINT, True, process))


@unless_routable
class ProbeRoutingTest(ProbeScenario):
    def setUp(self):
        super().setUp()
        self.second = self.server("second")
        self.policy_path = self.sandbox.write("policy.yaml", TWO_GATEWAYS.format(
            first=self.model.port, second=self.second.port))

    def launched(self, *flags):
        return self.sent(self.policy_path, *flags, servers=(self.model, self.second))

    def explained(self, *flags):
        result = self.sandbox.run(
            [BINARY, "explain", "--policy", self.policy_path] + list(flags), self.shell())
        self.assertIn(result.status, (0, 69), result)
        return result.stdout

    def date(self):
        record, = self.records().values()
        return json.loads(record)["date"]

    def test_broken_thinking_sends_the_task_elsewhere(self):
        thinking = ["--class", "extended-thinking"]
        self.assertEqual(self.launched(*thinking)[0], ["model"])
        self.assertNotIn("measured on", self.explained(*thinking))
        self.model.fault = "thinking_dropped"
        self.assertEqual(self.probe().status, 1)
        names, result = self.launched(*thinking)
        self.assertEqual(names, ["second"], result)
        # Said with its date, and other work is left where it was.
        explained = self.explained(*thinking)
        self.assertIn("thoughts-that-arrive", explained)
        self.assertIn(self.date(), explained)
        self.assertEqual(self.launched("--class", "bulk")[0], ["model"])
        self.assertIn("thinking broken (measured on %s)" % self.date(),
                      self.explained("--class", "bulk"))
        # Measured again, it is good again.
        self.model.fault = None
        self.assertEqual(self.probe().status, 0)
        self.assertEqual(self.launched(*thinking)[0], ["model"])

    def test_probe_that_fails_outright_makes_way(self):
        self.assertEqual(self.launched("--class", "bulk")[0], ["model"])
        self.model.fault = "unauthorized"
        self.assertEqual(self.probe().status, 1)
        self.model.fault = None
        names, result = self.launched("--class", "bulk")
        self.assertEqual(names, ["second"], result)
        self.assertIn("standin", result.stderr)
        self.assertIn("its probe failed on " + self.date(), result.stderr)
        self.assertIn("claude-route probe standin", result.stderr)
        self.assertIn("its probe failed on " + self.date(), self.explained("--class", "bulk"))
        # Who names it gets it, and is told; once it answers again it is first again.
        names, result = self.launched("--class", "bulk", "--backend", "standin")
        self.assertEqual(names, ["model"], result)
        self.assertEqual(self.probe().status, 0)
        names, result = self.launched("--class", "bulk")
        self.assertEqual(names, ["model"], result)
        self.assertNotIn("probe failed", result.stderr)

    def test_another_place_is_not_what_was_measured(self):
        self.model.fault = "unauthorized"
        self.assertEqual(self.probe().status, 1)
        moved = self.scripted("moved")
        self.policy_path = self.sandbox.write("policy.yaml", TWO_GATEWAYS.format(
            first=moved.port, second=self.second.port))
        names, result = self.sent(
            self.policy_path, "--class", "bulk", servers=(moved, self.second))
        self.assertEqual(names, ["moved"], result)


@unless_routable
class ProbeLiteLLMTest(ProbeScenario):
    """Through a real proxy, as found with LiteLLM 1.108.7: what it does to a sound backend, which faults
    behind it are seen, and which it hides."""

    CLAUDE = {"opus": "claude-opus-5-5", "sonnet": "claude-sonnet-5-5", "haiku": "claude-haiku-5-5",
              "fable": "claude-fable-5-2"}

    def setUp(self):
        super().setUp()
        self.python = os.environ.get("CLAUDE_ROUTE_LITELLM")
        if not self.python:
            obstacle = os.environ.get("CLAUDE_ROUTE_LITELLM_OBSTACLE", "started without run.py")
            if os.environ.get("CI") == "true":
                self.fail("no LiteLLM: %s" % obstacle)
            raise unittest.SkipTest("no LiteLLM: %s" % obstacle)

    def shell(self, **variables):
        return super().shell(**dict({"STANDIN_KEY": MASTER_KEY}, **variables))

    def start_proxy(self, models):
        """The proxy with a deployment for each model, and the policy that leads there."""
        configuration = LITELLM.format(deployments="".join(
            DEPLOYMENT.format(model=model, port=self.model.port, key=GATEWAY_KEY)
            for model in models.values()))
        proxy = litellm_proxy.Proxy(self.python, self.sandbox.root, configuration, {})
        self.addCleanup(proxy.close)
        proxy.wait()
        policy = GATEWAY_POLICY.format(port=proxy.port, credential="env:STANDIN_KEY")
        for slot, model in models.items():
            policy = policy.replace(MODELS[slot], model)
        self.policy_path = self.sandbox.write("policy.yaml", policy.replace("/api\n", "\n"))
        self.model.failing_model = models["fable"]
        # Its first stream waits until all of it is loaded.
        body = {"model": models["haiku"], "max_tokens": 9, "stream": True,
                "messages": [{"role": "user", "content": "hi"}]}
        request = urllib.request.Request(
            proxy.url + "/v1/messages", json.dumps(body).encode(),
            {"x-api-key": MASTER_KEY, "content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as response:
            response.read()
        self.model.requests.clear()

    def grades(self, result):
        return {name: grade for name, (grade, _) in self.rows(result).items()
                if grade != "good" and name != "context window"}

    def test_sound_backend(self):
        self.start_proxy(self.CLAUDE)
        result = self.probe()
        self.assertEqual((self.grades(result), result.status), ({}, 0), result)
        self.assertNotIn(MASTER_KEY, result.stdout + result.stderr)
        self.assertFalse(self.model.searched(MASTER_KEY))

    def test_id_that_the_proxy_does_not_know(self):
        """It leaves `thinking` out of the request without a word."""
        self.start_proxy(MODELS)
        result = self.probe()
        self.assertEqual(self.grades(result), {"thinking": "broken"}, result)
        self.assertFalse(any("thinking" in request.json for request in self.model.inferences))

    def test_faults_behind_the_proxy(self):
        self.start_proxy(self.CLAUDE)
        seen = {"thinking_dropped": ("thinking", "broken"),
                "parallel_collapsed": ("parallel tool calls", "degraded"),
                "input_mangled": ("tool input", "broken"),
                "burst": ("streaming", "broken"),
                "no_cache": ("prompt cache", "broken"),
                "sub_agents_fail": ("sub-agents", "degraded")}
        for faults in [(fault,) for fault in seen] if FULL else [tuple(seen)]:
            with self.subTest(faults):
                self.model.fault = faults
                result = self.probe()
                found = self.grades(result)
                if "sub_agents_fail" in faults:
                    # The proxy sets a deployment that failed aside, and says 429 of it then.
                    found.pop("rate limit", None)
                self.assertEqual(found, dict(map(seen.get, faults)), result)

    def test_faults_that_the_proxy_hides(self):
        """It answers in the name that was asked for, and asks again itself."""
        self.start_proxy(self.CLAUDE)
        self.model.fault = ("other_model", "rate_limited")
        result = self.probe()
        self.assertEqual(self.grades(result), {}, result)
