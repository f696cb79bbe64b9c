"""Gives the program files that would choke a careless reader, as a repository's policy.

    python3 Tests/bombs.py PATH-OF-CLAUDE-ROUTE

Each must end by itself with an exit status that the README names, within 64 MiB, and start no client;
of a few runs the shortest is printed, and beside it the CPU's time, which is held against the promise
of 50 ms without failing: a busy machine is no mistake.
"""

import os
import pathlib
import stat
import sys
import tempfile
import time

MEMORY = 64 << 20
PROMISED_MS = 50
# A run that takes this long hangs.
PATIENCE_S = 20
RUNS = 5
LIMIT = 256 << 10

INVALID, FAILED, UNTRUSTED = 65, 74, 77


def texts():
    """Name, bytes and the exit status that is right."""
    head = b"version: 1\n"
    laughs = b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10))
    yield "alias bomb, a billion texts", head + laughs, INVALID
    yield "20,000 [", b"[" * 20_000, INVALID
    yield "40,000 {a:", b"{a: " * 40_000, INVALID
    yield "130,000 block lists on one line", b"- " * 130_000, INVALID
    yield "700 deep by indentation", b"".join(b" " * n + b"a:\n" for n in range(700)), INVALID
    yield "one text of 256 KiB", (head + b"name: " + b"x" * LIMIT)[:LIMIT - 1] + b"\n", None
    yield "one quoted line of escapes", head + b'name: "' + b"\\u0041" * 43_000 + b'"\n', None
    yield "30,000 keys", head + b"".join(b"k%d:\n" % n for n in range(30_000)), INVALID
    yield "50,000 times one key", head + b"a: 1\n" * 50_000, INVALID
    yield "23,000 tag directives", b"%TAG !a! b\n" * 23_000 + b"--- a\n", INVALID
    yield "43,000 documents", b"--- a\n" * 43_000, INVALID
    yield "NUL bytes", b"\0" * LIMIT, INVALID
    yield "control characters", b"\x07" * LIMIT, INVALID
    yield "invalid UTF-8", head + b"name: " + b"\xff\xc0\xed\xa0\x80" * 50_000, INVALID
    yield "one byte more than 256 KiB", head + b"#" * (LIMIT + 1 - len(head)), INVALID
    yield "17,000 long phrases", head + b"classes: {c: {protective: true, signals: [{phrases: [" + (
        b"a ... b ... c, " * 17_000) + b"d]}]}}\n", None
    yield "2,000 globs of stars", head + b"classes: {c: {protective: true, signals: [{any-path: [" + (
        b'"' + b"*/**/" * 20 + b'*a", ') * 2_000 + b"a]}]}}\n", None
    yield "8,000 mistakes in one line", head + b"x: [" + b"{a: 1, a: 2}, " * 8_000 + b"]\n", INVALID
    yield "3,000 rules that name nothing", head + b"routes:\n" + b"".join(
        b"- {name: r%d, when: {class: c%d}, to: [b%d/m]}\n" % (n, n, n) for n in range(3_000)), INVALID


def places(path):
    """The same for what is no regular file; each makes it at the path."""
    yield "pipe that nobody writes to", lambda: os.mkfifo(path), FAILED
    yield "link to /dev/zero", lambda: os.symlink("/dev/zero", path), UNTRUSTED
    yield "folder", lambda: os.mkdir(path), FAILED
    yield "64 MiB of comments", lambda: comments(path), INVALID
    yield "sparse file of 1 TiB", lambda: sparse(path), INVALID
    if os.geteuid() == 0:
        yield "device, /dev/zero itself", lambda: device(path, 5), FAILED
        yield "device, /dev/full itself", lambda: device(path, 7), FAILED


def comments(path):
    with open(path, "wb") as file:
        for _ in range(1024):
            file.write(b"#" * (64 << 10))


def sparse(path):
    with open(path, "wb") as file:
        file.truncate(1 << 40)


def device(path, minor):
    os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, minor))


def run(command, folder, environment):
    """Exit status (or None for a hang or a signal), seconds, seconds of CPU, bytes of memory."""
    start = time.perf_counter()
    null = os.open(os.devnull, os.O_RDWR)
    before = os.getcwd()
    os.chdir(folder)
    child = os.posix_spawn(command[0], command, environment, file_actions=[
        (os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)])
    os.chdir(before)
    os.close(null)
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if time.perf_counter() - start > PATIENCE_S:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return None, PATIENCE_S, PATIENCE_S, 0
        time.sleep(0.0005)
    code = os.waitstatus_to_exitcode(status)
    scale = 1 if sys.platform == "darwin" else 1024
    taken = time.perf_counter() - start
    return code if code >= 0 else None, taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale


def measured(name, expected, binary, folder, environment, started):
    """Prints one line; true when the bomb did no harm."""
    codes, seconds, work, memory = set(), [], [], 0
    for words in (["explain", "--task", "x"], ["--task", "x"], ["check"], ["--task", "x", "--"]):
        for _ in range(RUNS if words[0] == "explain" else 1):
            code, taken, worked, used = run([binary, *words], folder, environment)
            codes.add(code)
            memory = max(memory, used)
            if words[0] == "explain":
                seconds.append(taken)
                work.append(worked)
    best = 1e3 * min(seconds)
    # A policy may be well formed; it is then read, and whatever it says is obeyed.
    isRight = codes == {expected} if expected else None not in codes and codes <= {0, 1, INVALID}
    isQuiet = not started.exists() or not expected
    started.unlink(missing_ok=True)
    isSmall = memory <= MEMORY
    print("bombs: %-32s exit %-8s %6.1f ms, %5.1f of CPU, %5.1f MiB%s%s" % (
        name, "/".join(map(str, sorted(codes, key=str))), best, 1e3 * min(work),
        memory / (1 << 20), "" if 1e3 * min(work) <= PROMISED_MS else "  slower than promised",
        "" if isRight and isSmall and isQuiet else "  WRONG"))
    return isRight and isSmall and isQuiet


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root).resolve()
        folder, home, programs = root / "home" / "work", root / "home", root / "programs"
        for new in (folder / ".git", programs):
            new.mkdir(parents=True)
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        started = root / "started"
        client = programs / "claude"
        client.write_text("#!/bin/sh\n: >'%s'\n" % started)
        client.chmod(0o755)
        environment = {"HOME": str(home), "PATH": "%s:/usr/bin:/bin" % programs,
                       "ANTHROPIC_API_KEY": "canary"}
        path = folder / ".claude-route.yaml"
        floor = min(run([binary, "--version"], folder, environment)[1] for _ in range(RUNS))
        print("bombs: %-32s exit 0        %6.1f ms" % ("(--version, for comparison)", 1e3 * floor))
        harmless = []
        for name, text, expected in texts():
            path.write_bytes(text)
            harmless.append(measured(name, expected, binary, folder, environment, started))
            path.unlink()
        for name, make, expected in places(path):
            try:
                make()
            except OSError as error:
                print("bombs: %-32s cannot be made here: %s" % (name, error.strerror))
                continue
            harmless.append(measured(name, expected, binary, folder, environment, started))
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    print("bombs: %d of %d did no harm" % (sum(harmless), len(harmless)))
    sys.exit(0 if all(harmless) else 1)


if __name__ == "__main__":
    main()
