"""Times whole processes: the program beside the least that a Swift program can be, and beside others.

    python3 Benchmarks/processes.py PATH-OF-CLAUDE-ROUTE [ROUNDS]

All commands run once each round, in another order each round, with an empty environment but for HOME and
PATH; the binary is stripped, as packages have it. Medians. The ratios are
to the bare Swift program in the same rounds: times change with the machine and with what else runs there, ratios
much less.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from harness import ROOT, Command, floor, in_rounds, stripped, table

ROUNDS = 101
PATH = "/usr/bin:/bin"
TASK = ["--task", "license headers"]
# What a routed shell has, as far as `status --format prompt` reads it.
ROUTED = {"CLAUDE_ROUTE_CLASS": "bulk", "CLAUDE_ROUTE_BACKEND": "openrouter", "CLAUDE_ROUTE_MODEL": "haiku"}


def repository(folder, environment, binary, policy=None):
    """A git repository without commits; a policy is allowed by its digest."""
    os.mkdir(folder)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True,
                   env=environment)
    if policy:
        file = os.path.join(folder, ".claude-route.yaml")
        shutil.copy(os.path.join(ROOT, "policies", policy), file)
        digest = subprocess.run(["sha256sum", file], stdout=subprocess.PIPE, text=True, check=True).stdout
        subprocess.run([binary, "allow", "--digest", "sha256:" + digest.split()[0]], cwd=folder, check=True,
                       env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder


def commands(binary, folder):
    """The floors first; those whose program is missing are left out, which is said."""
    home = os.path.join(folder, "home")
    os.mkdir(home)
    plain = {"HOME": home, "PATH": PATH}
    nowhere = os.path.join(folder, "nowhere")
    os.mkdir(nowhere)
    empty = repository(os.path.join(folder, "empty"), plain, binary)
    team = repository(os.path.join(folder, "team"), plain, binary, "team.yaml")
    wanted = [
        ("bare Swift program", [floor("bare")], nowhere, plain),
        ("the same, linked as claude-route is", [floor("bare-alike")], nowhere, plain),
        ("`claude-route --version`", [binary, "--version"], nowhere, plain),
        ("`claude-route --task T`, no repository", [binary] + TASK, nowhere, plain),
        ("`claude-route --task T`, in a repository", [binary] + TASK, empty, plain),
        ("`claude-route --task T`, its policy allowed", [binary] + TASK, team, plain),
        ("`claude-route explain --task T`", [binary, "explain"] + TASK, nowhere, plain),
        ("`claude-route status`", [binary, "status"], nowhere, plain),
        ("`claude-route status --format prompt`", [binary, "status", "--format", "prompt"], nowhere,
         dict(plain, **ROUTED)),
        ("static C program that does nothing", [floor("nothing")], nowhere, plain),
        ("`env true`", ["env", "true"], nowhere, plain),
        ("`direnv exec . true`", ["direnv", "exec", ".", "true"], nowhere, plain),
        ("`python3 -c 1`", ["python3", "-c", "1"], nowhere, plain),
        ("`node -e 1`", ["node", "-e", "1"], nowhere, plain),
    ]
    found = []
    for name, arguments, cwd, environment in wanted:
        try:
            found.append(Command(name, arguments, cwd, environment))
        except FileNotFoundError as missing:
            print("left out: %s (no %s here)" % (name, missing))
    return found


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory(prefix="processes-") as folder:
        known = commands(stripped(sys.argv[1]), os.path.realpath(folder))
        runs = in_rounds(known, rounds)
    bare = runs[0]
    table(["%d rounds" % rounds, "median ms", "× bare", "CPU ms", "× bare", "resident MB"], [
        [command.name, "%.2f" % run.milliseconds, "%.2f" % (run.milliseconds / bare.milliseconds),
         "%.2f" % run.cpu_milliseconds, "%.2f" % (run.cpu_milliseconds / bare.cpu_milliseconds),
         "%.1f" % run.megabytes]
        for command, run in zip(known, runs)])


if __name__ == "__main__":
    main()
