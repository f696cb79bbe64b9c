"""Small random policies with invariants, as a user's file without the built-in policy."""

import random

import yaml

CLASSES = ["amber", "birch", "coral"]
LABELS = ["lime", "mint"]
WORDS = {"amber": ["walrus", "teapot"], "birch": ["granite", "violin"],
         "coral": ["lantern", "meadow"]}
EFFORTS = ["low", "high"]
GRADES = ["good", "degraded", "broken", "unknown"]
REGIONS = ["us-east-1", "eu-central-1"]
GEOGRAPHIES = ["eu", "us"]
TEXTS = ["a", "b", "ab", "a/b"]
GLOBS = ["a*", "*b", "*", "a/*", "b/**", "**/a", "?"]
# Every way in which the globs can differ shows in one of these.
ALPHABET = [first + rest for first in ["a", "b", "c", "ab", "ba", "ca", "acb"]
            for rest in ["", "/a", "/b", "/c", "/ab", "/a/a", "/c/a", "/c/c"]]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def some(self, least, most, values):
        return self.random.sample(values, min(self.random.randint(least, most), len(values)))

    def policy(self):
        self.backends = {name: self.backend(name) for name in self.some(2, 3, ["one", "two", "six"])}
        self.classes = {name: self.task_class(name) for name in self.some(1, 3, CLASSES)}
        policy = {"version": 1, "built-in": False, "backends": self.backends,
                  "classes": self.classes,
                  "routes": [self.route(index) for index in range(self.random.randint(1, 3))],
                  "default": self.targets(),
                  "constraints": [self.constraint(index)
                                  for index in range(self.random.randint(1, 3))]}
        policy["invariants"] = [self.invariant(index, policy) for index in range(4)]
        # Only a label that is mentioned may be set.
        mentioned = [label for label in LABELS if "label: " + label in yaml.safe_dump(policy)]
        if mentioned and self.chance(20):
            policy["labels"] = mentioned[:1]
        if mentioned and self.chance(30):
            policy["projects"] = [{self.random.choice(["path", "remote"]): glob,
                                   "labels": self.some(1, 2, mentioned)}
                                  for glob in self.some(1, 2, GLOBS)]
        return policy

    def backend(self, name):
        kind = self.random.choice(["anthropic", "gateway", "bedrock", "foundry"])
        backend = {"kind": kind}
        if kind == "anthropic":
            backend["credential"] = self.some(1, 2, ["login", "env:KEY_A", "env:KEY_B"])
            return backend
        keys = ["env:KEY_A", "env:KEY_B"]
        if kind == "gateway":
            backend["base-url"] = "https://%s.example" % name
            keys.append("none")
        if kind == "bedrock":
            keys.append("aws")
            if self.chance(60):
                backend["region"] = self.random.choice(REGIONS)
        backend["credential"] = self.some(1, 2, keys)
        prefix = {"bedrock": "anthropic."}.get(kind, "")
        if self.chance(20):
            prefix = self.random.choice(GEOGRAPHIES) + ".anthropic."
        backend["models"] = {family: "%sclaude-%s-5" % (prefix, family)
                             for family in ["opus", "sonnet", "haiku", "fable"]}
        if self.chance(30):
            backend["traits"] = {"thinking": self.random.choice(["good", "broken"])}
        if self.chance(30):
            backend["assumed-traits"] = {trait: self.random.choice(GRADES)
                                         for trait in self.some(1, 2, ["thinking", "tools"])}
        return backend

    def task_class(self, name):
        signals = []
        if self.chance(70):
            signals.append({"phrases": [WORDS[name][0]]})
        if self.chance(50):
            signals.append(self.fact())
        rule = {"protective": self.chance(50), "signals": signals}
        if self.chance(40):
            rule["unless"] = self.some(1, 2, [{"phrases": [WORDS[name][1]]}, self.fact()])
        return rule

    def fact(self):
        fact = self.random.choice(["branch", "branch", "project.path", "client.effort", "ci",
                                   "files.count"])
        if fact == "ci":
            return {"fact": fact, "equals": self.chance(50)}
        if self.chance(15):
            return {"fact": fact, "exists": self.chance(50)}
        if fact == "files.count":
            operator = self.random.choice(["equals", "gt", "gte", "lt", "lte", "in"])
            number = self.random.choice([0, 1, 5])
            return {"fact": fact, operator: [number, 3] if operator == "in" else number}
        operator = self.random.choice(["equals", "in", "matches", "matches"])
        value = {"equals": lambda: self.random.choice(TEXTS),
                 "in": lambda: self.some(1, 2, TEXTS),
                 "matches": lambda: self.random.choice(GLOBS)}[operator]()
        return {"fact": fact, operator: value}

    def condition(self, depth=2):
        if depth and self.chance(50):
            kind = self.random.choice(["all", "any", "not"])
            if kind == "not":
                return {"not": self.condition(depth - 1)}
            return {kind: [self.condition(depth - 1) for _ in range(self.random.randint(1, 3))]}
        kind = self.random.choice(["class", "class", "label", "fact"])
        if kind == "class":
            return {"class": self.random.choice(sorted(self.classes))}
        return {"label": self.random.choice(LABELS)} if kind == "label" else self.fact()

    def targets(self):
        return [self.target() for _ in range(self.random.randint(1, 3))]

    def target(self):
        target = {"backend": self.random.choice(sorted(self.backends)),
                  "model": self.random.choice(["opus", "haiku", "default"])}
        if self.chance(30):
            target["effort"] = self.random.choice(EFFORTS)
        if self.chance(15):
            target["thinking"] = self.chance(50)
        return target

    def route(self, index):
        return {"name": "route-%d" % index, "when": self.condition(), "to": self.targets()}

    def constraint(self, index):
        rule = {"name": "rule-%d" % index, "when": self.condition(), "reason": "because",
                self.random.choice(["forbid", "forbid", "require"]): self.selector()}
        if self.chance(40):
            rule["unless"] = self.condition(1)
        return rule

    def invariant(self, index, policy):
        """A promise at random, or one that holds just because of a rule."""
        kind = self.random.randrange(10)
        if kind < 4:
            rule = self.mirror(self.random.choice(policy["constraints"]))
        elif kind < 6:
            rule = self.expectation(self.random.choice(policy["routes"][:2]))
        else:
            rule = self.promise()
        return {"name": "promise-%d" % index, **rule}

    def mirror(self, constraint):
        """What a constraint says, word for word or with its `unless` forgotten."""
        when = constraint["when"]
        if "unless" in constraint and self.chance(80):
            when = {"all": [when, {"not": constraint["unless"]}]}
        if "forbid" in constraint:
            return {"when": when, "never": constraint["forbid"]}
        return {"when": when, "always": constraint["require"]}

    def expectation(self, route):
        """That a route's tasks go where it says."""
        names = sorted({target["backend"] for target in route["to"]})
        return {"when": route["when"], "assume": {"available": names[:1]},
                "always": {"backend": names}}

    def promise(self):
        rule = {}
        if self.chance(60):
            rule["when"] = self.condition()
        if self.chance(40):
            rule["assume"] = {"available": self.some(1, 2, sorted(self.backends))}
        kind = self.random.choice(["never", "never", "always", "always", "outcome"])
        rule[kind] = (self.random.choice(["decided", "denied"]) if kind == "outcome"
                      else self.selector())
        return rule

    def selector(self):
        payers = sorted({source for backend in self.backends.values()
                         for source in backend["credential"]})
        values = {"backend": sorted(self.backends), "trust": ["third-party", "cloud", "first-party"],
                  "kind": ["anthropic", "gateway", "bedrock", "foundry"],
                  "model": ["opus", "haiku", "default"], "effort": EFFORTS,
                  "thinking": [True, False], "payer": payers, "region": REGIONS,
                  "geography": GEOGRAPHIES}
        selector = {key: self.some(1, 2, values[key]) for key in self.some(1, 2, sorted(values))}
        if self.chance(25):
            selector["trait"] = {trait: self.some(1, 3, GRADES)
                                 for trait in self.some(1, 2, ["thinking", "tools"])}
        return selector


class PlainDumper(yaml.SafeDumper):
    """Writes what occurs twice twice: policies have no anchors."""

    def ignore_aliases(self, data):
        return True


def dumped(policy):
    return yaml.dump(policy, Dumper=PlainDumper, sort_keys=False)


def text(seed):
    """The YAML of one policy."""
    return dumped(Maker(seed).policy())
