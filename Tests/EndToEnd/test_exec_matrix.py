"""The client gets what we were given, bit by bit: every status and signal, a terminal's job control,
random bytes, the state of the process; what a plain start shows is what a launch must show."""

import ctypes
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time

from scenario import GATEWAY_KEY, unless_routable
from test_launch import LaunchScenario

STOPPING = (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)
IGNORED_BY_DEFAULT = (signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH)
ENDING = [number for number in range(1, 32)
          if number not in STOPPING and number not in IGNORED_BY_DEFAULT]

# What a process has beside its bytes, in /proc/PID/status.
STATE = ("Umask", "Uid", "Gid", "Groups", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt",
         "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Cpus_allowed",
         "Mems_allowed", "CoreDumping", "THP_enabled")

# Says what it is, stops and goes on as the terminal wants, and echoes what is typed.
TYPIST = """\
import os, sys
print("ready", os.getpid(), os.getpgrp() == os.tcgetpgrp(0), flush=True)
for line in sys.stdin:
    print("typed:" + line.strip().upper(), flush=True)
"""
CATCHER = """\
import os, signal, time
def caught(*_):
    os.write(1, b"caught\\n")
    os._exit(5)
signal.signal(signal.SIGINT, caught)
os.write(1, b"ready\\n")
while True:
    time.sleep(1)
"""


def no_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@unless_routable
class ExecMatrixTest(LaunchScenario):
    # Ends

    def test_every_status_is_the_clients(self):
        policy = self.gateway_policy()
        # Our overlay may stand before the client's arguments or after them.
        self.sandbox.replace_client(
            'for last; do :; done; case "$1" in [0-9]*) exit "$1";; esac; exit "$last"')
        environment = self.sandbox.environment(**self.environment)
        seen = [subprocess.run(self.arguments(policy, str(status)), env=environment,
                               cwd=self.sandbox.project, stderr=subprocess.DEVNULL).returncode
                for status in range(256)]
        self.assertEqual(seen, list(range(256)))

    def test_every_signal_that_ends_ends_the_client(self):
        """Sent from outside to the process that was started, which is the client by then."""
        self.sandbox.replace_client("exec sleep 60")
        for number in ENDING:
            with self.subTest(number):
                process = self.started(no_core)
                process.send_signal(number)
                self.assertEqual(process.wait(10), -number)

    def test_every_signal_that_stops_stops_the_client(self):
        self.sandbox.replace_client("exec sleep 60")
        for number in STOPPING:
            with self.subTest(number):
                # In its own group, with a parent in another: no orphan, which would not be stopped.
                process = self.started(lambda: os.setpgid(0, 0))
                process.send_signal(number)
                _, status = os.waitpid(process.pid, os.WUNTRACED)
                self.assertTrue(os.WIFSTOPPED(status), status)
                self.assertEqual(os.WSTOPSIG(status), number)
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(10), -signal.SIGTERM)

    # A terminal

    def shell(self):
        """An interactive shell with job control in a terminal, that can launch by `go`."""
        words = " ".join("'%s'" % word for word in self.arguments(self.gateway_policy()))
        self.sandbox.write("home/rc", "PS1='at-prompt$ '\ngo() { %s; }\n" % words)
        name = shutil.which("bash")
        if not name:
            self.skipTest("needs bash")
        return self.sandbox.terminal(
            [name, "--noprofile", "--rcfile", self.sandbox.path("home/rc"), "-i"],
            self.sandbox.environment(**self.environment))

    def type(self, terminal, text, answer, seconds=20):
        """Type something and wait for something new."""
        before = len(terminal.text)
        terminal.send(text)
        wanted = answer.replace(" ", "")
        end = time.time() + seconds
        while wanted not in terminal.text[before:]:
            self.assertLess(time.time(), end, "no %r after %r: %s" % (
                answer, text, terminal.text[before:][-800:]))
            time.sleep(0.02)

    def test_control_c_in_a_terminal(self):
        for client, status in ((TYPIST, 130), (CATCHER, 5)):
            with self.subTest(status=status), self.shell() as terminal:
                self.sandbox.replace_client(client, sys.executable + " -IS")
                self.assertTrue(terminal.wait_for_text("at-prompt$"))
                self.type(terminal, "go\r", "ready")
                self.type(terminal, "\x03", "at-prompt$")
                self.type(terminal, "echo status:$?:\r", "status:%d:" % status)

    def test_control_z_and_fg_in_a_terminal(self):
        self.sandbox.replace_client(TYPIST, sys.executable + " -IS")
        with self.shell() as terminal:
            self.assertTrue(terminal.wait_for_text("at-prompt$"))
            self.type(terminal, "go\r", "ready")
            # It has the terminal, as the foreground job that the shell made of us.
            self.assertRegex(terminal.text, r"ready\d+True")
            self.type(terminal, "one\r", "typed:ONE")
            self.type(terminal, "\x1a", "Stopped")
            self.type(terminal, "jobs\r", "Stopped")
            self.type(terminal, "fg\r", "--policy")
            self.type(terminal, "two\r", "typed:TWO")
            self.type(terminal, "\x1a", "Stopped")
            self.type(terminal, "fg\r", "--policy")
            self.type(terminal, "\x04", "at-prompt$")
            self.type(terminal, "echo status:$?:\r", "status:0:")

    def test_control_z_and_fg_of_the_real_client(self):
        with self.shell() as terminal:
            self.assertTrue(terminal.wait_for_text("at-prompt$"))
            terminal.send("go\r")
            self.assertTrue(terminal.wait_for_text("standin-haiku"), terminal.text[-800:])
            terminal.wait_until_quiet()
            self.type(terminal, "\x1a", "at-prompt$")
            self.type(terminal, "jobs\r", "Stopped")
            terminal.send("fg\r")
            terminal.wait_until_quiet()
            terminal.send("say ping")
            terminal.wait_for_text("say ping", 5)
            terminal.send("\r")
            arrived = self.target.wait_for(lambda request: request.is_main_loop, 20)
            self.assertIsNotNone(arrived, terminal.text[-800:])
            self.assert_bearer(arrived, GATEWAY_KEY)

    # Bytes

    def test_random_bytes_arrive_as_they_are(self):
        """1,000 arguments and 1,000 variables, no byte but NUL left out."""
        self.replace_client_by_dump()
        policy = self.gateway_policy()
        chance = random.Random(20261122)
        every_byte = bytes(range(1, 256))

        def vector(longest):
            return bytes(chance.choices(every_byte, k=chance.randrange(longest)))

        for _ in range(10):
            arguments = [vector(300) for _ in range(97)] + [every_byte, b"", b"--"]
            chance.shuffle(arguments)
            # A word of the client's own sub-commands would not be a session.
            arguments.insert(0, b"-p")
            names = {b"V%d" % number + vector(20).replace(b"=", b"") for number in range(100)}
            variables = {name: vector(300) for name in names}
            environment = {os.fsencode(name): os.fsencode(value) for name, value in
                           self.sandbox.environment(**self.environment).items()}
            result = self.sandbox.run(
                [os.fsencode(word) for word in self.arguments(policy)] + arguments,
                {**environment, **variables})
            self.assertEqual(result.status, 0, result)
            words, seen = self.dumped()
            self.assertEqual(words, arguments)
            self.assertEqual({name: seen.get(name) for name in variables}, variables)

    def test_entries_that_no_shell_makes(self):
        """Without a sign, with an empty name, twice: kept as they are, but no second value of a
        routing variable stays behind the first."""
        self.replace_client_by_dump()
        plain = [os.fsencode("%s=%s" % item) for item in
                 self.sandbox.environment(**self.environment).items()]
        kept = [b"NOSIGN", b"=empty name", b"TWICE=1", b"TWICE=2", b"\xff\xfe=\xfd", b"A=b=c"]
        routing = [b"ANTHROPIC_API_KEY=FOREIGN-1", b"ANTHROPIC_API_KEY=FOREIGN-2",
                   b"ANTHROPIC_BASE_URL=http://FOREIGN-1", b"ANTHROPIC_BASE_URL=http://FOREIGN-2",
                   b"CLAUDE_CODE_USE_BEDROCK=1", b"CLAUDE_CODE_USE_BEDROCK=1",
                   b"STANDIN_KEY=FOREIGN-second"]
        words = [os.fsencode(word) for word in self.arguments(self.gateway_policy(), "-p", "x")]
        self.assertEqual(self.raw_status(words, plain + kept + routing), 0)
        with open(self.sandbox.path("environ"), "rb") as file:
            entries = file.read().split(b"\0")[:-1]
        self.assertEqual([entry for entry in entries if entry in kept], kept)
        self.assertEqual([entry for entry in entries if b"FOREIGN" in entry], [])
        self.assertEqual([entry for entry in entries if b"USE_BEDROCK" in entry], [])
        names = [entry.split(b"=")[0] for entry in entries if entry not in kept]
        self.assertEqual(sorted(names), sorted(set(names)))
        self.assertIn(b"ANTHROPIC_AUTH_TOKEN=" + GATEWAY_KEY.encode(), entries)

    def raw_status(self, words, entries):
        """The status of a program that is started with exactly these entries of `environ`."""
        def array(items):
            return (ctypes.c_char_p * (len(items) + 1))(*items, None)

        argv, envp, libc = array(words), array(entries), ctypes.CDLL(None)
        pid = os.fork()
        if pid == 0:
            try:
                os.chdir(self.sandbox.project)
                libc.execve(words[0], argv, envp)
            finally:
                os._exit(99)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    # The state of the process

    def started(self, prepare=None, words=None, cwd=None):
        """A launch, or these words, that has become `sleep`."""
        process = subprocess.Popen(
            words or self.arguments(self.gateway_policy()), cwd=cwd or self.sandbox.project,
            env=self.sandbox.environment(**self.environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=prepare)
        end = time.time() + 20
        while True:
            # The state is S once its libraries are loaded.
            name, fields = self.read_proc(process.pid, "stat").split("(", 1)[1].rsplit(") ", 1)
            if (name, fields[0]) == ("sleep", "S"):
                return process
            self.assertIsNone(process.poll(), "ended before it was the client")
            self.assertLess(time.time(), end)
            time.sleep(0.005)

    def read_proc(self, pid, name):
        try:
            with open("/proc/%d/%s" % (pid, name)) as file:
                return file.read()
        except OSError:
            return ""

    def state(self, prepare, words=None, cwd=None):
        """All that a program inherits, once it runs."""
        process = self.started(prepare, words, cwd)
        folder = "/proc/%d/" % process.pid
        status = dict(line.split(":\t", 1) for line in
                      self.read_proc(process.pid, "status").splitlines())
        fields = self.read_proc(process.pid, "stat").rsplit(")", 1)[1].split()
        own = str(process.pid)
        state = {name: status.get(name) for name in STATE}
        state.update({
            "parent": fields[1], "group": fields[2].replace(own, "own"),
            "session": fields[3].replace(own, "own"), "terminal": fields[4], "nice": fields[16],
            "folder": os.readlink(os.fsencode(folder + "cwd")),
            "root": os.readlink(folder + "root"),
            "limits": self.read_proc(process.pid, "limits"),
            "oom": self.read_proc(process.pid, "oom_score_adj"),
            "descriptors": {
                int(number): (os.readlink(folder + "fd/" + number),
                              self.read_proc(process.pid, "fdinfo/" + number))
                for number in os.listdir(folder + "fd")},
        })
        process.kill()
        process.wait()
        return state

    def test_state_is_inherited(self):
        self.sandbox.replace_client("exec sleep 60")
        plain = [os.path.join(self.sandbox.bin, "claude")]
        file = self.sandbox.write("home/file", "0123456789")
        odd = os.path.join(os.fsencode(self.sandbox.home), b"odd \xff\n'name")
        os.makedirs(odd)
        left, right = os.pipe()

        def descriptors():
            reading = os.open(file, os.O_RDONLY)
            os.lseek(reading, 4, os.SEEK_SET)
            appending = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
            for source, number in ((reading, 3), (appending, 19), (left, 20), (right, 255)):
                os.dup2(source, number)
            os.closerange(21, 255)

        def signals():
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP, signal.SIGUSR2):
                signal.signal(number, signal.SIG_IGN)
            # Python ignores these for itself.
            for number in (signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, [signal.SIGUSR1, signal.SIGALRM])
            os.kill(os.getpid(), signal.SIGUSR1)

        def limits():
            resource.setrlimit(resource.RLIMIT_NOFILE, (200, 300))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_STACK, (4 << 20, 16 << 20))
            os.nice(7)
            os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("300")

        cases = {
            "as it is": (None, None),
            "descriptors": (descriptors, None),
            "no standard input": (lambda: os.close(0), None),
            "no standard output": (lambda: os.close(1), None),
            "no standard error": (lambda: os.close(2), None),
            "no standard descriptor": (lambda: os.closerange(0, 3), None),
            "signals": (signals, None),
            "limits": (limits, None),
            "own group": (lambda: os.setpgid(0, 0), None),
            "own session": (os.setsid, None),
            "odd folder": (None, odd),
        }
        for mask in (0o000, 0o022, 0o027, 0o077, 0o777):
            cases["mask %03o" % mask] = (lambda mask=mask: os.umask(mask) and None, None)
        for name, (prepare, cwd) in cases.items():
            with self.subTest(name):
                self.assertEqual(self.state(prepare, cwd=cwd), self.state(prepare, plain, cwd))
        os.close(left)
        os.close(right)
