"""What claude-route and check-jsonschema say about the shape of policy files."""

import json
import os
import re
import subprocess
import sys

DIAGNOSTIC = re.compile(r"^(?P<place>\S.*?:\d+:\d+): error: (?P<message>.*) \[(?P<id>[a-z-]+)\]$")
# Shape: keys, types, words of fixed lists.
SHAPE_IDS = {"unknown-key", "wrong-type", "missing-key", "bad-operator", "bad-url"}
# Names that are looked up in the policies; every other unknown name is one of a fixed list.
LOOKED_UP = re.compile(r"unknown (class|label|backend|model|payer|variable|route|constraint) `")
# Of all layers together, not of one file's shape.
WHOLE = "no layer has a `default`"


def diagnostics(errors):
    """(id, message) of each error in what was printed."""
    found = [DIAGNOSTIC.match(line) for line in errors.splitlines()]
    return [(match["id"], match["message"]) for match in found if match]


def is_about_shape(identifier, message):
    if identifier == "unknown-name":
        return not LOOKED_UP.match(message)
    if identifier == "repository-authority":
        return message.startswith("a repository policy may not define `")
    return identifier in SHAPE_IDS and message != WHOLE


def loader_errors(binary, path, layer):
    """The errors of a file as the loader reports them; empty when it is sound."""
    done = subprocess.run(
        [binary, "explain", "--policy", path, "--as", layer, "--json"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={"HOME": os.path.dirname(path), "PATH": "/usr/bin:/bin"}, timeout=60)
    text = done.stderr.decode("utf-8", "replace")
    found = diagnostics(text)
    # 69: the task is denied, by a sound policy.
    if done.returncode not in (0, 65, 69) or (done.returncode == 65) != bool(found):
        raise AssertionError("%s: status %d: %s" % (path, done.returncode, text))
    return found


def shape_errors(binary, path, layer):
    return [found for found in loader_errors(binary, path, layer) if is_about_shape(*found)]


def schema_errors(schema, paths, patterns="default"):
    """Path → the first words of check-jsonschema about it, for the files that it rejects."""
    command = [os.path.join(os.path.dirname(sys.executable), "check-jsonschema"),
               "--schemafile", schema, "--output-format", "json", "--color", "never",
               "--regex-variant", patterns]
    done = subprocess.run(command + paths, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=900)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise AssertionError("check-jsonschema: %s" % (done.stdout + done.stderr).decode(
            "utf-8", "replace")[-500:])
    if report.get("parse_errors"):
        raise AssertionError("check-jsonschema cannot read: %s" % report["parse_errors"][:3])
    rejected = {}
    for error in report.get("errors", []):
        rejected.setdefault(error["filename"], "%s: %s" % (error["path"], error["message"][:160]))
    return rejected


class Validator:
    """jsonschema itself, with patterns read as check-jsonschema reads them; for many files."""

    def __init__(self, path):
        import jsonschema

        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        self.validator = jsonschema.validators.extend(
            jsonschema.Draft7Validator, {"pattern": self.pattern})(schema)
        self.expressions = {}

    def pattern(self, validator, pattern, instance, schema):
        import jsonschema
        import regress

        if pattern not in self.expressions:
            self.expressions[pattern] = regress.Regex(pattern, "u")
        if validator.is_type(instance, "string") and not self.expressions[pattern].find(instance):
            yield jsonschema.ValidationError("%r does not match %r" % (instance, pattern))

    def error(self, document):
        """Words about the first mistake; None when there is none."""
        for error in self.validator.iter_errors(document):
            return "%s: %s" % (error.json_path, error.message[:160])
        return None
