#!/usr/bin/env python3
"""Times decisions inside one process: `decide --batch` over n and over 2n lines.

    python3 Benchmarks/decisions.py .build/release/claude-route

Every figure is the difference of two runs, in processor time, so that starting the program does not
count. The fastest of five runs each; a machine that does other work prints larger figures.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

TASKS = pathlib.Path(__file__).parent.parent / "Tests/ClassifierTests/Tasks/tasks.tsv"
RUNS = 5
COUNT = 100_000


def rules(count):
    """As many routes as constraints, each asking for another branch."""
    lines = ["version: 1", "name: large", "routes:"]
    for number in range(count):
        lines += [
            f"  - name: route-{number}",
            f'    when: {{fact: branch, matches: "team-{number}/**"}}',
            "    to: [openrouter/haiku, anthropic/sonnet]",
        ]
    lines += ["default: [anthropic/default]", "constraints:"]
    for number in range(count):
        lines += [
            f"  - name: rule-{number}",
            f'    when: {{fact: branch, matches: "area-{number}/**"}}',
            "    forbid: {model: [haiku]}",
            f"    reason: area {number} keeps a strong model",
        ]
    return "\n".join(lines) + "\n"


def phrases(count, words, choices):
    """One class of phrases of two words each, and nothing built in."""
    made = [" ".join(choices.sample(words, 2)) for _ in range(count)]
    return json.dumps({
        "version": 1,
        "built-in": False,
        "backends": {"anthropic": {"kind": "anthropic", "credential": "login"}},
        "classes": {"bulk": {"signals": [{"phrases": made}]}},
        "default": ["anthropic/default"],
    })


def seconds(binary, path, policy, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [binary, "decide", "--batch", path] + (["--policy", policy] if policy else [])
    times = []
    for _ in range(RUNS):
        before = os.times()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        times.append(after.children_user + after.children_system
                     - before.children_user - before.children_system)
    return min(times)


def each(binary, path, policy, lines):
    """Microseconds for one more line."""
    half = len(lines) // 2
    whole = seconds(binary, path, policy, lines)
    return (whole - seconds(binary, path, policy, lines[:half])) / (len(lines) - half) * 1e6


def main():
    binary = sys.argv[1]
    choices = random.Random(1)
    rows = [line.split("\t")[0] for line in TASKS.read_text(encoding="utf-8").splitlines()[1:]]
    words = " ".join(rows).split()
    plain = sorted({word for word in words if word.isascii() and word.isalpha() and len(word) > 2})

    def text(least, most):
        return " ".join(choices.choices(words, k=choices.randint(least, most)))

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = folder / "tasks.jsonl"
        tasks = [{"task": text(3, 15)} for _ in range(2 * COUNT)]
        taken = each(binary, path, None, tasks)
        print(f"tasks of 3 to 15 words, built-in policy    {taken:6.1f} µs, {1e6 / taken:,.0f} a second")
        large = folder / "large.yaml"
        large.write_text(rules(100), encoding="utf-8")
        tasks = [{"facts": {"branch": f"area-{number % 200}/x"}} for number in range(COUNT)]
        with_rules = each(binary, path, large, tasks)
        print(f"one decision, 100 routes, 100 constraints  {with_rules:6.1f} µs")
        many = folder / "phrases.yaml"
        many.write_text(phrases(400, plain, choices), encoding="utf-8")
        tasks = [{"task": text(200, 200)} for _ in range(COUNT // 10)]
        taken = each(binary, path, many, tasks)
        print(f"a text of 200 words, 400 phrases           {taken:6.1f} µs")


if __name__ == "__main__":
    main()
