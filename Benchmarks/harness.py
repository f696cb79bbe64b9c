"""What the benchmarks share: floors that are compiled once, runs in rounds, tables.

Everything that is built lies in `.build/benchmarks`.
"""

import os
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BUILT = os.path.join(ROOT, ".build", "benchmarks")
# Compiled from the root, as the flags of `linked_alike` are written.
SOURCES = {
    "bare": ["swiftc", "-O", "-static-stdlib", "Benchmarks/bare/bare.swift"],
    # With the flags that `linked_alike` adds.
    "bare-alike": ["swiftc", "-O", "-static-stdlib", "Benchmarks/bare/bare.swift"],
    "nothing": ["cc", "-O2", "-static", "Benchmarks/bare/nothing.c"],
    # The same archive that claude-route is linked with.
    "scan": ["cc", "-O2", "Benchmarks/bare/scan.c", "-l:libyaml.a"],
    "rounds": ["cc", "-O2", "-static", "-Wall", "-Wextra", "Benchmarks/rounds.c"],
}


def linked_alike():
    """What the Makefile's release adds, as words for swiftc; nothing where the C library stays shared."""
    words = subprocess.run([os.path.join(ROOT, ".ci", "static")], stdout=subprocess.PIPE, text=True,
                           check=True).stdout.split()
    return [word for word in words if word not in ("-Xswiftc", "--disable-local-rpath")]


def floor(name):
    """The path of one of `SOURCES`, compiled unless it is newer than its source; Swift's are stripped."""
    target = os.path.join(BUILT, name)
    source = os.path.join(ROOT, next(word for word in SOURCES[name] if word.endswith((".c", ".swift"))))
    if not os.path.exists(target) or os.path.getmtime(target) < os.path.getmtime(source):
        os.makedirs(BUILT, exist_ok=True)
        fresh = target + ".new"
        more = linked_alike() if name == "bare-alike" else []
        subprocess.run(SOURCES[name] + more + ["-o", fresh], cwd=ROOT, check=True)
        if source.endswith(".swift"):
            subprocess.run(["strip", fresh], check=True)
        os.replace(fresh, target)
    return target


def stripped(binary, how="--strip-all"):
    """A copy of the binary as packages have it, or with `--strip-debug`: with names, without DWARF."""
    target = os.path.join(BUILT, "claude-route" + ("" if how == "--strip-all" else how.replace("--", ".")))
    os.makedirs(BUILT, exist_ok=True)
    subprocess.run(["strip", how, "-o", target, binary], check=True)
    return target


def real_tasks(count):
    """Texts of the classifier's tests, again from the first when there are too few."""
    with open(os.path.join(ROOT, "Tests", "ClassifierTests", "Tasks", "tasks.tsv"), encoding="utf-8") as file:
        texts = [line.split("\t")[0] for line in file.read().splitlines()[1:]]
    return (texts * (count // len(texts) + 1))[:count]


class Command:
    """What is run, with nothing of this environment but what is said here."""

    def __init__(self, name, arguments, cwd, environment, reads="/dev/null", status=0):
        program = shutil.which(arguments[0], path=environment.get("PATH"))
        if program is None:
            raise FileNotFoundError(arguments[0])
        self.name = name
        self.arguments = [program] + [str(argument) for argument in arguments[1:]]
        self.cwd, self.environment, self.reads, self.status = str(cwd), environment, str(reads), status

    def fields(self):
        variables = ["%s=%s" % pair for pair in self.environment.items()]
        return ([self.cwd, self.reads, str(len(variables))] + variables
                + [str(len(self.arguments))] + self.arguments)


class Runs:
    """All runs of one command, in the order of the rounds."""

    def __init__(self):
        self.wall, self.cpu, self.memory = [], [], []

    @property
    def milliseconds(self):
        return statistics.median(self.wall)

    @property
    def cpu_milliseconds(self):
        return statistics.median(self.cpu)

    @property
    def megabytes(self):
        """Resident at most, in MB of 10⁶ bytes; the kernel counts in steps that make single runs some MB too large."""
        return statistics.median(self.memory)


def in_rounds(commands, rounds, warm_up=3, seed=1):
    """`Runs` of each command: every round runs all of them once, in an order drawn from the seed."""
    plan = "".join(field + "\0" for command in commands for field in command.fields())
    done = subprocess.run([floor("rounds"), str(rounds), str(warm_up), str(seed)], input=plan,
                          stdout=subprocess.PIPE, text=True, check=True)
    runs = [Runs() for _ in commands]
    for line in done.stdout.splitlines():
        number, wall, user, system, memory, status = map(int, line.split())
        command = commands[number]
        if os.waitstatus_to_exitcode(status) != command.status:
            sys.exit("%s: status %d instead of %d: %s" % (
                command.name, os.waitstatus_to_exitcode(status), command.status, command.arguments))
        runs[number].wall.append(wall / 1e6)
        runs[number].cpu.append((user + system) / 1e3)
        runs[number].memory.append(memory * 1024 / 1e6)
    return runs


def table(head, rows, words=1):
    """Prints a Markdown table; the first `words` columns stand left, the others, numbers as texts, right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in [head] + rows) for column in range(len(head))]
    rule = ["-" * width if column < words else "-" * (width - 1) + ":"
            for column, width in enumerate(widths)]
    for row in [head, rule] + rows:
        cells = [cell.ljust(width) if column < words else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |")
    print()
