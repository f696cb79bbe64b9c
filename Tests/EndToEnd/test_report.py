"""What sessions of the real client cost, as `report` counts them and as the client does."""

import datetime
import glob
import json
import os
import subprocess
import time
import unittest

from scenario import BINARY, NATIVE_KEY, PROMPT, SERIOUS_TASK, TASK, Scenario, unless_routable

POLICIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../policies")
# A hundredth of a cent.
CLOSE = 0.0001

POLICY = """\
version: 1
name: money
backends:
  gate:
    kind: gateway
    base-url: http://127.0.0.1:{port}/api
    credential: env:STANDIN_KEY
    models: {{opus: claude-opus-5-5, sonnet: claude-sonnet-5-5, haiku: claude-haiku-5-5,
      fable: claude-fable-5-2}}
  paid:
    kind: anthropic
    credential: env:PAYING_KEY
    models: {{opus: claude-opus-5-5, sonnet: claude-sonnet-5-5, haiku: claude-haiku-5-5,
      fable: claude-fable-5-2}}
"""


def usage_of(request):
    """Chosen so that no two answers use the same: by the length of what was asked."""
    size = len(request.json.get("messages") or [])
    return {
        "input_tokens": 1_000 + 7 * size, "output_tokens": 200 + 11 * size,
        "cache_creation_input_tokens": 3_000 + size, "cache_read_input_tokens": 40_000 + 13 * size,
        "cache_creation": {"ephemeral_5m_input_tokens": 1_000,
                           "ephemeral_1h_input_tokens": 2_000 + size}}


@unless_routable
class ReportTest(Scenario):
    def setUp(self):
        super().setUp()
        self.sandbox.save_login()
        self.native.usage = self.target.usage = usage_of
        self.native.gives_request_ids = True
        self.path = self.policy(POLICY)

    def environment(self):
        return {"STANDIN_KEY": "canary-gateway-key-5f1c", "PAYING_KEY": NATIVE_KEY}

    def spend(self, *words, flags=(), task=TASK):
        """A print session; what the client says that it cost."""
        result = self.launch(
            self.path, "-p", PROMPT, "--output-format", "json", *words, task=task, flags=flags,
            environment=self.environment())
        self.assertEqual(result.status, 0, result)
        return json.loads(result.stdout)

    def report(self, *words):
        result = self.sandbox.run(
            [BINARY, "report", "--utc", "--policy", self.path] + list(words),
            self.sandbox.environment(**self.environment()))
        self.assertEqual((result.status, result.stderr), (0, ""), result)
        return result.stdout

    def cells(self):
        return json.loads(self.report("--json"))["cells"]

    def cost(self, **wanted):
        return sum(cell["cost"] for cell in self.cells()
                   if all(cell[key] == value for key, value in wanted.items()))

    def test_print_sessions_cost_what_the_client_says(self):
        spent = {"anthropic": 0, "paid": 0, "gate": 0}
        # A login, small and large; a tool call; a sub-agent on another model; a gateway without
        # request ids.
        spent["anthropic"] += self.spend()["total_cost_usd"]
        spent["anthropic"] += self.spend(task=SERIOUS_TASK)["total_cost_usd"]
        self.native.tool_commands, self.native.tool_prompt = ["echo one", "echo two"], PROMPT
        spent["paid"] += self.spend(
            "--allowedTools", "Bash", flags=("--backend", "paid", "--model", "opus")
        )["total_cost_usd"]
        self.native.tool_commands = [("Agent", {
            "description": "a step", "prompt": "say hi", "subagent_type": "general-purpose",
            "model": "sonnet"})]
        spent["paid"] += self.spend(flags=("--backend", "paid", "--model", "haiku"))["total_cost_usd"]
        self.target.tool_commands, self.target.tool_prompt = ["echo three"], PROMPT
        spent["gate"] += self.spend(
            "--allowedTools", "Bash", flags=("--backend", "gate", "--model", "haiku")
        )["total_cost_usd"]
        for backend, dollars in spent.items():
            self.assertGreater(dollars, 0.001)
            self.assertAlmostEqual(self.cost(backend=backend), dollars, delta=CLOSE, msg=backend)
        cells = self.cells()
        asked = len(self.native.inferences) + len(self.target.inferences)
        self.assertEqual(sum(cell["replies"] for cell in cells), asked)
        self.assertEqual(sum(cell["sessions"] for cell in cells), 5)
        payments = {cell["backend"]: cell["payment"] for cell in cells}
        self.assertEqual(payments, {"anthropic": "plan", "paid": "billed", "gate": "billed"})
        self.assertNotIn(self.sandbox.project, json.dumps(cells))
        replay = self.sandbox.run(
            [BINARY, "replay", "--policy", os.path.join(POLICIES, "frugal.yaml")],
            self.sandbox.environment(**self.environment()))
        self.assertEqual((replay.status, replay.stderr), (0, ""), replay)
        self.assertRegex(replay.stdout, r"(?m)^replayed 5 sessions under frugal .*at list price \$")
        self.assertNotIn(PROMPT, replay.stdout)
        # A second report counts nothing twice.
        self.assertEqual(self.cells(), cells)

    def test_begun_here_resumed_there_and_cleared(self):
        first = self.spend(flags=("--backend", "gate", "--model", "haiku"))
        arguments = self.arguments(
            self.path, "--resume", first["session_id"], task=TASK,
            flags=("--backend", "anthropic", "--model", "sonnet"))
        with self.sandbox.terminal(
                arguments, self.sandbox.environment(**self.environment())) as terminal:
            self.assertTrue(terminal.wait_until_quiet())
            for words in (PROMPT, "/clear", "say more"):
                terminal.send(words)
                terminal.wait_for_text(words, 5)
                time.sleep(0.5)
                terminal.send("\r")
                terminal.wait_until_quiet()
            terminal.leave()
        sessions = {os.path.basename(path) for path in glob.glob(
            self.sandbox.path("home/.claude/projects/*/*.jsonl"))}
        self.assertEqual(len(sessions), 2, sessions)
        cells = self.cells()
        self.assertEqual({cell["backend"] for cell in cells}, {"gate", "anthropic"}, cells)
        self.assertTrue(all(cell["launched"] for cell in cells))
        there = sum(cell["replies"] for cell in cells if cell["backend"] == "anthropic"
                   and cell["model"] == "claude-sonnet-5-5")
        self.assertEqual(there, 2, cells)
        self.assertEqual(sum(cell["sessions"] for cell in cells), 2, cells)
        self.assertAlmostEqual(self.cost(backend="gate"), first["total_cost_usd"], delta=CLOSE)
        # The client's own count of the last part has nothing beyond its replies.
        last = max(glob.glob(self.sandbox.path("home/.claude/projects/*/*.jsonl")),
                   key=lambda path: os.stat(path).st_mtime_ns)
        with open(last) as file:
            states = [json.loads(line) for line in file if '"cost-state"' in line]
        self.assertTrue(states)
        self.assertLess(states[-1]["totalCostUSD"], self.cost(backend="anthropic") + CLOSE)
        self.assertNotIn("background", {cell["class"] for cell in cells})

    def test_a_deleted_transcript_stays_counted(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        folder = "home/.claude/projects/-w/"
        for age in range(40):
            moment = now - datetime.timedelta(days=age)
            self.sandbox.write(folder + "%d.jsonl" % age, json.dumps({
                "type": "assistant", "sessionId": "s-%d" % age, "cwd": "/w",
                "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "message": {"id": "m-%d" % age, "model": "claude-opus-5-5", "usage": {
                    "input_tokens": 1_000 + age, "output_tokens": 100}}}) + "\n")
        since = (now - datetime.timedelta(days=45)).strftime("%Y-%m-%d")
        words = ("--since", since, "--json")
        first = json.loads(self.report(*words))
        self.assertEqual(sum(cell["replies"] for cell in first["cells"]), 40)
        for age in range(30, 40):
            os.remove(self.sandbox.path(folder + "%d.jsonl" % age))
        second = json.loads(self.report(*words))
        self.assertEqual(second["cells"], first["cells"])
        self.assertEqual(second["sums"], first["sums"])
        kept = self.sandbox.path("home/.local/state/claude-route/usage.jsonl")
        self.assertEqual(os.stat(kept).st_mode & 0o7777, 0o600)
        # What was never seen is missing, and said.
        self.assertIn("missing", self.report("--since", since))


    def test_reports_at_the_same_time_keep_all_that_each_has_read(self):
        running = []
        for number in range(8):
            folder = "many/%d" % number
            self.sandbox.write(folder + "/projects/w/one.jsonl", json.dumps({
                "type": "assistant", "sessionId": "s-%d" % number,
                "timestamp": "2026-10-12T10:00:00.000Z",
                "message": {"id": "m", "model": "claude-opus-5-5", "usage": {
                    "input_tokens": 1, "output_tokens": 1}}}) + "\n")
            running.append(subprocess.Popen(
                [BINARY, "report"], stdout=subprocess.DEVNULL, cwd=self.sandbox.project,
                env=self.sandbox.environment(CLAUDE_CONFIG_DIR=self.sandbox.path(folder))))
        self.assertEqual([each.wait(60) for each in running], [0] * 8)
        kept = self.sandbox.read("home/.local/state/claude-route/usage.jsonl")
        for number in range(8):
            self.assertIn('"session":"s-%d"' % number, kept)


if __name__ == "__main__":
    unittest.main()
