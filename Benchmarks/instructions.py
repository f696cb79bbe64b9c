"""Counts the instructions of the main paths, and compares them with the table that is checked in.

    python3 Benchmarks/instructions.py PATH-OF-CLAUDE-ROUTE            what changed by more than 3 %; status 1 then
    python3 Benchmarks/instructions.py PATH-OF-CLAUDE-ROUTE --record   writes Benchmarks/instructions.tsv
    python3 Benchmarks/instructions.py PATH-OF-CLAUDE-ROUTE --repeat   counts twice, and says how far apart

Counted by `valgrind --tool=callgrind`, which runs the program on a processor of its own: other programs do not
matter, and the counts repeat to about one in a million. They say nothing of caches and disks, nor of the kernel. Another
compiler or C library has other counts: the head of the table names them.
"""

import datetime
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from harness import HERE, ROOT, floor, real_tasks, stripped, table
from policies import large

TABLE = os.path.join(HERE, "instructions.tsv")
SHARE = 0.03
TASK = ["--task", "license headers"]
ROUTED = {
    "CLAUDE_ROUTE_CLASS": "bulk", "CLAUDE_ROUTE_BACKEND": "openrouter", "CLAUDE_ROUTE_MODEL": "haiku",
    "ANTHROPIC_MODEL": "cheap", "ANTHROPIC_DEFAULT_OPUS_MODEL": "strong",
}
SESSION = """{"model": {"id": "cheap"}, "cost": {"total_cost_usd": 0.031},
 "context_window": {"total_input_tokens": 41200}, "workspace": {"project_dir": "/nowhere"}}
"""


class Place:
    """A folder with all that the paths read. Its name always has the same length, as do those in it."""

    def __init__(self, folder, binary):
        self.folder = os.path.realpath(folder)
        self.binary = shutil.copy(stripped(binary, "--strip-debug"), self.file("claude-route"))
        self.bare = shutil.copy(floor("bare"), self.file("bare"))
        self.client = shutil.copy(floor("nothing"), self.file("client"))
        os.mkdir(self.file("home"))
        os.mkdir(self.file("work"))
        texts = real_tasks(1_000)
        self.write("tasks.jsonl", "".join(json.dumps({"task": text}) + "\n" for text in texts))
        self.write("tasks.tsv", "text\tprimary\n" + "".join(text + "\tother\n" for text in texts))
        self.write("large.yaml", large(1_000))
        self.write("session.json", SESSION)
        shutil.copy(os.path.join(ROOT, "policies", "team.yaml"), self.file("team.yaml"))

    def file(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.file(name), "w", encoding="utf-8") as file:
            file.write(text)

    def paths(self):
        """Name, program and arguments, variables, the file that is read."""
        ours = self.binary
        return [
            ("bare Swift program", [self.bare], {}, None),
            ("--version", [ours, "--version"], {}, None),
            ("status --format prompt", [ours, "status", "--format", "prompt"], ROUTED, None),
            ("--task T", [ours] + TASK, {}, None),
            ("--task T --", [ours] + TASK + ["--client", self.client, "--", "--version"], {}, None),
            ("explain --task T", [ours, "explain"] + TASK, {}, None),
            ("statusline", [ours, "statusline"], ROUTED, "session.json"),
            ("complete -- --class ''", [ours, "complete", "--", "--class", ""], {}, None),
            ("check policies/team.yaml", [ours, "check", self.file("team.yaml")], {}, None),
            ("--task T --policy with 1,000 rules", [ours] + TASK + ["--policy", self.file("large.yaml")], {},
             None),
            ("score, 1,000 tasks", [ours, "score", "-"], {}, "tasks.tsv"),
            ("decide --batch, 1,000 tasks", [ours, "decide", "--batch"], {}, "tasks.jsonl"),
        ]

    def count(self, name, command, variables, read):
        """Instructions until the end or until another program takes over; None when the program fails."""
        counts = self.file("counts")
        environment = dict(variables, HOME=self.file("home"), PATH="/usr/bin:/bin",
                           # Else the order of a dictionary is another one each time.
                           SWIFT_DETERMINISTIC_HASHING="1")
        with open(self.file(read) if read else os.devnull, "rb") as file:
            done = subprocess.run(
                [shutil.which("valgrind"), "--quiet", "--tool=callgrind", "--dump-before=execve",
                 "--callgrind-out-file=" + counts] + command,
                cwd=self.file("work"), env=environment, stdin=file, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, text=True, check=False)
        total = 0
        for part in glob.glob(counts + "*"):
            with open(part) as file:
                total += sum(map(int, re.findall(r"^totals: (\d+)", file.read(), re.MULTILINE)))
            os.remove(part)
        if done.returncode != 0:
            print("left out: %s: status %d: %s" % (name, done.returncode, done.stderr.strip()))
            return None
        return total


def counted(binary):
    with tempfile.TemporaryDirectory(prefix="counts-") as folder:
        place = Place(folder, binary)
        return {path[0]: place.count(*path) for path in place.paths()}


def tools():
    """What the counts depend on beside the source."""
    def first(*command):
        text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              check=True).stdout
        return next(line for line in text.splitlines() if "version" in line or "libc" in line.lower())

    swift = re.search(r"Swift version \S+", first("swiftc", "--version")).group()
    libc = first("getconf", "GNU_LIBC_VERSION")
    return "%s, %s, %s" % (swift, libc, os.uname().machine)


def recorded():
    head, counts = "", {}
    with open(TABLE, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                head = line[1:].strip()
            else:
                name, count = line.rstrip("\n").split("\t")
                counts[name] = int(count)
    return head, counts


def record(counts):
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write("# %s; %s\n" % (tools(), datetime.date.today()))
        for name, count in counts.items():
            if count is not None:
                file.write("%s\t%d\n" % (name, count))


def compare(counts):
    head, before = recorded()
    if head.split(";")[0] != tools():
        print("the table is of %s, this is %s: expect other counts" % (head, tools()))
    rows, changed = [], []
    for name in {**before, **counts}:
        old, new = before.get(name), counts.get(name)
        if not old and not new:
            continue
        share = new / old - 1 if old and new else None
        rows.append([name, millions(old), millions(new), "" if share is None else "%+.2f %%" % (100 * share)])
        if share is None or abs(share) > SHARE:
            changed.append(name)
    table(["millions of instructions", "recorded", "now", "change"], rows)
    for name in changed:
        print("changed by more than %.0f %%, or new, or gone: %s" % (100 * SHARE, name))
    return 1 if changed else 0


def repeat(counts, binary):
    again = counted(binary)
    table(["instructions", "once", "again", "apart by"], [
        [name, "{:,}".format(count), "{:,}".format(again[name]), "%.1e" % (abs(again[name] - count) / count)]
        for name, count in counts.items() if count])
    return 0


def millions(count):
    return "" if count is None else "%.2f" % (count / 1e6)


def main():
    counts = counted(sys.argv[1])
    if "--record" in sys.argv[2:]:
        record(counts)
    if "--repeat" in sys.argv[2:]:
        return repeat(counts, sys.argv[1])
    return compare(counts)


if __name__ == "__main__":
    sys.exit(main())
