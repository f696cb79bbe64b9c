"""The ledger: one line for each launch, private, whole, and never in the way of a session; and the id
that joins it with the client's own transcripts."""

import concurrent.futures
import fcntl
import glob
import json
import os
import re
import stat
import subprocess
import uuid

from scenario import (
    BINARY, GATEWAY_KEY, PROMPT, SERIOUS_TASK, TASK, Scenario, unless_routable)

CANARY = "license headers for the canary-7d1e project"
FULL = 8 << 20
CHOSEN = re.compile(rb"\0--session-id\0([0-9a-f-]+)\0")


class LedgerScenario(Scenario):
    environment = {"STANDIN_KEY": GATEWAY_KEY}

    def setUp(self):
        super().setUp()
        self.sandbox.save_login()
        self.state = self.sandbox.path("home/.local/state/claude-route")
        self.ledger = os.path.join(self.state, "ledger.jsonl")

    def lines(self):
        """Every line of every file, oldest first; each must be whole."""
        found = []
        for path in [os.path.join(self.state, "ledger.%d.jsonl" % number)
                     for number in (4, 3, 2, 1)] + [self.ledger]:
            if os.path.exists(path):
                with open(path) as file:
                    found += [json.loads(line) for line in file]
        return found

    def transcripts(self):
        """The ids of the sessions that the client wrote down."""
        paths = glob.glob(self.sandbox.path("home/.claude/projects/*/*.jsonl"))
        return {os.path.basename(path)[:-len(".jsonl")] for path in paths}

    def chosen_ids(self, result):
        """The ids on the client's command lines."""
        return {found[1].decode() for line in result.command_lines.seen
                for found in [CHOSEN.search(line)] if found}

    def launched(self, *words, **options):
        """A launch of whatever client is there, which must end well."""
        result = self.launch(self.gateway_policy(), *words, environment=self.environment, **options)
        self.assertEqual(result.status, 0, result)
        return result


@unless_routable
class LedgerTest(LedgerScenario):
    # What a line says

    def test_a_print_session_is_its_transcript(self):
        result = self.ask(self.gateway_policy(), environment=self.environment)
        line, = self.lines()
        self.assertEqual(uuid.UUID(line["session"]).version, 4)
        self.assertEqual(self.chosen_ids(result), {line["session"]})
        self.assertEqual(self.transcripts(), {line["session"]})
        digest = line.pop("policy")
        self.assertRegex(digest, r"^sha256:[0-9a-f]{12}\+sha256:[0-9a-f]{12}$")
        self.assertRegex(line.pop("time"), r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(line, {
            "session": line["session"], "classes": ["bulk"], "backend": "standin",
            "model": "haiku", "id": "standin-haiku", "payer": "env:STANDIN_KEY",
            "billing": "metered", "cwd": self.sandbox.project})
        self.assertEqual(stat.S_IMODE(os.stat(self.ledger).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.state).st_mode), 0o700)
        self.assert_kept_secret(GATEWAY_KEY, result)

    def test_an_interactive_session_is_its_transcript(self):
        self.converse(self.gateway_policy(), self.target, self.environment)
        line, = self.lines()
        self.assertIn(line["session"], self.transcripts())

    def test_a_login_is_a_plan(self):
        self.ask(None, task=SERIOUS_TASK)
        line, = self.lines()
        self.assertEqual((line["backend"], line["model"], line["payer"], line["billing"]),
                         ("anthropic", "default", "login", "plan"))
        self.assertEqual(self.transcripts(), {line["session"]})

    def test_a_session_of_the_vendors_sdk_is_its_transcript(self):
        message = {"type": "user", "message": {"role": "user", "content": PROMPT}}
        result = self.launch(
            self.gateway_policy(), "-p", "--input-format", "stream-json", "--output-format",
            "stream-json", "--verbose", environment=self.environment,
            stdin=(json.dumps(message) + "\n").encode())
        self.assertEqual(result.status, 0, result)
        line, = self.lines()
        said = {json.loads(row).get("session_id") for row in result.stdout.splitlines()}
        self.assertEqual(said, {line["session"]})
        self.assertEqual(self.transcripts(), {line["session"]})

    def test_a_session_in_a_worktree_has_that_id_too(self):
        for words in (["init", "-q"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit",
                                       "-q", "--allow-empty", "-m", "x"]):
            subprocess.run(["git"] + words, cwd=self.sandbox.project, check=True)
        self.ask(self.gateway_policy(), "--worktree", "apart", environment=self.environment)
        self.assertEqual(self.transcripts(), {line["session"] for line in self.lines()})

    def test_a_session_in_the_background_has_an_id_that_only_the_client_knows(self):
        for words in ([], ["--session-id", str(uuid.uuid4())]):
            result = self.launch(None, "--bg", *words, PROMPT, task=SERIOUS_TASK)
            self.assertEqual(result.status, 0, result)
            self.assertEqual("ignoring --session-id" in result.stderr, bool(words), result)
            self.assertNotIn("session", self.lines()[-1])

    def test_a_session_that_is_not_kept_has_an_id_too(self):
        self.ask(self.gateway_policy(), "--no-session-persistence", environment=self.environment)
        self.assertTrue(self.lines()[0]["session"])
        self.assertEqual(self.transcripts(), set())

    def test_an_id_of_the_users_own_stays(self):
        own = str(uuid.uuid4())
        result = self.ask(
            self.gateway_policy(), "--session-id", own, environment=self.environment)
        self.assertEqual(self.chosen_ids(result), {own})
        self.assertEqual([line["session"] for line in self.lines()], [own])
        self.assertEqual(self.transcripts(), {own})

    def test_the_repositorys_policy_is_named(self):
        self.sandbox.replace_client("exit 0")
        os.makedirs(self.sandbox.path("home/project/.git"))
        self.sandbox.write("home/project/.claude-route.yaml", "version: 1\nname: theirs\n")
        self.launched()
        line, = self.lines()
        self.assertEqual(len(line["policy"].split("+")), 3)
        self.assertEqual(line["repository"], line["policy"].split("+")[0])

    # The task's words

    def test_the_words_are_kept_only_when_the_policy_says_so(self):
        self.sandbox.replace_client("exit 0")
        self.launched(task=CANARY)
        self.assertEqual(self.lines()[0]["classes"], ["bulk"])
        self.assertEqual(self.files_containing("canary-7d1e"), [])
        policy = self.gateway_policy()
        with open(policy, "a") as file:
            file.write("ledger: {text: true}\n")
        result = self.launch(policy, environment=self.environment, task=CANARY)
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.lines()[1]["text"], CANARY)
        self.assertEqual([os.path.join(self.sandbox.root, name)
                          for name in self.files_containing("canary-7d1e")], [self.ledger])

    def test_a_repository_cannot_have_them_kept(self):
        self.sandbox.replace_client("exit 0")
        os.makedirs(self.sandbox.path("home/project/.git"))
        self.sandbox.write(
            "home/project/.claude-route.yaml", "version: 1\nledger: {text: true}\n")
        result = self.launch(self.gateway_policy(), environment=self.environment)
        self.assertEqual(result.status, 65, result)
        self.assertIn("may not define `ledger`", result.stderr)
        self.assertEqual(self.lines(), [])

    # What writes none

    def test_what_launches_no_session_writes_no_line(self):
        self.sandbox.replace_client("printf '%s|' \"$@\"")
        policy = self.gateway_policy()
        refused = self.launch(policy, environment={})
        self.assertEqual(refused.status, 0, "falls to the login: " + repr(refused))
        before = self.lines()
        cases = {
            "a dry run": (0, dict(flags=["--dry-run"])),
            "a denial": (69, dict(flags=["--backend", "standin"], environment={})),
            "a usage error": (64, dict(flags=["--backend", "nowhere"])),
            "no client": (127, dict(flags=["--client", "/nowhere/claude"])),
        }
        for name, (status, options) in cases.items():
            with self.subTest(name):
                options.setdefault("environment", self.environment)
                result = self.launch(policy, **options)
                self.assertEqual(result.status, status, result)
                self.assertEqual(self.lines(), before)
        for words in (["mcp", "list"], ["--version"], ["--teleport"]):
            with self.subTest(words):
                result = self.launched(*words)
                self.assertEqual(result.stdout, "|".join(words) + "|")
                self.assertEqual(self.lines(), before)

    def test_a_dry_run_is_the_same_each_time(self):
        results = [self.launched("-p", "x", flags=["--dry-run"]).stdout for _ in range(3)]
        self.assertEqual(len(set(results)), 1)
        self.assertIn("--session-id\n            <new>\n", results[0])

    # What is in its place

    def assert_one_warning(self, reason):
        self.sandbox.replace_client("echo the client")
        result = self.launched()
        self.assertEqual(result.stdout, "the client\n")
        warnings = [line for line in result.stderr.splitlines() if "ledger" in line]
        self.assertEqual(len(warnings), 1, result)
        self.assertTrue(
            warnings[0].startswith("claude-route: this launch is not in the ledger: "), warnings)
        self.assertIn(reason, warnings[0])
        quiet = self.launched(flags=["--quiet"])
        self.assertEqual((quiet.stdout, quiet.stderr), ("the client\n", ""))

    def test_a_link_is_not_followed(self):
        aim = self.sandbox.write("home/aim", "untouched")
        os.makedirs(self.state, mode=0o700)
        os.symlink(aim, self.ledger)
        self.assert_one_warning("is a symbolic link")
        self.assertEqual(self.sandbox.read("home/aim"), "untouched")
        os.remove(self.ledger)
        os.symlink(self.sandbox.path("home/nowhere"), self.ledger)
        self.assert_one_warning("is a symbolic link")
        self.assertFalse(os.path.exists(self.sandbox.path("home/nowhere")))

    def test_a_pipe_holds_nobody_up(self):
        os.makedirs(self.state, mode=0o700)
        os.mkfifo(self.ledger, 0o600)
        self.assert_one_warning("is no regular file")

    def test_a_folder_is_no_ledger(self):
        os.makedirs(self.ledger, mode=0o700)
        self.assert_one_warning("cannot write")

    def test_a_file_that_others_can_write_is_not_written(self):
        os.makedirs(self.state, mode=0o700)
        self.sandbox.write(self.ledger, "", mode=0o666)
        os.chmod(self.ledger, 0o666)
        self.assert_one_warning("others can write")
        os.chmod(self.ledger, 0o600)
        if os.geteuid() == 0:
            os.chown(self.ledger, 1, 1)
            self.assert_one_warning("others can write")
        self.assertEqual(os.path.getsize(self.ledger), 0)

    def test_a_folder_that_others_can_write_is_not_used(self):
        os.makedirs(self.state, mode=0o700)
        os.chmod(self.state, 0o777)
        self.assert_one_warning("others can write the folder")
        self.assertFalse(os.path.exists(self.ledger))

    def test_a_state_folder_that_cannot_be(self):
        self.sandbox.write("home/.local/state", "a file")
        self.assert_one_warning("cannot create")

    def test_a_full_disk(self):
        """Nothing of a line is left of which not everything fits."""
        self.sandbox.replace_client("echo the client")
        os.makedirs(self.state, mode=0o700)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "none", self.state])
        if mounted.returncode != 0:
            self.skipTest("may not mount")
        try:
            self.launched()
            line = self.lines()
            with open(os.path.join(self.state, "filler"), "wb") as file:
                try:
                    file.write(bytes(1 << 20))
                except OSError:
                    pass
            warnings = 0
            for _ in range(40):
                result = self.launched()
                self.assertEqual(result.stdout, "the client\n")
                warnings += "not in the ledger" in result.stderr
            self.assertGreater(warnings, 0)
            self.assertEqual(len(self.lines()), len(line) + 40 - warnings)
        finally:
            subprocess.run(["umount", self.state])

    # Many writers

    def test_a_killed_writers_half_line_spoils_no_other(self):
        self.sandbox.replace_client("exit 0")
        self.launched()
        with open(self.ledger, "a") as file:
            file.write('{"time":"2026-')
        self.launched()
        with open(self.ledger) as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 3)
        json.loads(lines[0])
        self.assertEqual(lines[1], '{"time":"2026-')
        json.loads(lines[2])

    def test_a_writer_waits_for_another_but_not_forever(self):
        self.sandbox.replace_client("exit 0")
        self.launched()
        words = self.arguments(self.gateway_policy(), flags=["--quiet"])
        folder = os.open(self.state, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        process = subprocess.Popen(words, env=self.sandbox.environment(**self.environment),
                                   cwd=self.sandbox.project, stdin=subprocess.DEVNULL)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(2)
        self.assertEqual(len(self.lines()), 1)
        fcntl.flock(folder, fcntl.LOCK_UN)
        self.assertEqual(process.wait(30), 0)
        self.assertEqual(len(self.lines()), 2)
        fcntl.flock(folder, fcntl.LOCK_EX)
        result = self.launched()
        self.assertIn("not in the ledger: cannot lock", result.stderr)
        self.assertEqual(len(self.lines()), 2)
        os.close(folder)

    def launch_together(self, processes=32, launches=50):
        """Each process launches one after the other; every launch must end well."""
        self.sandbox.replace_client("exit 0")
        words = self.arguments(self.gateway_policy(), flags=["--quiet"])
        environment = self.sandbox.environment(**self.environment)

        def one():
            return [subprocess.run(words, env=environment, cwd=self.sandbox.project,
                                   stdin=subprocess.DEVNULL, capture_output=True)
                    for _ in range(launches)]

        with concurrent.futures.ThreadPoolExecutor(processes) as pool:
            runs = [run for job in [pool.submit(one) for _ in range(processes)]
                    for run in job.result()]
        self.assertEqual({(run.returncode, run.stderr) for run in runs}, {(0, b"")})
        return len(runs)

    def test_1600_launches_leave_1600_whole_lines(self):
        count = self.launch_together()
        lines = self.lines()
        self.assertEqual((count, len(lines)), (1600, 1600))
        self.assertEqual(len({line["session"] for line in lines}), 1600)

    def test_no_line_is_lost_while_files_are_full(self):
        """Each file begins full but for a few lines, so that every writer meets the change."""
        self.sandbox.replace_client("exit 0")
        self.launched()
        first, = self.lines()
        filler = json.dumps(dict(first, backend="x" * 4000)) + "\n"
        with open(self.ledger, "a") as file:
            file.write(filler * ((FULL - os.path.getsize(self.ledger) - 90_000) // len(filler)))
        before = len(self.lines())
        count = self.launch_together()
        self.assertTrue(os.path.exists(os.path.join(self.state, "ledger.1.jsonl")))
        lines = self.lines()
        self.assertEqual(len(lines) - before, count)
        self.assertEqual(len({line["session"] for line in lines}), count + 1)

    def test_five_files_are_kept(self):
        self.sandbox.replace_client("exit 0")
        for number in range(6):
            self.launched()
            with open(self.ledger, "r+") as file:
                line = file.readlines()[-1]
                file.seek(0)
                file.truncate()
                # One old launch a file, and room for no other.
                file.write(line[:-2] + ',"number":%d}\n' % number)
                file.write(json.dumps({"x": "x" * (FULL - len(line) - 40)}) + "\n")
        self.launched()
        names = sorted(name for name in os.listdir(self.state) if name.startswith("ledger"))
        self.assertEqual(names, ["ledger.%d.jsonl" % n for n in (1, 2, 3, 4)] + ["ledger.jsonl"])
        for name in names:
            mode = stat.S_IMODE(os.stat(os.path.join(self.state, name)).st_mode)
            self.assertEqual(mode, 0o600, name)
        numbers = [line["number"] for line in self.lines() if "number" in line]
        self.assertEqual(numbers, [2, 3, 4, 5])


@unless_routable
class ResumedTest(LedgerScenario):
    """Where a session goes on that was launched here."""

    def begin(self, task=TASK, policy=None):
        self.ask(policy or self.gateway_policy(), environment=self.environment, task=task)
        return self.lines()[-1]["session"]

    def go_on(self, *words, flags=(), task=None, server=None):
        for each in self.servers:
            each.requests.clear()
        result = self.launch(self.gateway_policy(), "-p", PROMPT, *words, flags=flags, task=task,
                             environment=self.environment)
        self.assertEqual(result.status, 0, result)
        self.only_session(server or self.target)
        return result

    def last(self):
        line = self.lines()[-1]
        return line["session"], line["backend"], line["classes"]

    def test_a_session_goes_on_where_it_was(self):
        session = self.begin()
        for words in (["--resume", session], ["-r", session], ["--continue"], ["-c"]):
            with self.subTest(words):
                result = self.go_on(*words)
                self.assertEqual(self.last(), (session, "standin", ["bulk"]))
                self.assertEqual(self.transcripts(), {session})
                self.assertIn(
                    "claude-route: session %s…%s ran on bulk → standin/haiku; going on there"
                    " (elsewhere: --backend anthropic)\n" % (session[:4], session[-2:]),
                    result.stderr)
        request = self.target.main_loops[-1]
        self.assert_session_as_routed(request, "standin-haiku")

    def test_leaving_is_asked_for_and_said(self):
        session = self.begin()
        result = self.go_on("--resume", session, flags=["--backend", "anthropic"],
                            server=self.native)
        self.assertEqual(self.last(), (session, "anthropic", ["bulk"]))
        self.assertIn(
            "ran on bulk → standin/haiku; the whole conversation goes to anthropic now;"
            " `--fork-session` leaves the old one as it is\n", result.stderr)
        # The newest line counts from now on; it is the user's own API, so nothing is said.
        again = self.go_on("--resume", session, server=self.native)
        self.assertNotIn("session", again.stderr)

    def test_a_fork_has_an_id_of_its_own(self):
        session = self.begin()
        for words in (["--resume", session], ["--continue"]):
            with self.subTest(words):
                before = self.transcripts()
                result = self.go_on(*words, "--fork-session")
                fork, backend, _ = self.last()
                self.assertEqual(backend, "standin")
                self.assertEqual(self.chosen_ids(result), {fork})
                self.assertEqual(self.transcripts() - before, {fork})

    def test_a_session_that_was_not_launched_here(self):
        session = str(uuid.uuid4())
        self.ask(None, "--session-id", session, task="say something")
        os.remove(self.ledger)
        self.go_on("--resume", session, server=self.native)
        self.assertEqual(self.last(), (session, "anthropic", []))
        os.remove(self.ledger)
        self.go_on("--continue", server=self.native)
        self.assertNotIn("session", self.lines()[-1])

    def test_only_sessions_of_this_folder_are_continued(self):
        self.sandbox.replace_client("exit 0")
        other = self.sandbox.path("home/other")
        os.makedirs(other)
        self.launched(task=TASK, cwd=other)
        self.launched("--continue", task=None)
        here = self.lines()[-1]
        self.assertEqual((here.get("session"), here["backend"]), (None, "anthropic"))
        self.launched("--continue", task=None, cwd=other)
        self.assertEqual(self.last()[:2], (self.lines()[0]["session"], "standin"))

    def test_conditions_know_where_it_was(self):
        self.sandbox.replace_client("exit 0")
        session = str(uuid.uuid4())
        policy = self.gateway_policy()
        with open(policy, "a") as file:
            file.write("constraints:\n  - {name: no-way-back, when: {fact: session.backend,"
                       " equals: standin}, forbid: {backend: standin}, reason: once is enough}\n")
        self.launch(policy, "--session-id", session, environment=self.environment)
        self.assertEqual(self.last(), (session, "standin", ["bulk"]))
        result = self.launch(policy, "--resume", session, environment=self.environment, task=None)
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.last(), (session, "anthropic", ["bulk"]))

    def test_explain_and_a_launch_agree(self):
        self.sandbox.replace_client("exit 0")
        session = str(uuid.uuid4())
        self.launched("--session-id", session)
        explained = self.sandbox.run(
            [BINARY, "explain", "--policy", self.gateway_policy(), "--", "--resume", session],
            self.sandbox.environment(**self.environment))
        self.assertEqual(explained.status, 0, explained)
        self.assertIn("the session ran there", explained.stdout)

    def is_believed(self, session, **variables):
        """Whether a decision about going on with that session heeds the ledger."""
        explained = self.sandbox.run(
            [BINARY, "explain", "--policy", self.gateway_policy(), "--", "--resume", session],
            self.sandbox.environment(**dict(self.environment, **variables)))
        self.assertEqual(explained.status, 0, explained)
        return "the session ran there" in explained.stdout

    def test_a_ledger_that_others_could_have_written_is_not_believed(self):
        self.sandbox.replace_client("exit 0")
        session = str(uuid.uuid4())
        self.launched("--session-id", session)
        self.assertTrue(self.is_believed(session))
        for path, unsafe, safe in ((self.ledger, 0o622, 0o600), (self.state, 0o770, 0o700)):
            os.chmod(path, unsafe)
            self.assertFalse(self.is_believed(session), path)
            os.chmod(path, safe)
        moved = self.ledger + ".moved"
        os.rename(self.ledger, moved)
        os.symlink(moved, self.ledger)
        self.assertFalse(self.is_believed(session))
        os.remove(self.ledger)
        os.rename(moved, self.ledger)
        self.assertTrue(self.is_believed(session))

    def test_a_ledger_that_the_repository_could_have_written_is_not_believed(self):
        self.sandbox.replace_client("exit 0")
        session = str(uuid.uuid4())
        inside = self.sandbox.path("home/project/state")
        self.launch(self.gateway_policy(), "--session-id", session,
                    environment=dict(self.environment, XDG_STATE_HOME=inside))
        os.makedirs(self.sandbox.path("home/project/.git"))
        self.assertFalse(self.is_believed(session, XDG_STATE_HOME=inside))
        outside = self.sandbox.path("home/state")
        os.rename(inside, outside)
        self.assertTrue(self.is_believed(session, XDG_STATE_HOME=outside))
