"""A hundred rules, once as data: 50 routes in order and 50 constraints, and inputs for them.

A condition is a tuple: `("all", …)`, `("any", …)`, `("not", C)`, `("class", NAME)`, `("label", NAME)`,
`("branch", TEXT)`, `("below", PREFIX)` for a branch under a folder, `("longer", WORDS)`. An input is a
dictionary with `classes`, `labels`, `branch` and `words`. The answer is the target of the first route whose
condition holds and that no constraint forbids, else the default target unless it is forbidden, else none.
"""

import random

ROUTES = CONSTRAINTS = 50
CLASSES = ["bakery", "cobbler", "drapery", "foundry", "pottery", "tannery", "weaving", "joinery"]
LABELS = ["audited", "frozen", "hasty", "internal", "public", "urgent"]
FOLDERS = ["team-%d" % number for number in range(12)]
BRANCHES = ["main", "develop", "release", "staging"]
TARGETS = [("openrouter", "haiku"), ("openrouter", "sonnet"), ("bedrock", "opus"), ("vertex", "sonnet")]
DEFAULT = ("anthropic", "default")


class Rules:
    """Drawn from one seed."""

    def __init__(self, seed=7):
        self.random = random.Random(seed)
        self.routes = [(self.condition(), self.random.choice(TARGETS)) for _ in range(ROUTES)]
        # The default is forbidden seldom: most inputs have an answer.
        self.constraints = [(self.condition(), self.random.choice(TARGETS)) for _ in range(CONSTRAINTS - 2)]
        self.constraints += [
            (("all", ("label", label), ("any", ("class", CLASSES[0]), ("longer", 34))), DEFAULT)
            for label in LABELS[:2]]

    def condition(self):
        """Two or three comparisons, as rules that people write have."""
        draw = self.random
        task = ("class", draw.choice(CLASSES))
        label = ("label", draw.choice(LABELS))
        where = ("below", draw.choice(FOLDERS))
        return draw.choice([
            ("all", task, where),
            ("all", task, ("not", label), ("longer", draw.randrange(20, 38))),
            ("all", label, ("any", where, ("branch", draw.choice(BRANCHES)))),
            ("all", ("branch", draw.choice(BRANCHES)), ("any", task, label)),
            ("all", task, label),
        ])

    def inputs(self, count, seed):
        draw = random.Random(seed)
        return [self.input(draw) for _ in range(count)]

    @staticmethod
    def input(draw):
        branch = draw.choice(BRANCHES) if draw.random() < 0.3 else draw.choice(FOLDERS) + "/fix"
        return {
            "classes": sorted(draw.sample(CLASSES, draw.choice((0, 1, 1, 2, 3)))),
            "labels": sorted(draw.sample(LABELS, draw.choice((0, 0, 1, 2)))),
            "branch": branch,
            "words": draw.randrange(4, 40),
        }

    def answer(self, facts):
        """`backend/model` or None, by the definition above and nothing clever."""
        forbidden = {target for condition, target in self.constraints if holds(condition, facts)}
        for condition, target in self.routes + [(("all",), DEFAULT)]:
            if target not in forbidden and holds(condition, facts):
                return "/".join(target)
        return None

    def policy(self, head, with_rules=True):
        """As claude-route reads them, behind other lines; without rules, one that makes the labels known."""
        lines = ["version: 1", "name: hundred"] + head + ["classes:"]
        lines += ["  %s: {protective: false, signals: [{phrases: [\"=%s\"]}]}" % (name, name) for name in CLASSES]
        routes, constraints = self.routes, self.constraints
        if not with_rules:
            routes = []
            constraints = [(("all",) + tuple(("label", label) for label in LABELS), TARGETS[0])]
        lines += ["default: [%s/%s]" % DEFAULT, "routes:" if routes else "routes: []"]
        for number, (condition, target) in enumerate(routes):
            lines.append("  - {name: r%d, when: %s, to: [%s/%s]}" % (number, flow(condition), *target))
        lines.append("constraints:")
        for number, (condition, target) in enumerate(constraints):
            lines.append("  - {name: c%d, reason: r, when: %s, forbid: {backend: %s, model: %s}}" % (
                number, flow(condition), *target))
        return "\n".join(lines) + "\n"


def holds(condition, facts):
    kind, *parts = condition
    if kind == "all":
        return all(holds(part, facts) for part in parts)
    if kind == "any":
        return any(holds(part, facts) for part in parts)
    if kind == "not":
        return not holds(parts[0], facts)
    return {
        "class": lambda value: value in facts["classes"],
        "label": lambda value: value in facts["labels"],
        "branch": lambda value: facts["branch"] == value,
        "below": lambda value: facts["branch"].startswith(value + "/"),
        "longer": lambda value: facts["words"] > value,
    }[kind](parts[0])


def flow(condition):
    kind, *parts = condition
    if kind in ("all", "any"):
        return "{%s: [%s]}" % (kind, ", ".join(flow(part) for part in parts))
    if kind == "not":
        return "{not: %s}" % flow(parts[0])
    return {
        "class": "{class: %s}", "label": "{label: %s}",
        "branch": "{fact: branch, equals: %s}", "below": '{fact: branch, matches: "%s/**"}',
        "longer": "{fact: task.words, gt: %d}",
    }[kind] % parts[0]
