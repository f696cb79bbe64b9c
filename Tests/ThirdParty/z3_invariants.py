#!/usr/bin/python3
"""Holds the prover against z3: the same policies, the same invariants, the same verdicts.

    z3_invariants.py --binary .build/release/claude-route [--policies DIR] [--random N] [--seed N]

Reads every shipped policy, whole and without each of its constraints, and N random ones, encodes each invariant for z3 from the YAML alone, and
compares with what `claude-route check --format json` reports. A refuted invariant's command is run,
and must end in the decision that the report describes and that breaks the invariant. Disagreements
are printed whole; the last line counts.
"""

import argparse
import collections
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import encoding  # noqa: E402
import policy as policies  # noqa: E402
import random_policies  # noqa: E402

BATCH = 50


def main():
    arguments = parsed_arguments()
    check = Check(os.path.abspath(arguments.binary), arguments.policies)
    shipped = sorted(os.path.join(arguments.policies, name)
                     for name in os.listdir(arguments.policies) if name.endswith(".yaml"))
    check.compare(shipped)
    # The one that is meant for a repository, as such.
    check.compare([os.path.join(arguments.policies, "team.yaml")], layer="repository")
    with tempfile.TemporaryDirectory() as folder:
        check.compare([path for source in shipped for path in weakened(source, folder)])
        paths = []
        for seed in range(arguments.seed, arguments.seed + arguments.random):
            paths.append(os.path.join(folder, "%d.yaml" % seed))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(random_policies.text(seed))
        for start in range(0, len(paths), BATCH):
            check.compare(paths[start:start + BATCH], words=random_policies.ALPHABET)
    return check.report(arguments.random)


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, help="the claude-route to test")
    parser.add_argument("--policies", default=os.path.join(HERE, "..", "..", "policies"),
                        help="the shipped policies (default: this repository's)")
    parser.add_argument("--random", type=int, default=200, help="random policies (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the first of them (default: 0)")
    return parser.parse_args()


def weakened(path, folder):
    """Copies of a shipped policy, each without one constraint: its own, or one of the built-in's."""
    root = policies.read(path)
    root.pop("tests", None)
    constraints = root.get("constraints") or []
    if os.path.basename(path) == "built-in.yaml":
        root["built-in"] = False
    else:
        built_in = policies.read(os.path.join(os.path.dirname(path), "built-in.yaml"))
        for rule in built_in["constraints"]:
            yield written({**root, "built-in": {"without": [rule["name"]]}}, folder, path, rule)
    for rule in constraints:
        rest = [other for other in constraints if other is not rule]
        yield written({**root, "constraints": rest}, folder, path, rule)


def written(root, folder, path, rule):
    name = "%s without %s.yaml" % (os.path.basename(path)[:-5], rule["name"])
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(random_policies.dumped(root))
    return file.name


class Check:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.counts = collections.Counter()
        self.failures = []

    def compare(self, paths, words=(), layer="user"):
        asked = []
        for path in paths:
            policy = policies.merged(path, self.folder)
            asked += [(path, policy, invariant, encoding.Encoding(policy, invariant, words))
                      for invariant in policy.invariants]
        answers = encoding.satisfiable([question[3] for question in asked])
        reports = {path: self.reported(path, layer) for path in paths}
        for (path, policy, invariant, encoded), is_refuted in zip(asked, answers):
            proofs, messages = reports[path]
            proof = proofs.get(invariant["name"], {"verdict": "nothing"})
            expected = "refuted" if is_refuted else "proved"
            self.counts[expected] += 1
            if proof["verdict"] != expected:
                self.fail(path, "`%s`: z3 says %s, check says %s\n%s" % (
                    invariant["name"], expected, proof["verdict"], encoded.script()))
            elif is_refuted:
                self.replay(path, policy, invariant, proof, messages[invariant["name"]])

    def run(self, words):
        return subprocess.run([self.binary] + words, capture_output=True, text=True, timeout=120,
                              env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})

    def reported(self, path, layer):
        """Proofs by name, and of the refuted ones what the diagnostic says."""
        result = self.run(["check", "--as", layer, "--format", "json", path])
        try:
            report = json.loads(result.stdout)
        except ValueError:
            self.fail(path, "check prints no JSON: %s%s" % (result.stdout, result.stderr))
            return {}, {}
        messages = {}
        for diagnostic in report["diagnostics"]:
            if diagnostic["id"] == "invariant-refuted":
                name = re.match("invariant `([^`]*)`", diagnostic["message"]).group(1)
                messages[name] = diagnostic
            elif result.returncode == 65:
                self.fail(path, diagnostic["message"])
        return {proof["name"]: proof for proof in report["proofs"]}, messages

    # ----------------------------------------------------------------------------------- replays

    def replay(self, path, policy, invariant, proof, diagnostic):
        words = shlex.split(proof["replay"])
        result = self.run(words[1:] + ["--json"])
        try:
            decision = json.loads(result.stdout)["decision"]
        except (ValueError, KeyError):
            self.fail(path, "%s\nprints no decision: %s" % (proof["replay"], result.stderr))
            return
        self.counts["replayed"] += 1
        described = re.search("does not hold: (?:`([^`]*)` can be chosen|a task can be denied)$",
                              diagnostic["message"])
        target = described and described.group(1)
        decided = None
        if decision["outcome"] == "routed":
            decided = "%s/%s" % (decision["backend"], decision["model"])
        if not described or target != decided:
            self.fail(path, "%s\ndecides %s; check said: %s" % (
                proof["replay"], decided, diagnostic["message"]))
        elif not breaks(invariant, policy, decision, words):
            self.fail(path, "%s\ndecides %s, which keeps %s" % (proof["replay"], decision,
                                                               invariant))

    def fail(self, path, message):
        with open(path, encoding="utf-8") as file:
            text = file.read() if "built-in" not in os.path.basename(path) else ""
        self.failures.append("%s: %s\n%s" % (path, message, text))

    def report(self, count):
        for failure in self.failures[:5]:
            print(failure)
        counts = self.counts
        print("z3: %d proved, %d refuted, %d replayed; %d disagreements" % (
            counts["proved"], counts["refuted"], counts["replayed"], len(self.failures)))
        if min(counts["proved"], counts["refuted"]) * 10 < count:
            print("z3: too few of one kind to say anything")
            return 1
        return 1 if self.failures else 0


def breaks(invariant, policy, decision, words):
    """Whether a decision that was printed is one that the invariant rules out."""
    if "outcome" in invariant:
        return (invariant["outcome"] == "denied") == (decision["outcome"] == "routed")
    if decision["outcome"] == "denied":
        return False
    thinkings = {target.thinking for _, target in policy.candidates()
                 if str(target) == "%s/%s" % (decision["backend"], decision["model"])
                 and target.effort == decision["effort"]}
    return any(is_broken(invariant, policy, decision, words, thinking) for thinking in thinkings)


def is_broken(invariant, policy, decision, words, thinking):
    """The same for one of the values that the printed decision leaves out."""
    target = policy.target({"backend": decision["backend"], "model": decision["model"],
                            "effort": decision["effort"], "thinking": thinking})
    region = target.backend.region or region_of(target.backend, words)
    selector = invariant.get("never") or invariant.get("always")
    everywhere = "always" in invariant
    hit = all(
        decision["payer"] in encoding.listed(value) if key == "payer"
        else encoding.fixed_match(key, value, target, region, everywhere,
                                  measured(policy, target, words))
        for key, value in selector.items())
    return hit != everywhere


def measured(policy, target, words):
    """What a replay's `--measured BACKEND/MODEL:TRAIT=GRADE` say of the target's model."""
    found = {}
    for flag, value in zip(words, words[1:]):
        if flag != "--measured":
            continue
        place, finding = value.rsplit(":", 1)
        trait, grade = finding.split("=")
        if "/" not in place:
            is_meant = place == target.backend.name
        else:
            meant = policy.target(place)
            is_meant = (meant.backend, meant.id) == (target.backend, target.id)
        if is_meant:
            found[trait] = grade
    return found


def region_of(backend, words):
    """The region that a replay has; what is said of it on the command line, else the usual one."""
    said = {}
    for flag, value in zip(words, words[1:]):
        if flag == "--fact" and value.startswith("env."):
            name, text = value[4:].split("=", 1)
            said[name] = text
        elif flag == "--absent" and value.startswith("env."):
            said[value[4:]] = None
    usual = {"AWS_REGION": "us-east-1", "CLOUD_ML_REGION": "global"}
    values = [said.get(name, usual.get(name)) for name in backend.region_variables()]
    return next((value for value in values if value), None)


if __name__ == "__main__":
    sys.exit(main())
