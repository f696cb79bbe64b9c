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


if __name__ == "__main__":
    unittest.main()
