#!/usr/bin/env python3
"""Runs the end-to-end suite: the built binary and the real client, without a network.

    python3 run.py --binary .build/release/claude-route [-k NAME] [--jobs N] [--list]

Each test runs in namespaces of its own. One line a test; what failed is printed whole; the last
line is `N passed, N failed` with `, N skipped` when some were. Without the client or without
`unshare` everything is skipped, which is a failure only where `CI` is `true`.
"""

import argparse
import concurrent.futures
import os
import signal
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import client  # noqa: E402
import litellm_proxy  # noqa: E402

PASSED, FAILED, SKIPPED = 0, 1, 77
# The product of `test_leak_matrix.py` has some sixty clients in one test.
TEST_SECONDS = 1800 if os.environ.get("E2E_FULL") == "1" else 300


def main():
    arguments = parsed_arguments()
    if arguments.inside:
        return run_inside(arguments.inside)
    names = [name for name in test_names() if all(part in name for part in arguments.k)]
    if arguments.list:
        print("\n".join(names))
        return 0
    binary, executable, obstacle = prerequisites(arguments.binary)
    if obstacle:
        print("skipped: %s" % obstacle)
        print("0 passed, 0 failed, %d skipped" % len(names))
        return 1 if os.environ.get("CI") == "true" else 0
    # Installed here: there is no network inside.
    if any("litellm" in name.lower() for name in names):
        try:
            os.environ["CLAUDE_ROUTE_LITELLM"] = litellm_proxy.interpreter()
        except (litellm_proxy.Unavailable, OSError) as error:
            os.environ["CLAUDE_ROUTE_LITELLM_OBSTACLE"] = str(error)
    return run_all(names, arguments.jobs, binary, executable)


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=os.environ.get("CLAUDE_ROUTE_BINARY"),
                        help="the claude-route to test (default: $CLAUDE_ROUTE_BINARY)")
    parser.add_argument("-k", action="append", default=[], metavar="NAME",
                        help="only tests whose name contains this (default: all)")
    parser.add_argument("--jobs", type=int, default=3, help="tests at a time (default: 3, since they wait as much as they compute)")
    parser.add_argument("--list", action="store_true", help="print the tests' names and end")
    parser.add_argument("--inside", metavar="TEST", help=argparse.SUPPRESS)
    return parser.parse_args()


def test_names():
    def flattened(suite):
        for test in suite:
            if isinstance(test, unittest.TestSuite):
                yield from flattened(test)
            else:
                yield test.id()

    return list(flattened(unittest.TestLoader().discover(HERE, "test_*.py", HERE)))


def prerequisites(binary):
    """The absolute paths of binary and client, and what is missing (None when nothing is)."""
    if not binary:
        sys.exit("run.py: no binary: give --binary PATH or set CLAUDE_ROUTE_BINARY")
    binary = os.path.abspath(binary)
    if not os.access(binary, os.X_OK):
        sys.exit("run.py: not an executable: %s" % binary)
    if not sys.platform.startswith("linux"):
        return binary, None, "network namespaces need Linux"
    try:
        probe = subprocess.run(namespaced(["true"]), stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        return binary, None, "unshare: %s" % error
    if probe.returncode != 0:
        return binary, None, "unshare: %s" % probe.stdout.decode("utf-8", "replace").strip()
    try:
        return binary, client.path(), None
    except (client.Unavailable, OSError) as error:
        return binary, None, "client: %s" % error


def namespaced(command):
    flags = "-nm" if os.geteuid() == 0 else "-rnm"
    return ["unshare", flags] + command


def run_all(names, jobs, binary, executable):
    counts = {PASSED: 0, FAILED: 0, SKIPPED: 0}
    words = {PASSED: "ok", FAILED: "FAIL", SKIPPED: "skip"}
    start = time.time()
    with concurrent.futures.ThreadPoolExecutor(max(1, jobs)) as pool:
        runs = [pool.submit(run_one, name, binary, executable) for name in names]
        for run in concurrent.futures.as_completed(runs):
            name, outcome, seconds, text = run.result()
            counts[outcome] += 1
            line = "%-4s %s (%.1f s)" % (words[outcome], name, seconds)
            if outcome == SKIPPED:
                line += ": " + text.strip().splitlines()[-1]
            print(line)
            if outcome == FAILED:
                print("".join("    " + row + "\n" for row in text.rstrip().splitlines()))
            sys.stdout.flush()
    print("%d tests in %.0f s" % (len(names), time.time() - start))
    summary = "%d passed, %d failed" % (counts[PASSED], counts[FAILED])
    if counts[SKIPPED]:
        summary += ", %d skipped" % counts[SKIPPED]
    print(summary)
    return 1 if counts[FAILED] or not names else 0


def run_one(name, binary, executable):
    environment = dict(os.environ, CLAUDE_ROUTE_BINARY=binary, CLAUDE_ROUTE_CLIENT=executable,
                       PYTHONDONTWRITEBYTECODE="1")
    command = namespaced([sys.executable, os.path.abspath(__file__), "--inside", name])
    start = time.time()
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=TEST_SECONDS)
        outcome, text = done.returncode, done.stdout.decode("utf-8", "replace")
        if outcome not in (PASSED, SKIPPED):
            outcome = FAILED
    except subprocess.TimeoutExpired as late:
        outcome = FAILED
        text = (late.stdout or b"").decode("utf-8", "replace")
        text += "\nnot done after %d s" % TEST_SECONDS
    return name, outcome, time.time() - start, text


def run_inside(name):
    """Run one test; this process is already in its namespaces."""
    import shutil

    import sandbox

    # A job in the background ignores them, and so would all that it starts.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    scratch = sandbox.enter()
    try:
        suite = unittest.TestLoader().loadTestsFromName(name)
        result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(suite)
        if result.skipped:
            print(result.skipped[0][1])
            return SKIPPED
        return PASSED if result.wasSuccessful() and result.testsRun else FAILED
    finally:
        sandbox.end_children()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
