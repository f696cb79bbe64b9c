"""Times decisions by a hundred rules beside engines that a script's author would use.

    python3 Benchmarks/engines.py PATH-OF-CLAUDE-ROUTE

The same 50 routes and 50 constraints (`rules.py`) in four engines from PyPI (`languages.py`), after every one of
them, and claude-route, gave the right answer on each of 300 random inputs. A figure is what one more decision
takes, the difference between n and 2n of them, fastest of five. Engines are called in this process, from
dictionaries to a target; they are told the classes. claude-route is another process, `decide --batch`, that reads
lines of JSON and writes some; it is told the classes, too, or finds them in the text.
"""

import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from harness import ROOT, real_tasks, stripped, table
from languages import ENGINES
from rules import Rules

sys.path.insert(0, os.path.join(ROOT, "Tests", "ThirdParty"))
sys.dont_write_bytecode = True

import python_packages  # noqa: E402

PACKAGES = [
    "cedarpy==4.12.2", "common-expression-language==0.10.0", "regopy==1.5.2", "zen-engine==2.1.3"]
RUNS = 5
CHECKED = 300
LINES = 2_000
SECONDS = 0.1


def main():
    if os.environ.get("CLAUDE_ROUTE_INSIDE") != "1":
        python = python_packages.interpreter(PACKAGES, "engines")
        os.environ["CLAUDE_ROUTE_INSIDE"] = "1"
        os.execv(python, [python, os.path.abspath(__file__), os.path.abspath(sys.argv[1])])
    rules = Rules()
    with tempfile.TemporaryDirectory(prefix="engines-") as folder:
        program = Program(stripped(sys.argv[1]), folder, rules)
        check(rules, program.answers, "claude-route")
        cases = program.cases()
        for kind in ENGINES:
            engine = kind(rules)
            check(rules, engine.answers, "%s, %s" % (kind.package, kind.form))
            cases.append((kind.package, kind.form, engine.answers, inputs(engine, rules)))
        seconds = differences([(work, values) for _, _, work, values in cases])
    rows = [[package, form, taken] for (package, form, _, _), taken in zip(cases, seconds)]
    # What the rules take themselves, of the first two.
    rows[1][2] = rows[0][2] - rows[1][2]
    print("%d rules; all gave the right answer on %d inputs\n" % (
        len(rules.routes) + len(rules.constraints), CHECKED))
    table(["", "form", "µs for one more", "× the first row"], [
        [package, form, "%.1f" % (taken * 1e6), "%.2f" % (taken / seconds[0])]
        for package, form, taken in rows], words=2)


def check(rules, answers, name):
    inputs = rules.inputs(CHECKED, seed=2)
    for facts, answer in zip(inputs, answers(inputs), strict=True):
        if answer != rules.answer(facts):
            sys.exit("%s: %s instead of %s for %s" % (name, answer, rules.answer(facts), facts))


def inputs(engine, rules):
    """As many as take the engine about SECONDS, twice over."""
    start = time.perf_counter()
    engine.answers(rules.inputs(50, seed=3))
    count = max(50, int(SECONDS * 50 / (time.perf_counter() - start)))
    return rules.inputs(2 * count, seed=4)


def differences(cases):
    """Seconds that one more value takes each: all of them against the first half, one case behind the other."""
    halves, wholes = [[] for _ in cases], [[] for _ in cases]
    for _ in range(RUNS):
        for number, (work, values) in enumerate(cases):
            for times, given in ((halves, values[:len(values) // 2]), (wholes, values)):
                start = time.perf_counter()
                work(given)
                times[number].append(time.perf_counter() - start)
    return [(min(whole) - min(half)) / (len(values) // 2)
            for whole, half, (_, values) in zip(wholes, halves, cases)]


class Program:
    """claude-route with the rules as its policy: a line of JSON for each decision, and a line back."""

    def __init__(self, binary, folder, rules):
        self.binary, self.rules = binary, rules
        self.folder = pathlib.Path(folder).resolve()
        self.alone = self.policy("alone.yaml", ["built-in: false"])

    def policy(self, name, head, with_rules=True):
        path = self.folder / name
        path.write_text(self.rules.policy(head, with_rules))
        return str(path)

    def answers(self, inputs):
        return self.decided(self.alone, [told(facts) for facts in inputs])

    def cases(self):
        """Package, form, work and values; of the second, what it takes with one rule."""
        facts = self.rules.inputs(2 * LINES, seed=4)
        one = self.policy("one.yaml", ["built-in: false"], with_rules=False)
        classes = self.policy("classes.yaml", ["built-in: classes"])
        lines = [told(each) for each in facts]
        real = [dict(found(each), task=text) for each, text in zip(facts, real_tasks(2 * LINES))]
        return [
            ("claude-route", form, functools.partial(self.decided, policy), values)
            for form, policy, values in (
                ("classes told, target and reasons out", self.alone, lines),
                ("the same less what it takes with one rule", one, lines),
                ("classes found by one word each", self.alone, [found(each) for each in facts]),
                ("real tasks, all built-in classes and the model", classes, real),
            )]

    def decided(self, policy, lines):
        """Python values in, Python values out, as for the engines."""
        text = "".join(json.dumps(line) + "\n" for line in lines)
        run = subprocess.run(
            [self.binary, "decide", "--batch", "--policy", policy], input=text.encode(), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin"}, check=False)
        # 69: a task is denied.
        if run.returncode not in (0, 69):
            sys.exit("claude-route decide ended with status %d" % run.returncode)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        return ["%s/%s" % (answer["backend"], answer["model"]) if answer["outcome"] == "routed" else None
                for answer in answers]


def told(facts):
    """A line that names the classes."""
    line = {"labels": facts["labels"], "facts": {"branch": facts["branch"], "task.words": facts["words"]}}
    return dict(line, **{"class": facts["classes"]}) if facts["classes"] else line


def found(facts):
    """A line whose text has the classes' words, and others that mean nothing, as many as the input says."""
    words = facts["classes"] + ["item"] * (facts["words"] - len(facts["classes"]))
    return {"task": " ".join(words), "labels": facts["labels"], "facts": {"branch": facts["branch"]}}


if __name__ == "__main__":
    main()
