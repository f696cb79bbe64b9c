"""Our own files are whole or as they were, at whichever system call the writer is killed."""

import hashlib
import json
import os
import re
import shutil
import stat
import unittest

from scenario import BINARY, Scenario

CALL = re.compile(r"^\d+ +(\w+)\(")

MOVING = "version: 1\nroutes: [{name: all, to: [{backend: openrouter, model: opus}]}]\n"
POLICY = "version: 1\nclasses: {bulk: {examples: [tidy the fixtures]}}\n"


@unittest.skipUnless(shutil.which("strace"), "strace is not installed")
class WritesTest(Scenario):
    """Each command is killed at every system call from its first change of a file on."""

    def setUp(self):
        super().setUp()
        self.sandbox.save_login()
        self.sandbox.replace_client("exit 0\n")
        self.config = self.sandbox.path("home/.config/claude-route")
        self.state = self.sandbox.path("home/.local/state/claude-route")

    def environment(self):
        return self.sandbox.environment(OPENROUTER_API_KEY="sk-or-invented")

    def traced(self, options, words):
        return self.sandbox.run(
            ["strace", "-f", "-qq"] + options + [BINARY] + words, self.environment())

    def files(self, folder):
        """Every file below a folder with its bytes and mode."""
        found = {}
        for place, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(place, name)
                # A line of the time it is: see `test_ledger`.
                if name == "ledger.jsonl":
                    continue
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = (
                        file.read(), stat.S_IMODE(os.lstat(path).st_mode))
        return found

    def reset(self, folder, before):
        shutil.rmtree(folder, ignore_errors=True)
        for name, (content, mode) in before.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
            os.chmod(path, mode)

    def calls(self, words):
        """The system calls from the first change of a file on, each as its name and how many of
        that name it is."""
        log = self.sandbox.path("tmp/strace.log")
        result = self.traced(["-o", log], words)
        self.assertEqual(result.status, 0, result)
        with open(log) as file:
            lines = [line for line in file.read().splitlines() if CALL.match(line)]
        calls = []
        first = None
        for line in lines:
            name = CALL.match(line)[1]
            # An exec is not ours to kill: what follows is the client.
            if calls and name == "execve":
                break
            if first is None and re.search(r"^\d+ +(mkdir|flock)\(|O_CREAT", line):
                first = max(0, len(calls) - 2)
            calls.append((name, 1 + sum(name == other for other, _ in calls)))
        self.assertIsNotNone(first, "nothing was written")
        return calls if os.environ.get("E2E_FULL") else calls[first:]

    def kill_everywhere(self, words, folder, before):
        """The state after each kill is the old or the new one, and the next run mends the rest."""
        self.reset(folder, before)
        calls = self.calls(words)
        after = self.files(folder)
        self.assertNotEqual(before, after)
        for name, (content, mode) in after.items():
            self.assertEqual(mode, 0o600, name)
        killed = 0
        for name, number in calls:
            self.reset(folder, before)
            call = "%s %d" % (name, number)
            result = self.traced(
                ["-o", "/dev/null",
                 "-e", "inject=%s:signal=SIGKILL:when=%d" % (name, number)], words)
            killed += result.status != 0
            left = self.files(folder)
            drafts = [name for name in left if name.endswith(".claude-route")]
            self.assertLessEqual(len(drafts), 1, drafts)
            for name in drafts:
                self.assertEqual(left.pop(name)[1], 0o600, name)
            self.assertIn(left, (before, after), "killed at %s: %s" % (call, left))
            # What the next run finds is no obstacle to it, and nothing stays.
            again = self.traced(["-o", "/dev/null"], words)
            self.assertTrue(again.status == 0 or left == after, again)
            self.assertEqual(self.files(folder), after, "after the run behind %s" % call)
        self.assertGreater(killed, 5)
        print("%s: killed at %d of %d system calls" % (words[0], killed, len(calls)))

    def test_init(self):
        self.kill_everywhere(["init"], self.config, {})

    def test_teach_changes_a_policy(self):
        before = {"policy.yaml": (POLICY.encode(), 0o600)}
        words = ["teach", "--class", "bulk", "tidy the quarterly ledger"]
        self.kill_everywhere(words, self.config, before)

    def test_teach_writes_a_first_policy(self):
        words = ["teach", "--class", "bulk", "tidy the quarterly ledger"]
        self.kill_everywhere(words, self.config, {})

    def test_allow(self):
        self.sandbox.write("home/project/.claude-route.yaml", MOVING)
        os.makedirs(self.sandbox.path("home/project/.git"))
        digest = hashlib.sha256(MOVING.encode()).hexdigest()
        self.kill_everywhere(["allow", "--digest", digest], self.state, {})

    def test_settings_that_a_launch_hands_over(self):
        given = self.sandbox.write("home/given.json", json.dumps({"cleanupPeriodDays": 7}))
        words = ["--task", "license headers", "--", "--settings", given, "-p", "hello"]
        self.kill_everywhere(words, self.state, {})

    # The ledger, whose lines differ each time

    LAUNCH = ["--quiet", "--task", "license headers", "--", "-p", "hello"]

    def ledger_files(self):
        return [os.path.join(self.state, name) for name in
                ["ledger.4.jsonl", "ledger.3.jsonl", "ledger.2.jsonl", "ledger.1.jsonl",
                 "ledger.jsonl"]]

    def ledger_lines(self):
        """Every line, oldest first; each is whole, and nobody else's."""
        lines = []
        for path in self.ledger_files():
            if os.path.exists(path):
                self.assertEqual(stat.S_IMODE(os.lstat(path).st_mode), 0o600, path)
                with open(path, "rb") as file:
                    content = file.read()
                self.assertEqual(content[-1:], b"\n" if content else b"", path)
                lines += content.splitlines()
        return lines

    def kill_launch_everywhere(self, before, dropped):
        """Old lines stay, but those that make room; the new one is there or not."""
        self.reset(self.state, before)
        calls = self.calls(self.LAUNCH)
        old = [line for path in self.ledger_files()
               for line in before.get(os.path.basename(path), (b"", 0))[0].splitlines()]
        killed = 0
        for name, number in calls:
            self.reset(self.state, before)
            result = self.traced(
                ["-o", "/dev/null", "-e", "inject=%s:signal=SIGKILL:when=%d" % (name, number)],
                self.LAUNCH)
            killed += result.status != 0
            for launches in (1, 2):
                lines = self.ledger_lines()
                place = "%d launches, killed at %s %d" % (launches, name, number)
                kept = [line for line in lines if line in set(old)]
                self.assertIn(kept, (old, old[dropped:]), place)
                new = [json.loads(line) for line in lines if line not in set(old)]
                self.assertIn(len(new), (launches - 1, launches), place)
                again = self.traced(["-o", "/dev/null"], self.LAUNCH)
                self.assertEqual((again.status, again.stderr), (0, ""), place)
        self.assertGreater(killed, 5)
        print("ledger: killed at %d of %d system calls" % (killed, len(calls)))

    def test_a_first_line_of_the_ledger(self):
        self.kill_launch_everywhere({}, 0)

    def test_a_line_of_the_ledger(self):
        self.kill_launch_everywhere({"ledger.jsonl": (b'{"old":1}\n{"old":2}\n', 0o600)}, 0)

    def test_a_line_that_begins_a_file_of_the_ledger(self):
        before = {os.path.basename(path): (b'{"old":%d}\n' % number, 0o600)
                  for number, path in enumerate(self.ledger_files())}
        before["ledger.jsonl"] = (b'{"old":"%s"}\n' % (b"x" * (8 << 20)), 0o600)
        self.kill_launch_everywhere(before, 1)


if __name__ == "__main__":
    unittest.main()
