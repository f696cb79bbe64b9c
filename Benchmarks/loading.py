"""Times loading a policy and deciding by it beside libyaml's own scan of the same file.

    python3 Benchmarks/loading.py PATH-OF-CLAUDE-ROUTE [ROUNDS]

`claude-route --task T --policy FILE` on policies of 10 to 10,000 rules, and a C program that asks libyaml
for every event of the file and looks at none. Medians of whole processes in the same rounds. "Without
starting" takes off what each needs for a policy without rules, the built-in policy included; "growth" is how many
times longer ten times the rules take, without starting.
"""

import os
import sys
import tempfile

from harness import Command, floor, in_rounds, stripped, table
from policies import large

ROUNDS = 21
SIZES = (10, 100, 1_000, 10_000)
EMPTY = "version: 1\nname: large\n"


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    binary = stripped(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="loading-") as folder:
        folder = os.path.realpath(folder)
        environment = {"HOME": folder, "PATH": "/usr/bin:/bin"}
        commands, sizes = [], []
        for rules in (0,) + SIZES:
            path = os.path.join(folder, "%d.yaml" % rules)
            with open(path, "w") as file:
                sizes.append(file.write(large(rules) if rules else EMPTY))
            for program in ([floor("scan"), path],
                            [binary, "--task", "license headers", "--policy", path]):
                commands.append(Command(path, program, folder, environment))
        runs = in_rounds(commands, rounds, warm_up=1)
    scans = [run.milliseconds for run in runs[0::2]]
    loads = [run.milliseconds for run in runs[1::2]]
    rows, before = [], None
    for place, rules in enumerate((0,) + SIZES):
        row = ["{:,}".format(rules), "%.0f" % (sizes[place] / 1e3), "%.2f" % scans[place],
               "%.2f" % loads[place], "%.1f" % (loads[place] / scans[place])]
        if rules:
            scan, load = scans[place] - scans[0], loads[place] - loads[0]
            row += ["%.2f" % scan, "%.2f" % load, "%.1f" % (load / scan) if scan > 0 else "–",
                    "%.1f" % (load / before) if before and before > 0 else "",
                    "%.0f" % runs[2 * place + 1].megabytes]
            before = load
        else:
            row += ["", "", "", "", "%.0f" % runs[1].megabytes]
        rows.append(row)
    table(["rules (%d rounds)" % rounds, "KB", "scan ms", "load ms", "ratio", "scan, without starting",
           "load, without starting", "ratio", "growth", "most MB"], rows)


if __name__ == "__main__":
    main()
