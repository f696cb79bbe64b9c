"""One scenario's world: no network but loopback, an empty home, invented keys.

`enter()` must run first, in a process started by `unshare -nm` (see `run.py`). It brings loopback
up and replaces `/etc` by a copy of its own, so that managed settings, host names and the trusted
certificates can be written without touching the machine. Nothing can reach another machine after
that: there is no interface to reach it by.
"""

import ctypes
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import time

# Host names the client may ask without being told; all of them lead to the native stand-in.
NATIVE_HOSTS = (
    "api.anthropic.com",
    "console.anthropic.com",
    "platform.claude.com",
    "claude.ai",
    "statsig.anthropic.com",
)

# Invented; the prefixes are what the client expects of such tokens.
LOGIN_TOKEN = "sk-ant-oat01-invented-login-token-0000000000000000000000000000000000000000"
REFRESH_TOKEN = "sk-ant-ort01-invented-refresh-token-00000000000000000000000000000000000000"

PR_SET_CHILD_SUBREAPER = 36
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18


def enter():
    """Turn this process's fresh namespaces into the closed world described above."""
    libc = ctypes.CDLL(None, use_errno=True)
    # What the client leaves behind becomes our child, and is ended with the scenario.
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    others = sorted(set(os.listdir("/sys/class/net")) - {"lo"})
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(control, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | IFF_UP, b""))
        # /sys still shows the machine's interfaces, the kernel no longer does: ask the kernel.
        for name in others:
            try:
                fcntl.ioctl(control, SIOCGIFFLAGS, struct.pack("16sH14s", name.encode(), 0, b""))
            except OSError:
                continue
            raise RuntimeError("a network interface besides loopback: %s" % name)
    _mount(libc, b"none", b"/", MS_REC | MS_PRIVATE)
    copy = os.path.join(tempfile.mkdtemp(prefix="e2e-etc-"), "etc")
    shutil.copytree("/etc", copy, symlinks=True, copy_function=_copy_if_readable,
                    ignore=_unreadable, ignore_dangling_symlinks=True)
    shutil.rmtree(os.path.join(copy, "claude-code"), ignore_errors=True)
    os.makedirs(os.path.join(copy, "claude-code"))
    _mount(libc, copy.encode(), b"/etc", MS_BIND)
    return os.path.dirname(copy)


def _mount(libc, source, target, flags):
    if libc.mount(source, target, None, flags, None) != 0:
        error = ctypes.get_errno()
        raise OSError(error, "mount %s: %s" % (target.decode(), os.strerror(error)))


def _copy_if_readable(source, target):
    try:
        return shutil.copy2(source, target)
    except OSError:
        return target


def _unreadable(folder, names):
    return [
        name for name in names
        if not os.path.islink(os.path.join(folder, name))
        and not os.access(os.path.join(folder, name), os.R_OK)
    ]


def end_children():
    """Kill every process that is still ours, orphans of orphans included."""
    for _ in range(50):
        children = _descendants(os.getpid())
        if not children:
            return
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        time.sleep(0.02)


def _descendants(root):
    parents = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name) as file:
                parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
    found, frontier = [], [root]
    while frontier:
        parent = frontier.pop()
        children = [pid for pid, its_parent in parents.items() if its_parent == parent]
        found += children
        frontier += children
    return found


class CommandLines:
    """Every command line seen under /proc while it watches; a key must be in none of them."""

    def __init__(self):
        self.seen = set()
        self._done = threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _watch(self):
        me = os.getpid()
        while not self._done.wait(0.02):
            for pid in _descendants(me):
                try:
                    with open("/proc/%d/cmdline" % pid, "rb") as file:
                        self.seen.add(file.read())
                except OSError:
                    continue

    def containing(self, text):
        return [line for line in self.seen if text.encode() in line]


class Result:
    """How a program ended."""

    def __init__(self, status, stdout, stderr, seconds, pid, command_lines):
        self.status = status
        self.stdout = stdout
        self.stderr = stderr
        self.seconds = seconds
        self.pid = pid
        self.command_lines = command_lines

    def __repr__(self):
        return "status %s after %.1f s\n--- stdout\n%s\n--- stderr\n%s" % (
            self.status, self.seconds, self.stdout, self.stderr)


class Sandbox:
    """An empty home and a project in it."""

    def __init__(self, client):
        self.client = client
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="e2e-"))
        self.home = os.path.join(self.root, "home")
        self.project = os.path.join(self.home, "project")
        self.bin = os.path.join(self.root, "bin")
        for folder in (self.home, self.project, self.bin, os.path.join(self.root, "tmp")):
            os.makedirs(folder)
        os.symlink(client, os.path.join(self.bin, "claude"))
        # The dialogs of a first start, answered; a question that stays is about credentials.
        self.write("home/.claude.json", json.dumps({
            "hasCompletedOnboarding": True,
            "lastOnboardingVersion": "99.0.0",
            "theme": "dark",
            "autoUpdates": False,
            "projects": {self.project: {
                "hasTrustDialogAccepted": True,
                "hasCompletedProjectOnboarding": True,
                "projectOnboardingSeenCount": 9,
            }},
        }))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end_children()
        shutil.rmtree(self.root, ignore_errors=True)

    # Files

    def path(self, relative):
        return os.path.join(self.root, relative)

    def write(self, relative, content, mode=0o644):
        """Write a file below the root (or an absolute one inside our /etc); returns its path."""
        path = self.path(relative)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not isinstance(content, str):
            content = json.dumps(content, indent=2)
        with open(path, "w") as file:
            file.write(content)
        os.chmod(path, mode)
        return path

    def read(self, relative):
        try:
            with open(self.path(relative)) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def user_settings(self, settings):
        return self.write("home/.claude/settings.json", settings)

    def project_settings(self, settings):
        return self.write("home/project/.claude/settings.json", settings)

    def local_settings(self, settings):
        return self.write("home/project/.claude/settings.local.json", settings)

    def managed_settings(self, settings):
        return self.write("/etc/claude-code/managed-settings.json", settings)

    def save_login(self):
        """A subscription login as the client saves it; the token is invented."""
        self.write("home/.claude/.credentials.json", {"claudeAiOauth": {
            "accessToken": LOGIN_TOKEN,
            "refreshToken": REFRESH_TOKEN,
            "expiresAt": int((time.time() + 30 * 86400) * 1000),
            "scopes": ["user:inference", "user:profile"],
            "subscriptionType": "max",
            "rateLimitTier": "default_claude_max_20x",
        }}, mode=0o600)

    # Programs

    def replace_client(self, script, interpreter="/bin/sh"):
        """Put a script where `PATH` finds the client; for what only an exec shows."""
        path = os.path.join(self.bin, "claude")
        os.remove(path)
        return self.write(path, "#!%s\n%s" % (interpreter, script), mode=0o755)

    def environment(self, **variables):
        """What a plain shell has, plus the variables given; one that is None is left out."""
        environment = {
            "HOME": self.home,
            "PATH": self.bin + ":/usr/local/bin:/usr/bin:/bin",
            "TMPDIR": self.path("tmp"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "USER": "someone",
            "SHELL": "/bin/sh",
        }
        environment.update(variables)
        return {name: value for name, value in environment.items() if value is not None}

    def run(self, arguments, environment=None, stdin=None, seconds=60, cwd=None, joined=False,
            **options):
        """Run to the end, or kill after so many seconds (status None then).

        Standard input is `/dev/null`, or a pipe with the bytes given; `joined` puts standard error
        into the standard output.
        """
        with CommandLines() as lines:
            start = time.time()
            process = subprocess.Popen(
                arguments,
                env=self.environment() if environment is None else environment,
                cwd=cwd or self.project,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if joined else subprocess.PIPE,
                start_new_session=True, **options)
            try:
                out, err = process.communicate(stdin, timeout=seconds)
                status = process.returncode
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                out, err = process.communicate()
                status = None
            took = time.time() - start
        return Result(status, out.decode("utf-8", "replace"), (err or b"").decode("utf-8", "replace"),
                      took, process.pid, lines)

    def terminal(self, arguments, environment=None, cwd=None):
        return Terminal(
            arguments, self.environment() if environment is None else environment,
            cwd or self.project)


class Terminal:
    """A program in a pseudo terminal, 120 columns by 40 rows; use it as a context manager."""

    def __init__(self, arguments, environment, cwd):
        self.output = b""
        self.status = None
        self.command_lines = CommandLines()
        self._lock = threading.Lock()
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd)
                os.execvpe(arguments[0], arguments, environment)
            finally:
                os._exit(127)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        self.command_lines.__enter__()
        return self

    def __exit__(self, *_):
        self.command_lines.__exit__()
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except OSError:
                pass
            self.wait(5)
        try:
            os.close(self._descriptor)
        except OSError:
            pass

    def _read(self):
        while True:
            try:
                ready, _, _ = select.select([self._descriptor], [], [], 0.2)
                if not ready:
                    continue
                data = os.read(self._descriptor, 65536)
            except (OSError, ValueError):
                return
            if not data:
                return
            with self._lock:
                self.output += data
            # A terminal answers the question for its attributes; some programs wait for that.
            if b"\x1b[c" in data or b"\x1b[0c" in data:
                self.send("\x1b[?62;22c")

    @property
    def text(self):
        """Everything written so far, without escape sequences and without white space: a program
        that moves the cursor between words writes no spaces."""
        with self._lock:
            text = self.output.decode("utf-8", "replace")
        text = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", text)
        text = re.sub(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]", "", text)
        text = re.sub(r"\x1b.", "", text)
        return re.sub(r"\s+", "", text)

    def send(self, text):
        os.write(self._descriptor, text.encode())

    def leave(self):
        """End the client as a person does: Ctrl-C, and again while it asks for that."""
        for _ in range(5):
            self.send("\x03")
            if self.wait(0.4) is not None:
                break
        return self.status if self.status is not None else self.wait(3)

    def wait_for_text(self, text, seconds=20):
        wanted = re.sub(r"\s+", "", text)
        return _until(lambda: wanted in self.text, seconds)

    def wait_until_quiet(self, quiet=1.0, seconds=20):
        """Wait until nothing was written for a while, as after a program has drawn its screen."""
        size, since = -1, time.time()

        def is_quiet():
            nonlocal size, since
            if len(self.output) != size:
                size, since = len(self.output), time.time()
            return size > 0 and time.time() - since >= quiet

        return _until(is_quiet, seconds)

    def wait(self, seconds=10):
        """The exit status (negative for a signal), or None when it still runs."""

        def has_ended():
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                return True
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            return bool(pid)

        _until(has_ended, seconds)
        return self.status


def _until(condition, seconds):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


class Native:
    """What lets a TLS stand-in pass for the client's own API: a certificate authority trusted in
    this world only, and host names that lead to loopback.

    `vendors` are further host names, each with the address of loopback that it leads to.
    """

    def __init__(self, sandbox, vendors=None):
        import ssl

        folder = sandbox.path("tls")
        os.makedirs(folder)
        self.authority = os.path.join(folder, "ca.pem")
        addresses = dict({host: "127.0.0.1" for host in NATIVE_HOSTS}, **(vendors or {}))
        names = ",".join("DNS:" + host for host in addresses)
        extensions = os.path.join(folder, "extensions")
        with open(extensions, "w") as file:
            file.write("subjectAltName=%s\nbasicConstraints=CA:FALSE\n" % names)
        for command in (
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
            " -keyout ca.key -out ca.pem -subj /CN=invented-authority"
            " -addext basicConstraints=critical,CA:TRUE"
            " -addext keyUsage=critical,keyCertSign,cRLSign",
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
            " -keyout server.key -out server.csr -subj /CN=api.anthropic.com",
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2"
            " -out server.pem -extfile extensions",
        ):
            subprocess.run(["openssl"] + command.split(), cwd=folder, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(
            os.path.join(folder, "server.pem"), os.path.join(folder, "server.key"))
        with open("/etc/hosts", "w") as file:
            file.write("127.0.0.1 localhost\n::1 localhost\n")
            for host, address in addresses.items():
                file.write("%s %s\n" % (address, host))
        self._trust()

    def _trust(self):
        """Add the authority to the system's store, wherever this distribution keeps it."""
        with open(self.authority) as file:
            authority = file.read()
        for store in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                      "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"):
            if os.path.exists(store) or store == "/etc/ssl/certs/ca-certificates.crt":
                os.makedirs(os.path.dirname(store), exist_ok=True)
                with open(store, "a") as file:
                    file.write("\n" + authority)
