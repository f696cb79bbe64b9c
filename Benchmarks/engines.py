"""Times decisions by a hundred rules beside engines that a script's author would use.

    python3 Benchmarks/engines.py PATH-OF-CLAUDE-ROUTE

The same 50 routes and 50 constraints (`rules.py`) in four engines from PyPI (`languages.py`), after every one of
them, and claude-route, gave the right answer on each of 300 random inputs. A figure is what one more decision
takes, the difference between n and 2n of them, fastest of five. Engines are called in this process, from
dictionaries to a target; they are told the classes. claude-route is another process that reads lines
of text and finds the classes in it.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from harness import ROOT, stripped, table
from languages import ENGINES
from rules import CLASSES, LABELS, Rules

sys.path.insert(0, os.path.join(ROOT, "Tests", "ThirdParty"))
sys.dont_write_bytecode = True

import python_packages  # noqa: E402

PACKAGES = [
    "cedarpy==4.12.2", "common-expression-language==0.10.0", "regopy==1.5.2", "zen-engine==2.1.3"]
RUNS = 5
CHECKED = 300
LINES = 2_000
SECONDS = 0.1
TASKS = os.path.join(ROOT, "Tests", "ClassifierTests", "Tasks", "tasks.tsv")


def main():
    if os.environ.get("CLAUDE_ROUTE_INSIDE") != "1":
        python = python_packages.interpreter(PACKAGES, "engines")
        os.environ["CLAUDE_ROUTE_INSIDE"] = "1"
        os.execv(python, [python, os.path.abspath(__file__), os.path.abspath(sys.argv[1])])
    rules = Rules()
    rows = []
    for kind in ENGINES:
        engine = kind(rules)
        check(rules, engine.answers, "%s, %s" % (kind.package, kind.form))
        rows.append([kind.package, kind.form, each(engine, rules)])
    with tempfile.TemporaryDirectory(prefix="engines-") as folder:
        program = Program(stripped(sys.argv[1]), folder, rules)
        check(rules, program.answers, "claude-route")
        rows = program.rows() + rows
    print("%d rules; all gave the right answer on %d inputs\n" % (
        len(rules.routes) + len(rules.constraints), CHECKED))
    ours = rows[0][2]
    table(["", "form", "µs for one more", "× the first row"], [
        [name, form, "%.1f" % (seconds * 1e6), "%.2f" % (seconds / ours)] for name, form, seconds in rows], words=2)


def check(rules, answers, name):
    inputs = rules.inputs(CHECKED, seed=2)
    for facts, answer in zip(inputs, answers(inputs)):
        if answer != rules.answer(facts):
            sys.exit("%s: %s instead of %s for %s" % (name, answer, rules.answer(facts), facts))


def each(engine, rules):
    start = time.perf_counter()
    engine.answers(rules.inputs(50, seed=3))
    count = max(50, int(SECONDS * 50 / (time.perf_counter() - start)))
    inputs = rules.inputs(2 * count, seed=4)
    return difference(lambda facts: engine.answers(facts), inputs)


def difference(work, values):
    """Seconds that one more value takes: all of them against the first half."""
    halves, wholes = [], []
    for _ in range(RUNS):
        for times, given in ((halves, values[:len(values) // 2]), (wholes, values)):
            start = time.perf_counter()
            work(given)
            times.append(time.perf_counter() - start)
    return (min(wholes) - min(halves)) / (len(values) // 2)


class Program:
    """claude-route with the rules as its policy."""

    def __init__(self, binary, folder, rules):
        self.binary, self.rules = binary, rules
        self.folder = pathlib.Path(folder).resolve()
        self.environment = {"HOME": str(self.folder), "PATH": "/usr/bin:/bin"}
        (self.folder / ".git").mkdir()
        (self.folder / ".git" / "HEAD").write_text("ref: refs/heads/team-3/fix\n")
        self.has_batch = subprocess.run(
            [binary, "decide", "--batch"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=self.environment, check=False).returncode == 0

    def policy(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def answers(self, inputs):
        """Each by a process of its own, that is told classes, labels and facts."""
        policy = self.policy("alone.yaml", self.rules.policy(["built-in: false"]))
        found = []
        for facts in inputs:
            arguments = ["explain", "--json", "--as", "user", "--policy", policy]
            for name in facts["classes"]:
                arguments += ["--class", name]
            for name in facts["labels"]:
                arguments += ["--label", name]
            for name, value in (("branch", facts["branch"]), ("task.words", facts["words"])):
                arguments += ["--fact", "%s=%s" % (name, value)]
            run = subprocess.run([self.binary] + arguments, stdout=subprocess.PIPE, env=self.environment,
                                 check=False)
            decision = json.loads(run.stdout)["decision"]
            found.append("%s/%s" % (decision["backend"], decision["model"])
                         if decision["outcome"] == "routed" else None)
        return found

    def rows(self):
        # The words of the classes and others that mean nothing, as many as the input says.
        named = [" ".join(facts["classes"] + ["item"] * (facts["words"] - len(facts["classes"])))
                 for facts in self.rules.inputs(2 * LINES, seed=4)]
        with open(TASKS, encoding="utf-8") as file:
            texts = [line.split("\t")[0] for line in file.read().splitlines()[1:]]
        real = (texts * (2 * LINES // len(texts) + 1))[:2 * LINES]
        alone = ["built-in: false", "labels: [%s]" % LABELS[2]]
        everything = self.policy("rules.yaml", self.rules.policy(alone))
        # A label is known when a rule has it.
        nothing = self.policy("no-rules.yaml", self.rules.policy(alone[:1], with_rules=False))
        classes = self.policy("classes.yaml", self.rules.policy(["built-in: classes"] + alone[1:]))
        line = difference(lambda tasks: self.run(everything, tasks), named)
        empty = difference(lambda tasks: self.run(nothing, tasks), named)
        how = "`decide --batch`" if self.has_batch else "`score`"
        return [
            ["claude-route", how + ", text in, target and reasons out", line],
            ["claude-route", "the same less what it takes without rules", line - empty],
            ["claude-route", how + ", real tasks, all built-in classes and the model",
             difference(lambda tasks: self.run(classes, tasks), real)],
        ]

    def run(self, policy, tasks):
        """Python values in, Python values out, as for the engines."""
        if self.has_batch:
            command = ["decide", "--batch", "--policy", policy]
            text = "".join(json.dumps({"task": task}) + "\n" for task in tasks)
        else:
            command = ["score", "-", "--policy", policy]
            text = "text\tprimary\n" + "".join(task + "\tother\n" for task in tasks)
        output = subprocess.run([self.binary] + command, input=text.encode(), stdout=subprocess.PIPE,
                                env=self.environment, cwd=self.folder, check=True).stdout
        if self.has_batch:
            answers = [json.loads(answer) for answer in output.splitlines()]
            assert len(answers) == len(tasks)


if __name__ == "__main__":
    main()
