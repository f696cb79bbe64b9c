"""Times what a launch adds to the client's own start.

    python3 Benchmarks/launch.py PATH-OF-CLAUDE-ROUTE [ROUNDS]

`claude-route --task T --client CLIENT -- --version` beside `CLIENT --version`, for the real client (the one of
`Tests/EndToEnd/client.py`) and for a static C program that does nothing, on a saved login and on a key of
OpenRouter. Both run once each round, and what counts is the difference in each round: its median and its
quartiles. In namespaces of its own with loopback only, with an empty home and invented keys.
"""

import os
import shutil
import statistics
import subprocess
import sys

from harness import ROOT, Command, floor, in_rounds, stripped, table

sys.path.insert(0, os.path.join(ROOT, "Tests", "EndToEnd"))
sys.dont_write_bytecode = True

import client  # noqa: E402
import run  # noqa: E402
import sandbox  # noqa: E402

ROUNDS = 51
ROUTES = [
    ("saved login", ["--task", "x"], {}),
    ("OpenRouter's key", ["--task", "license headers"], {"OPENROUTER_API_KEY": "invented"}),
]


def main():
    rounds = sys.argv[2] if len(sys.argv) > 2 else str(ROUNDS)
    if os.environ.get("CLAUDE_ROUTE_INSIDE") == "1":
        return inside(sys.argv[1], int(rounds))
    # Built and fetched here: there is no network inside.
    for name in ("nothing", "rounds"):
        floor(name)
    binary = stripped(sys.argv[1])
    client.path()
    return subprocess.run(
        run.namespaced([sys.executable, os.path.abspath(__file__), binary, rounds]),
        env=dict(os.environ, CLAUDE_ROUTE_INSIDE="1"), check=False).returncode


def inside(binary, rounds):
    scratch = sandbox.enter()
    try:
        return compare(binary, rounds)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def compare(binary, rounds):
    real = client.path()
    with sandbox.Sandbox(real) as world:
        world.save_login()
        pairs, commands = [], []
        # `--version` is handed through at once; for a session the task is decided and the session prepared.
        for program, path, words in (("client %s `--version`" % version(real), real, ["--version"]),
                                     ("program that does nothing, `--version`", floor("nothing"), ["--version"]),
                                     ("the same, a session", floor("nothing"), ["-p", "hello"])):
            for credential, task, variables in ROUTES:
                pairs.append("%s, %s" % (program, credential))
                environment = world.environment(**variables)
                for arguments in ([path] + words, [binary] + task + ["--client", path, "--"] + words):
                    commands.append(Command(pairs[-1], arguments, world.project, environment))
        runs = in_rounds(commands, rounds)
    rows = []
    for number, name in enumerate(pairs):
        alone, launched = runs[2 * number], runs[2 * number + 1]
        added = [second - first for first, second in zip(alone.wall, launched.wall)]
        quarter, half, three = statistics.quantiles(added, n=4)
        cpu = statistics.median(
            second - first for first, second in zip(alone.cpu, launched.cpu))
        rows.append([name, "%.2f" % alone.milliseconds, "%.2f" % launched.milliseconds, "%.2f" % half,
                     "%.2f to %.2f" % (quarter, three), "%.2f" % cpu])
    table(["%d rounds" % rounds, "alone ms", "launched ms", "added ms", "quartiles", "added CPU ms"], rows)
    return 0


def version(path):
    with sandbox.Sandbox(path) as world:
        return world.run([path, "--version"]).stdout.split()[0]


if __name__ == "__main__":
    sys.exit(main())
