"""Times `claude-route check` on a policy with more than 100,000 states.

    python3 Benchmarks/check_states.py PATH-OF-CLAUDE-ROUTE

Prints whole-process times, median of the runs, beside the floor of a process that does nothing
(`--version`) in the same runs. A state is one combination of classes, labels and facts; the
availability of backends is not counted.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time

LABELS = 13
ROUTES = 40
CONSTRAINTS = 40
RUNS = 11


def policy():
    """2 classes, 13 labels and a branch with 4 states (main, release, another, absent or unknown)."""
    lines = [
        "version: 1",
        "built-in: false",
        "default: [anthropic/opus, bedrock/opus]",
        "classes:",
        "  serious: {protective: true, signals: [{phrases: [crash]}]}",
        "  casual: {protective: false, signals: [{phrases: [rename]}]}",
        "routes:",
    ]
    models = ["opus", "sonnet", "haiku", "fable"]
    backends = ["anthropic", "openrouter", "bedrock", "vertex"]
    for number in range(ROUTES):
        first, second = number % LABELS, (number * 5 + 3) % LABELS
        lines.append(
            "  - {name: r%d, when: {all: [{label: l%d}, {any: [{label: l%d}, {class: casual}]}]}, to: [%s/%s]}"
            % (number, first, second, backends[number % 4], models[number // 4 % 4])
        )
    lines.append("constraints:")
    for number in range(CONSTRAINTS):
        first, second = (number * 3) % LABELS, (number * 7 + 1) % LABELS
        condition = (
            "{fact: branch, equals: main}" if number % 5 == 0
            else "{fact: branch, matches: \"release/*\"}" if number % 5 == 1
            else "{label: l%d}" % second
        )
        lines.append(
            "  - {name: c%d, reason: r, when: {all: [{label: l%d}, {class: serious}, %s]}, forbid: {backend: %s, model: %s}}"
            % (number, first, condition, backends[number % 4], models[number // 3 % 4])
        )
    lines += [
        "invariants:",
        "  - {name: never-on-vertex-fable, never: {backend: vertex, model: fable, effort: max}}",
        "  - {name: decided, assume: {available: [anthropic]}, when: {not: {class: serious}}, outcome: decided}",
    ]
    return "\n".join(lines) + "\n"


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main():
    binary = sys.argv[1]
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(policy())
        file.flush()
        command = [binary, "check", "--json", file.name]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        proofs = json.loads(run.stdout)["proofs"]
        for proof in proofs:
            print("%-22s %s, %s states with every availability" % (
                proof["name"], proof["verdict"], proof["states"]))
        check, floor = [], []
        for _ in range(RUNS):
            check.append(seconds(command))
            floor.append(seconds([binary, "--version"]))
    print("check    %6.1f ms (median of %d, %.1f to %.1f)" % (
        1e3 * statistics.median(check), RUNS, 1e3 * min(check), 1e3 * max(check)))
    print("floor    %6.1f ms (--version)" % (1e3 * statistics.median(floor)))
    print("ratio    %6.1f" % (statistics.median(check) / statistics.median(floor)))


if __name__ == "__main__":
    main()
