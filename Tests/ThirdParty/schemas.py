#!/usr/bin/env python3
"""Tries what is printed for other programs on other people's readers.

    python3 schemas.py --binary .build/release/claude-route [--mutants N] [--seed N] [--keep FOLDER]

check-jsonschema and the loader agree about the shape of shipped policies, broken ones and random
ones; SARIF and JUnit reports fit their public schemas. The last line is `N passed, N failed`; without
PyPI and a filled cache everything is skipped, which is a failure only where `CI` is `true`.
"""

import argparse
import collections
import concurrent.futures
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import python_packages  # noqa: E402
import verdicts  # noqa: E402

LAYERS = ["user", "managed", "repository"]
# The shapes by the layer that may say all of it.
SHAPES = {"user": ["user-backends", "user-rules", "user-tests"], "managed": ["managed"],
          "repository": ["repository"]}

# How a value is written is all that the loader and a schema can differ in: a YAML reader has resolved
# it before a schema sees it, while the loader takes the letters. (Text, loader takes it, schema does.)
SPELLINGS = [
    ("version: 0x1", False, True),
    ("version: 1.0", False, True),
    ("version: 1\nbackends: {amazon: {preset: bedrock, timeout: 1000.0}}", False, True),
    ("version: 1\nclasses: {a: {protective: True}}", False, True),
    ("version: 1\nclient: {minimum-version: 1e1}", False, True),
    ("version: 1\nlabels: [+1]", False, True),
    # The same to both, although it need not be:
    ("version: 1\nname: ~", False, False),
    ("version: 1\nname: null", False, False),
    ("version: 1\nname:", False, False),
    ("version: 1\nname: \"null\"", True, True),
    ("version: 1\nname: 2026-11-30", True, True),
    ("version: 1\nname: 5", True, True),
    ("version: 1\nname: yes", True, True),
    ("version: 1\nclasses: {a: {protective: yes}}", False, False),
    ("version: 1\nclasses: {a: {protective: \"true\"}}", False, False),
    ("version: \"1\"", False, False),
    ("version: 1\nbackends: {amazon: {preset: bedrock, timeout: \"1000\"}}", False, False),
    ("version: 1\ntests: [{name: a, task: , expect: anthropic}]", True, True),
    ("version: 1\nclient: {minimum-version: 2.1}", True, True),
    ("version: 1\nclassifier: {model: off}", True, True),
    ("version: 1\nclassifier: {model: false}", False, False),
    ("version: 1\nclassifier: {thresholds: {doubt: 0.30, similarity: 1.0}}", True, True),
    ("version: 1\nclasses: {a: {examples: [%s]}}" % ("a" * 2000), True, True),
    ("version: 1\nclasses: {a: {examples: [%s]}}" % ("a" * 2001), False, False),
]


class Report:
    def __init__(self):
        self.passed, self.failures = 0, []

    def check(self, name, failures):
        if failures:
            self.failures.append(name)
            print("FAIL %s" % name)
            print("".join("    %s\n" % line for line in failures[:20]), end="")
            if len(failures) > 20:
                print("    … and %d more" % (len(failures) - 20))
        else:
            self.passed += 1
            print("ok   %s" % name)
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, help="the claude-route to test")
    parser.add_argument("--mutants", type=int, default=2000, help="broken policies (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="where they begin (default: 1)")
    parser.add_argument("--keep", metavar="FOLDER",
                        help="keep what is written there (default: nothing is kept)")
    arguments = parser.parse_args()
    try:
        python = python_packages.interpreter()
        public = python_packages.sarif_schema(), python_packages.junit_schema()
    except (python_packages.Unavailable, OSError) as error:
        print("skipped: %s" % error)
        print("0 passed, 0 failed, 1 skipped")
        return 1 if os.environ.get("CI") == "true" else 0
    if os.path.dirname(sys.executable) != os.path.dirname(python):
        os.execv(python, [python, os.path.abspath(__file__)] + sys.argv[1:])
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or scratch
        os.makedirs(folder, exist_ok=True)
        return run(os.path.abspath(arguments.binary), arguments, os.path.abspath(folder), public)


def run(binary, arguments, folder, public):
    report = Report()
    schemas = {}
    for layer in LAYERS:
        schemas[layer] = os.path.join(folder, "%s.schema.json" % layer)
        with open(schemas[layer], "wb") as file:
            file.write(output([binary, "schema", "--layer", layer]))
    report.check("the schemas are schemas", invalid_schemas(schemas))
    report.check("sound policies fit", unfit(binary, schemas, folder))
    report.check("recipes fit what a backend is", unfit_recipes(schemas["user"], folder))
    report.check("broken policies do not", accepted_broken_policies(binary, schemas))
    report.check("spellings are read as written down", misread_spellings(binary, schemas, folder))
    report.check("%d mutants: loader and schema agree" % arguments.mutants,
                 disagreements(binary, schemas, folder, arguments))
    report.check("SARIF logs fit SARIF's schema", unfit_sarif(binary, public[0], folder))
    report.check("JUnit reports fit the xunit plugin's schema", unfit_junit(binary, public[1]))
    print("%d passed, %d failed" % (report.passed, len(report.failures)))
    return 1 if report.failures else 0


def output(command, statuses=(0,)):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, cwd=ROOT, timeout=120,
                          env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"})
    if done.returncode not in statuses:
        raise AssertionError("%s: status %d: %s" % (
            command, done.returncode, done.stderr.decode("utf-8", "replace")))
    return done.stdout


def invalid_schemas(schemas):
    program = os.path.join(os.path.dirname(sys.executable), "check-jsonschema")
    done = subprocess.run([program, "--check-metaschema"] + sorted(schemas.values()),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return [] if done.returncode == 0 else done.stdout.decode().splitlines()


# MARK: Files

def layer_of(path):
    """As the file's place says, or the page that shows it."""
    name = os.path.splitext(os.path.basename(path))[0]
    page = python_packages.text(os.path.join(ROOT, "docs", "diagnostics", name + ".md"))
    said = re.search(r"^\$ claude-route check .*--as (\w+)", page, re.MULTILINE)
    if said and "examples/diagnostics" in path:
        return said.group(1)
    if name in SHAPES["managed"] + SHAPES["repository"]:
        return name
    # What a team commits.
    committed = (".claude-route.yaml", os.path.join("policies", "team.yaml"))
    return "repository" if path.endswith(committed) else "user"


def policies():
    """Path → layer, of everything here that is a policy."""
    paths = glob.glob(os.path.join(ROOT, "policies", "*.yaml"))
    paths += glob.glob(os.path.join(ROOT, "examples", "**", "*.yaml"), recursive=True)
    paths += glob.glob(os.path.join(ROOT, "examples", "**", ".claude-route.yaml"), recursive=True)
    paths += glob.glob(os.path.join(ROOT, "Tests", "PolicyLoaderTests", "Fixtures", "*.yaml"))
    paths += glob.glob(os.path.join(HERE, "shapes", "*.yaml"))
    return {path: layer_of(path) for path in sorted(set(paths))
            if os.path.basename(path) != "presets.yaml"}


def unfit(binary, schemas, folder):
    sound = {path: layer for path, layer in policies().items()
             if not verdicts.loader_errors(binary, path, layer)}
    expected = [os.path.join(HERE, "shapes", name + ".yaml")
                for names in SHAPES.values() for name in names]
    failures = ["not sound: %s" % path for path in expected if path not in sound]
    sound.update(starters(binary, folder))
    for layer in LAYERS:
        paths = [path for path in sound if sound[path] == layer]
        rejected = verdicts.schema_errors(schemas[layer], paths)
        failures += ["%s (%s): %s" % (path, layer, words) for path, words in rejected.items()]
    return failures if len(sound) > 20 else failures + ["only %d sound policies" % len(sound)]


def starters(binary, folder):
    """What `init` prints."""
    written = {}
    for name, layer, words in [
        ("start-user.yaml", "user", []),
        ("start-repository.yaml", "repository", ["--repository"]),
        ("start-managed.yaml", "managed", ["--managed", "bedrock", "--region", "eu-central-1"]),
    ]:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(output([binary, "init", "--print"] + words))
        written[path] = layer
    return written


def unfit_recipes(schema, folder):
    """A recipe is a backend but for the rules that hold once its user has given the rest."""
    with open(schema, encoding="utf-8") as file:
        document = json.load(file)
    del document["definitions"]["backend"]["allOf"]
    recipes = {"type": "object", "additionalProperties": {"$ref": "#/definitions/backend"}}
    derived = {"$schema": document["$schema"], "type": "object", "required": ["presets"],
               "properties": {"presets": recipes}, "additionalProperties": False,
               "definitions": document["definitions"]}
    path = os.path.join(folder, "recipes.schema.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(derived, file)
    presets = os.path.join(ROOT, "policies", "presets", "presets.yaml")
    return list(verdicts.schema_errors(path, [presets]).values())


def accepted_broken_policies(binary, schemas):
    """Golden pairs whose mistakes include one of shape, by what the pair or the program says."""
    broken = collections.defaultdict(list)
    for path, layer in policies().items():
        expected = python_packages.text(os.path.splitext(path)[0] + ".expected")
        errors = verdicts.diagnostics(expected) or verdicts.loader_errors(binary, path, layer)
        if any(verdicts.is_about_shape(*error) for error in errors):
            broken[layer].append(path)
    failures = []
    for layer, paths in broken.items():
        rejected = verdicts.schema_errors(schemas[layer], paths)
        failures += ["accepted (%s): %s" % (layer, path) for path in paths if path not in rejected]
    count = sum(map(len, broken.values()))
    return failures if count > 15 else failures + ["only %d broken policies" % count]


def misread_spellings(binary, schemas, folder):
    failures = []
    paths = []
    for index, (text, _, _) in enumerate(SPELLINGS):
        paths.append(os.path.join(folder, "spelling-%d.yaml" % index))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(text + "\n")
    rejected = verdicts.schema_errors(schemas["user"], paths)
    for path, (text, loader, schema) in zip(paths, SPELLINGS):
        found = not verdicts.shape_errors(binary, path, "user"), path not in rejected
        if found != (loader, schema):
            failures.append("%r: loader and schema take it: %s, %s" % ((text,) + found))
    return failures


# MARK: Mutants

def disagreements(binary, schemas, folder, arguments):
    import shape_mutations
    from ruamel.yaml import YAML

    bases = {}
    for layer, names in SHAPES.items():
        for name in names:
            with open(os.path.join(HERE, "shapes", name + ".yaml"), encoding="utf-8") as file:
                bases[name] = layer, YAML(typ="safe").load(file)
    dice = random.Random(arguments.seed)
    mutator = shape_mutations.Mutator([policy for _, policy in bases.values()], dice)
    mutants = {}
    # Most of the rules are about these two.
    names = sorted(bases) + ["user-backends", "user-rules", "user-rules"]
    for index in range(arguments.mutants):
        name = names[index % len(names)]
        policy, words = mutator.mutant(bases[name][1])
        path = os.path.join(folder, "mutant-%d.json" % index)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(policy, file)
        mutants[path] = bases[name][0], "%s: %s" % (name, words)
    validators = {layer: verdicts.Validator(path) for layer, path in schemas.items()}
    # The loader is a process each; meanwhile the schema's verdicts are found here.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = pool.map(
            lambda path: verdicts.loader_errors(binary, path, mutants[path][0]), mutants)
        rejected = {}
        for path, (layer, _) in mutants.items():
            with open(path, encoding="utf-8") as file:
                words = validators[layer].error(json.load(file))
            if words:
                rejected[path] = words
        found = dict(zip(mutants, found))
    return compared(mutants, found, rejected)


def compared(mutants, found, rejected):
    failures = []
    seen = collections.Counter()
    sound = 0
    for path, (_, words) in mutants.items():
        errors = [error for error in found[path] if verdicts.is_about_shape(*error)]
        seen.update({identifier for identifier, _ in errors})
        sound += not errors
        if bool(errors) != (path in rejected):
            failures.append("%s: %s\n      loader: %s\n      schema: %s" % (
                os.path.basename(path), words,
                errors[:2] or "takes it (%s)" % found[path][:2], rejected.get(path, "takes it")))
    print("     %d sound in shape, %d not (%s)" % (
        sound, len(mutants) - sound, ", ".join("%s %d" % pair for pair in sorted(seen.items()))))
    missing = verdicts.SHAPE_IDS | {"unknown-name"}
    failures += ["no mutant has %s" % identifier for identifier in sorted(missing - set(seen))]
    if min(sound, len(mutants) - sound) * 10 < len(mutants):
        failures.append("too few of one kind")
    return failures


# MARK: Reports

def unfit_sarif(binary, schema, folder):
    """Of clean policies, of findings, and of everything that the loader refuses."""
    failures, paths = [], []
    for index, (path, layer) in enumerate(policies().items()):
        log = output([binary, "check", "--as", layer, "--format", "sarif", path], (0, 1, 65))
        paths.append(os.path.join(folder, "log-%d.json" % index))
        with open(paths[-1], "wb") as file:
            file.write(log)
    results = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            results += sum(len(run["results"]) for run in json.load(file)["runs"])
    # A pattern of SARIF's schema has a bracket that is none in the mode for Unicode.
    rejected = verdicts.schema_errors(schema, paths, patterns="nonunicode")
    failures += ["%s: %s" % pair for pair in rejected.items()]
    print("     %d logs, %d results" % (len(paths), results))
    return failures if results > 50 else failures + ["only %d results" % results]


def unfit_junit(binary, schema):
    """Of passing and failing tests, of several files, and of names that XML has to escape."""
    from lxml import etree

    grammar = etree.XMLSchema(etree.parse(schema))
    tested = [path for path, layer in policies().items()
              if re.search(r"^tests:", python_packages.text(path), re.MULTILINE)
              and not verdicts.loader_errors(binary, path, layer) and layer == "user"]
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False) as file:
        file.write("version: 1\ntests:\n"
                   "  - {name: 'a <&> \"quoted\" name', task: \"<b> & ]]> 'c'\", expect: denied}\n")
    failures, cases = [], 0
    for paths in [[path] for path in tested] + [tested + [file.name]]:
        text = output([binary, "test", "--format", "junit"] + paths, (0, 1))
        document = etree.fromstring(text)
        cases += len(document.findall(".//testcase"))
        if not grammar.validate(document):
            failures += ["%s: %s" % (paths, error) for error in grammar.error_log]
    os.remove(file.name)
    print("     %d test cases" % cases)
    return failures if cases > 5 else failures + ["only %d test cases" % cases]


if __name__ == "__main__":
    sys.exit(main())
