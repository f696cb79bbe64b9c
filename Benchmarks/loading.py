"""Times loading a policy and deciding by it beside libyaml's own scan of the same file.

    python3 Benchmarks/loading.py PATH-OF-CLAUDE-ROUTE [ROUNDS]

`claude-route --task T --policy FILE` on policies of 10 to 10,000 rules, and a C program that asks libyaml
for every event of the file and looks at none. Medians of whole processes in the same rounds. "CPU for
rules" is the processor's time less what the same program needs in the same round for a policy without rules, so without
starting and without the built-in policy; "growth" is how many times longer ten times the rules take.
"""

import os
import statistics
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
    scans, loads = runs[0::2], runs[1::2]
    rows, before = [], None
    for rules, size, scan, load in zip((0,) + SIZES, sizes, scans, loads):
        row = ["{:,}".format(rules), "%.0f" % (size / 1e3), "%.2f" % scan.milliseconds,
               "%.2f" % load.milliseconds, "%.1f" % (load.milliseconds / scan.milliseconds)]
        scanning, loading = more(scan, scans[0]), more(load, loads[0])
        if rules:
            row += ["%.2f" % scanning, "%.2f" % loading, quotient(loading, scanning),
                    quotient(loading, before) if before else ""]
            before = loading
        else:
            row += ["", "", "", ""]
        rows.append(row + ["%.0f" % load.megabytes])
    table(["rules (%d rounds)" % rounds, "KB", "scan ms", "load ms", "ratio", "scan, CPU for rules",
           "load, CPU for rules", "ratio", "growth", "resident MB"], rows)


def more(runs, least):
    """Milliseconds of the processor more than the other took in the same round."""
    return statistics.median(longer - shorter for longer, shorter in zip(runs.cpu, least.cpu))


def quotient(value, by):
    """Nothing where both are within the noise of starting a process."""
    return "%.1f" % (value / by) if by > 0.2 else "–"


if __name__ == "__main__":
    main()
