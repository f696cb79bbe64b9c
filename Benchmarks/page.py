"""Runs every benchmark and prints its tables as Markdown.

    python3 Benchmarks/page.py PATH-OF-CLAUDE-ROUTE [NAME…]                          all, or those that are named
    python3 Benchmarks/page.py PATH-OF-CLAUDE-ROUTE --write docs/benchmarks.md [NAME…]  and into the page

In the page they stand between `<!-- NAME -->` and `<!-- end of NAME -->`, with the commands that give them.
"""

import datetime
import os
import platform
import re
import subprocess
import sys

from harness import HERE

# What prints Markdown already; the others' output is shown as it is. The last flag: on Linux only.
BENCHMARKS = [
    ("processes", True, True),
    ("launch", True, True),
    ("loading", True, True),
    ("decisions", False, False),
    ("engines", True, True),
    ("classify", False, False),
    ("check_states", False, False),
    ("transcripts", False, False),
    ("instructions", True, True),
    ("size", True, True),
]


def machine():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    compiler = subprocess.run(["swiftc", "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, check=True).stdout
    return "%s: %s, %d cores, %.0f GiB, Linux %s, %s; %.1f programs ran or waited in the minute before" % (
        datetime.date.today(), model[1] if model else platform.processor(), os.cpu_count(), memory,
        platform.release().split("-")[0], re.search(r"Swift version \S+", compiler).group(), os.getloadavg()[0])


def measured(name, isMarkdown, binary):
    """The output, and whether it counts: `instructions` ends with 1 when something changed."""
    run = subprocess.run([sys.executable, os.path.join(HERE, name + ".py"), binary], stdout=subprocess.PIPE,
                         text=True, check=False)
    text = run.stdout.strip()
    if not isMarkdown:
        text = "```text\n%s\n```" % text
    return text, run.returncode == 0 or name == "instructions"


def put(page, name, text):
    with open(page, encoding="utf-8") as file:
        whole = file.read()
    first, last = "<!-- %s -->" % name, "<!-- end of %s -->" % name
    if first not in whole or last not in whole:
        sys.exit("%s has no place for %s" % (page, name))
    begin, end = whole.index(first) + len(first), whole.index(last)
    with open(page, "w", encoding="utf-8") as file:
        file.write(whole[:begin] + "\n\n" + text + "\n\n" + whole[end:])


def main():
    binary, *names = sys.argv[1:]
    page = None
    if "--write" in names:
        place = names.index("--write")
        page = names[place + 1]
        del names[place:place + 2]
    status = 0
    if sys.platform == "linux":
        print(machine() + "\n")
        if page and not names:
            put(page, "machine", machine())
    for name, isMarkdown, needsLinux in BENCHMARKS:
        wanted = name in names if names else os.path.exists(os.path.join(HERE, name + ".py"))
        if not wanted or needsLinux and sys.platform != "linux":
            continue
        print("## %s\n" % name, flush=True)
        text, isGood = measured(name, isMarkdown, binary)
        print(text + "\n", flush=True)
        if not isGood:
            print("%s failed\n" % name, flush=True)
            status = 1
        elif page:
            put(page, name, text)
    return status


if __name__ == "__main__":
    sys.exit(main())
