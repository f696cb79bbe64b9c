"""Deciding starts nothing and asks nobody, a launch is one `execve` and nothing after it, and the same
input gives the same bytes: measured at the system calls, and over 1,000 decisions.

`DeterminismTests.swift` varies the surroundings of the most used commands in fewer places; here are
every form of output, the order of the environment, and what the program opens at all.
"""

import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys

from scenario import (
    BINARY, FOREIGN_KEY, GATEWAY_KEY, SERIOUS_TASK, TASK, Scenario, unless_routable)

STARTING = {"clone", "clone3", "fork", "vfork", "execve", "execveat"}
ASKING = {"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto",
          "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg", "io_uring_setup"}
# What would make a decision depend on where the machine stands.
PLACES = re.compile(r"/(locale|zoneinfo|localtime|timezone|nsswitch\.conf|resolv\.conf)\b")

POLICY = """\
version: 1
name: quiet
backends:
  standin:
    kind: gateway
    base-url: http://127.0.0.1:{port}/api
    credential: {credential}
    models: {{opus: a, sonnet: b, haiku: c, fable: d}}
routes:
  - {{name: here, when: {{class: bulk}}, to: [{{backend: standin, model: haiku, effort: low}}]}}
tests:
  - {{name: headers, task: license headers, expect: {{backend: standin}}}}
"""

LOCALES = ("C", "C.UTF-8", "POSIX", "tr_TR.UTF-8", "de_DE.ISO-8859-1", "ja_JP.eucJP", "ar_EG.UTF-8",
           "no-such-locale", "", "/etc/passwd")
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "XXX-14YYY,M1.1.0,M12.5.0", ":/etc/passwd",
         "no/such/zone", "")


@unless_routable
class QuietTest(Scenario):
    def setUp(self):
        super().setUp()
        self.policy_path = self.quiet_policy("env:STANDIN_KEY")
        self.sandbox.replace_client("exit 0")
        self.variables = {"STANDIN_KEY": GATEWAY_KEY, "ANTHROPIC_API_KEY": FOREIGN_KEY,
                          "AWS_REGION": "eu-central-1", "VERTEX_REGION_CLAUDE_B": "b",
                          "VERTEX_REGION_CLAUDE_A": "a"}

    def quiet_policy(self, credential, name="policy.yaml"):
        return self.sandbox.write(
            name, POLICY.format(port=self.target.port, credential=credential))

    def traced(self, words, **variables):
        """The system calls of a program, in order: (process, name, line); and its result."""
        if not shutil.which("strace"):
            self.skipTest("needs strace")
        trace = self.sandbox.path("trace")
        result = self.sandbox.run(
            ["strace", "-f", "-qq", "-s", "200", "-o", trace] + words,
            self.sandbox.environment(**dict(self.variables, **variables)))
        if "ptrace" in result.stderr:
            self.skipTest("may not trace: " + result.stderr.splitlines()[0])
        calls = []
        with open(trace, errors="replace") as file:
            for line in file:
                found = re.match(r"(\d+) +([a-z0-9_]+)\(", line)
                if found:
                    calls.append((found[1], found[2], line.rstrip()))
        self.assertEqual(calls[0][1], "execve")
        return calls, result

    def assert_quiet(self, calls):
        """After its own start it starts nothing and asks nobody."""
        self.assertEqual({process for process, _, _ in calls}, {calls[0][0]})
        self.assertEqual([line for _, name, line in calls[1:] if name in STARTING | ASKING], [])

    def assert_placeless(self, calls):
        """It looks at no locale and no time zone."""
        self.assertEqual([line for _, name, line in calls[1:]
                          if name.startswith("open") and PLACES.search(line)], [])

    # System calls

    def write_ledger(self):
        """A launch that a resumed session is looked up in."""
        line = {"time": "2026-11-22T00:00:00.000Z", "session": self.session, "classes": ["bulk"],
                "backend": "standin", "model": "haiku", "payer": "env:STANDIN_KEY",
                "billing": "metered", "policy": "sha256:0", "cwd": self.sandbox.project}
        path = self.sandbox.write("home/.local/state/claude-route/ledger.jsonl",
                                  json.dumps(line) + "\n", mode=0o600)
        os.chmod(os.path.dirname(path), 0o700)

    session = "5f0c2a7e-0000-4000-8000-0000000000e1"

    def deciding(self, policy):
        """Every way to decide."""
        flags = ["--task", TASK, "--policy", policy]
        for form in ("sh", "fish", "csh"):
            yield flags + ["--format", form]
        for form in ("text", "json"):
            yield ["explain"] + flags + ["--format", form]
            yield ["explain", "--variables"] + flags + ["--format", form]
        yield flags + ["--dry-run", "--", "-p", "x"]
        yield ["explain", "--policy", policy, "--", "--resume", self.session]
        yield ["--policy", policy, "--dry-run", "--", "--continue"]
        yield ["--task", SERIOUS_TASK, "--policy", policy, "--backend", "standin"]
        yield ["--task", TASK, "--policy", self.sandbox.path("none.yaml")]
        yield ["--no-such-flag"]
        yield []
        yield ["off"]
        yield ["check", policy, "--as-of", "2026-11-22"]
        yield ["test", policy, "--mutate"]
        yield ["diff", policy, policy]
        yield ["schema"]
        yield ["export", "litellm", "--policy", policy]
        yield ["export", "managed-settings", "--policy", policy]
        yield ["--help"]

    def dated(self, policy):
        """What may know which day it is."""
        for form in ("text", "json", "github", "sarif"):
            yield ["check", policy, "--format", form]
        yield ["init", "--print", "--from", "settings,env,aliases"]
        yield ["teach", "--class", "bulk", "bump the year everywhere", "--dry-run"]

    def test_deciding_starts_nothing_and_asks_nobody(self):
        self.sandbox.save_login()
        self.write_ledger()
        self.sandbox.project_settings({"env": {"ANTHROPIC_BASE_URL": self.hostile.url},
                                       "apiKeyHelper": "touch ran"})
        self.sandbox.write("home/.bashrc", "alias claude='ANTHROPIC_MODEL=x claude'\n")
        self.sandbox.write("home/project/.git/config", "[core]\n")
        self.sandbox.write("home/project/.git/HEAD", "ref: refs/heads/infra/x\n")
        os.makedirs(self.sandbox.path("home/.config/claude-route"))
        shutil.copy(self.policy_path, self.sandbox.path("home/.config/claude-route/policy.yaml"))
        # A program that would say so is only found, never run, until its credential is used.
        self.sandbox.write("bin/tell", "#!/bin/sh\ntouch \"$HOME/ran\"\n", mode=0o755)
        policies = [self.policy_path,
                    self.quiet_policy("{command: [tell, key]}", "command.yaml"),
                    self.quiet_policy("keychain:standin", "keychain.yaml")]
        for policy in policies:
            for words in self.deciding(policy):
                with self.subTest(words):
                    calls, _ = self.traced([BINARY] + words)
                    self.assert_quiet(calls)
                    self.assert_placeless(calls)
            for words in self.dated(policy):
                with self.subTest(words):
                    calls, _ = self.traced([BINARY] + words)
                    self.assert_quiet(calls)
        self.assertIsNone(self.sandbox.read("home/ran"))
        self.assertIsNone(self.sandbox.read("home/project/ran"))

    def test_a_launch_is_one_execve_and_nothing_after_it(self):
        self.sandbox.save_login()
        client = os.path.join(self.sandbox.bin, "claude")
        self.write_ledger()
        launches = {
            "resumed": self.arguments(self.policy_path, "--resume", self.session, task=None),
            "gateway": self.arguments(self.policy_path, "-p", "x"),
            "login": [BINARY, "--task", TASK, "--", "-p", "x"],
            "unrouted": [BINARY, "--", "mcp", "list"],
            "wrapper": [BINARY, "claude", "-p", "x"],
        }
        for name, words in launches.items():
            with self.subTest(name):
                calls, result = self.traced(words)
                self.assertEqual(result.status, 0, result)
                starts = [number for number, call in enumerate(calls) if call[1] == "execve"]
                self.assertEqual(len(starts), 2, [calls[number] for number in starts])
                self.assertIn('execve("%s"' % client, calls[starts[1]][2])
                self.assert_quiet(calls[:starts[1]])
                self.assert_placeless(calls[:starts[1]])

    def test_a_credential_command_is_all_that_a_launch_starts(self):
        """The one exception, which the user's policy asks for; it is also what the tests above would
        see if deciding did it."""
        script = self.sandbox.write("bin/tell", "#!/bin/sh\necho the-key\n", mode=0o755)
        policy = self.quiet_policy("{command: [tell, key]}")
        calls, result = self.traced(self.arguments(policy, "-p", "x"))
        self.assertEqual(result.status, 0, result)
        with self.assertRaises(AssertionError):
            self.assert_quiet(calls)
        started = [re.search(r'execve\("([^"]*)"', line)[1] for _, name, line in calls
                   if name == "execve" and " = -1 " not in line]
        self.assertEqual(started, [BINARY, script, os.path.join(self.sandbox.bin, "claude")])
        self.assertEqual([line for _, name, line in calls if name in ASKING], [])

    def test_a_socket_would_be_seen(self):
        calls, _ = self.traced([sys.executable, "-ISc", "import socket; socket.socket()"])
        with self.assertRaises(AssertionError):
            self.assert_quiet(calls)

    # The same bytes

    def test_1000_decisions_over_locale_time_zone_and_hash_seed(self):
        """Each start has a hash seed of its own, unless it is told to have none."""
        flags = ["--policy", self.policy_path, "--files", "b.md", "a/c.swift", "d", "--task"]
        both = "fix the race, then rename the files and add license headers in production"
        commands = [
            flags + [TASK], flags + [TASK, "--format", "fish"], flags + [TASK, "--format", "csh"],
            flags + [TASK, "--format", "json", "--reveal"], flags + [both],
            ["explain"] + flags + [both], ["explain", "--json"] + flags + [both],
            ["explain", "--variables"] + flags + [TASK],
            flags + [TASK, "--dry-run", "--", "-p", "x"], flags + [TASK, "--class", "no-such-class"],
        ]
        chance = random.Random(20261122)
        places = list(itertools.product(LOCALES, ZONES))
        count, differing = 0, []
        for words in commands:
            first = None
            for locale, zone in places + chance.sample(places, 100 - len(places)):
                variables = dict(self.variables, LC_ALL=locale, LANG=locale, LANGUAGE=locale,
                                 TZ=zone, SWIFT_DETERMINISTIC_HASHING=chance.choice([None, "1"]))
                seen = self.outcome(words, self.sandbox.environment(**variables))
                first = first or seen
                count += 1
                if seen != first:
                    differing.append((words, locale, zone, seen, first))
        self.assertEqual((count, differing[:1]), (1000, []))

    def outcome(self, words, environment):
        done = subprocess.run([BINARY] + words, env=environment, cwd=self.sandbox.project,
                              stdin=subprocess.DEVNULL, capture_output=True)
        return done.returncode, done.stdout, done.stderr

    def test_order_of_the_environment(self):
        words = ["--policy", self.policy_path, "--task", TASK]
        environment = self.sandbox.environment(**dict(self.variables, VERTEX_REGION_CLAUDE_A=None))
        turned = dict(reversed(list(environment.items())))
        self.assertEqual(self.outcome(words, environment), self.outcome(words, turned))

    def test_order_of_the_environment_with_regions_that_are_not_listed(self):
        """Names of the pattern `VERTEX_REGION_CLAUDE_*` stand in no list of ours."""
        words = ["--policy", self.policy_path, "--task", TASK]
        environment = self.sandbox.environment(**self.variables)
        turned = dict(reversed(list(environment.items())))
        self.assertEqual(self.outcome(words, environment), self.outcome(words, turned))
