"""The hundred rules in four languages, each in the form that answers fastest, and in some others.

Every class has `answers(inputs)`: targets as `backend/model`, or None, for a list of inputs, and `form`, how
the rules are written. What can be parsed or compiled once is, in `__init__`. What was tried and is slower:
a compiled expression for each rule (CEL 36 µs with one context for all, ZEN 200 µs), Rego's plain `query`
(28 ms: it compiles each time) and a set of what is forbidden in place of the lazy rules.
"""

import json

from rules import DEFAULT, TARGETS

ALL_TARGETS = ["/".join(target) for target in TARGETS + [DEFAULT]]
ALWAYS = ("all",)


class Notation:
    """How a language writes a condition."""

    AND, OR, NOT, TRUE = " && ", " || ", "!(%s)", "true"

    def text(self, condition):
        kind, *parts = condition
        if kind in ("all", "any"):
            joined = (self.AND if kind == "all" else self.OR).join(self.text(part) for part in parts)
            return "(%s)" % joined if parts else self.TRUE
        if kind == "not":
            return self.NOT % self.text(parts[0])
        return self.PARTS[kind] % parts[0]


def in_order(rules):
    """The routes with the default behind them, and for each target what forbids it."""
    routes = [(condition, "/".join(target)) for condition, target in rules.routes]
    forbidding = {target: [] for target in ALL_TARGETS}
    for condition, target in rules.constraints:
        forbidding["/".join(target)].append(condition)
    return routes + [(ALWAYS, "/".join(DEFAULT))], forbidding


class Plain(Notation):
    """The definition in `rules.py`: no engine, what every answer is compared with."""

    package, form = "Python", "the definition of the rules, interpreted"

    def __init__(self, rules):
        self.rules = rules

    def answers(self, inputs):
        return [self.rules.answer(facts) for facts in inputs]


class Expressions(Notation):
    """What expression languages have in common."""

    def chain(self, rules):
        """Routes in a chain, each behind the constraints on its target: looks at no more than it must."""
        routes, forbidding = in_order(rules)
        links = []
        for condition, target in routes:
            allowed = self.NOT % self.text(("any",) + tuple(forbidding[target]))
            links.append('%s%s%s ? "%s" : ' % (self.text(condition), self.AND, allowed, target))
        return "".join(links) + "null"

    def conditions(self, rules):
        """A list of which rules hold, routes first: what an explanation needs."""
        rows = in_order(rules)[0] + rules.constraints
        return "[%s]" % ", ".join(self.text(condition) for condition, _ in rows)


class Resolution:
    """The answer from which rules hold."""

    def __init__(self, rules):
        self.targets = [target for _, target in in_order(rules)[0]]
        self.stopped = ["/".join(target) for _, target in rules.constraints]

    def answer(self, held):
        forbidden = {target for target, holds in zip(self.stopped, held[len(self.targets):]) if holds}
        for target, holds in zip(self.targets, held):
            if holds and target not in forbidden:
                return target
        return None


class CEL(Expressions):
    package, form = "common-expression-language", "one compiled expression, the target only"
    PARTS = {
        "class": '"%s" in classes', "label": '"%s" in labels', "branch": 'branch == "%s"',
        "below": 'branch.startsWith("%s/")', "longer": "words > %d",
    }

    def __init__(self, rules):
        import cel

        self.evaluate = cel.compile(self.chain(rules)).execute

    def answers(self, inputs):
        return [self.evaluate(facts) for facts in inputs]


class CELList(CEL):
    form = "one compiled expression, which rules hold"

    def __init__(self, rules):
        import cel

        self.evaluate = cel.compile(self.conditions(rules)).execute
        self.resolution = Resolution(rules)

    def answers(self, inputs):
        return [self.resolution.answer(self.evaluate(facts)) for facts in inputs]


class Zen(CEL):
    package = "zen-engine"
    AND, OR, NOT = " and ", " or ", "not (%s)"
    PARTS = dict(CEL.PARTS, below='startsWith(branch, "%s/")')

    def __init__(self, rules):
        import zen

        self.evaluate = zen.compile_expression(self.chain(rules)).evaluate


class ZenList(Zen):
    form = CELList.form
    answers = CELList.answers

    def __init__(self, rules):
        import zen

        self.evaluate = zen.compile_expression(self.conditions(rules)).evaluate
        self.resolution = Resolution(rules)


class ZenTables(Zen):
    form = "two decision tables, as its editor writes them"

    def __init__(self, rules):
        import zen

        routes, _ = in_order(rules)
        stops = [(self.text(condition), "/".join(target)) for condition, target in rules.constraints]
        rows = [('%s and not (some(forbidden, #.target == "%s"))' % (self.text(condition), target), target)
                for condition, target in routes]
        nodes = [
            {"type": "inputNode"},
            self.table(stops, {"hitPolicy": "collect", "passThrough": True, "outputPath": "forbidden"}),
            self.table(rows, {"hitPolicy": "first"}),
            {"type": "outputNode"},
        ]
        for number, node in enumerate(nodes):
            node.update(id="n%d" % number, name="n%d" % number, position={"x": 0, "y": 0})
        edges = [{"id": "e%d" % number, "type": "edge", "sourceId": "n%d" % number, "targetId": "n%d" % (number + 1)}
                 for number in range(len(nodes) - 1)]
        self.evaluate = zen.ZenEngine().create_decision(json.dumps(
            {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})).evaluate

    @staticmethod
    def table(rows, options):
        return {"type": "decisionTableNode", "content": dict(
            options, inputs=[{"id": "when", "name": "when"}],
            outputs=[{"id": "to", "name": "to", "field": "target"}],
            rules=[{"_id": "r%d" % number, "when": when, "to": json.dumps(target)}
                   for number, (when, target) in enumerate(rows)])}

    def answers(self, inputs):
        return [(self.evaluate(facts)["result"] or {}).get("target") for facts in inputs]


class Cedar(Notation):
    """Every request has one context as text: encoded once, not by the binding for each request again."""

    package, form = "cedarpy", "`is_authorized_batch`, a request per target, permit and forbid"
    PARTS = {
        "class": 'context.classes.contains("%s")', "label": 'context.labels.contains("%s")',
        "branch": 'context.branch == "%s"', "below": 'context.branch like "%s/*"',
        "longer": "context.words > %d",
    }

    def __init__(self, rules):
        rows = [("permit", target, condition) for condition, target in in_order(rules)[0]]
        rows += [("forbid", "/".join(target), condition) for condition, target in rules.constraints]
        self.parse('%s (principal, action, resource == Target::"%s") when { %s };' % (
            effect, target, self.text(condition)) for effect, target, condition in rows)

    def parse(self, policies):
        import cedarpy

        self.policies = cedarpy.PolicySet.from_str("\n".join(policies))
        self.entities = cedarpy.Entities.from_json_str("[]")
        self.batch = cedarpy.is_authorized_batch

    @staticmethod
    def request(target, context):
        return {"principal": 'Person::"someone"', "action": 'Action::"route"',
                "resource": 'Target::"%s"' % target, "context": context}

    def answers(self, inputs):
        requests = []
        for facts in inputs:
            context = json.dumps(facts)
            requests += [self.request(target, context) for target in ALL_TARGETS]
        results = self.batch(requests, self.policies, self.entities)
        count = len(ALL_TARGETS)
        return [self.first(results[start:start + count]) for start in range(0, len(results), count)]

    @classmethod
    def first(cls, results):
        """The allowed target whose permitting route stands first."""
        routes = [(min(cls.numbers(result)), target)
                  for target, result in zip(ALL_TARGETS, results) if result.allowed]
        return min(routes)[1] if routes else None

    @staticmethod
    def numbers(result):
        """The determining policies, numbered by the parser in their order."""
        return [int(name[len("policy"):]) for name in result.diagnostics.reasons]


class CedarList(Cedar):
    form = "`is_authorized_batch`, a request, which rules hold"

    def __init__(self, rules):
        rows = in_order(rules)[0] + rules.constraints
        self.resolution = Resolution(rules)
        self.count = len(rows)
        self.parse("permit (principal, action, resource) when { %s };" % self.text(condition)
                   for condition, _ in rows)

    def answers(self, inputs):
        requests = [self.request("any", json.dumps(facts)) for facts in inputs]
        answers = []
        for result in self.batch(requests, self.policies, self.entities):
            held = [False] * self.count
            for number in self.numbers(result):
                held[number] = True
            answers.append(self.resolution.answer(held))
        return answers


class Rego(Notation):
    """A rule for each target that may be forbidden, then a chain of `else`, in a compiled bundle."""

    package, form = "regopy", "a chain of `else` in a compiled bundle, the target only"
    PARTS = {
        "class": '"%s" in input.classes', "label": '"%s" in input.labels', "branch": 'input.branch == "%s"',
        "below": 'startswith(input.branch, "%s/")', "longer": "input.words > %d",
    }

    def __init__(self, rules):
        import regopy

        self.alternatives = []
        routes, forbidding = in_order(rules)
        names = {target: "forbidden_%d" % number for number, target in enumerate(ALL_TARGETS)}
        lines = ["%s if {\n  %s\n}" % (names[target], self.body(condition))
                 for target, conditions in forbidding.items() for condition in conditions]
        chain = ['"%s" if {\n  %s\n  not %s\n}' % (target, self.body(condition), names[target])
                 for condition, target in routes]
        lines.append("answer := " + " else := ".join(chain) + ' else := "none"')
        self.engine = regopy.Interpreter()
        self.engine.add_module(
            "hundred", "\n".join(["package hundred", "import rego.v1"] + lines + self.alternatives))
        self.bundle = self.engine.build(None, ["hundred/answer"])

    def body(self, condition):
        """Lines that all hold; alternatives become a rule of their own."""
        kind, *parts = condition
        if kind == "all":
            return "\n  ".join(self.body(part) for part in parts) or "true"
        if kind == "not":
            return "not " + self.body(parts[0])
        if kind == "any":
            name = "any_%d" % len(self.alternatives)
            self.alternatives.append("\n".join("%s if { %s }" % (name, self.body(part)) for part in parts))
            return name
        return self.PARTS[kind] % parts[0]

    def answers(self, inputs):
        found = []
        for facts in inputs:
            self.engine.set_input(facts)
            output = self.engine.query_bundle_entrypoint(self.bundle, "hundred/answer")
            answer = output[0].expressions[0]
            found.append(None if answer == "none" else answer)
        return found


class Function(Expressions):
    """What a script's author writes without an engine."""

    package, form = "Python", "a function of 50 `if`, the target only"
    AND, OR, NOT, TRUE = " and ", " or ", "not (%s)", "True"
    PARTS = {
        "class": '"%s" in classes', "label": '"%s" in labels', "branch": 'branch == "%s"',
        "below": 'branch.startswith("%s/")', "longer": "words > %d",
    }

    def __init__(self, rules):
        routes, forbidding = in_order(rules)
        lines = ["def answer(classes, labels, branch, words):"]
        for condition, target in routes:
            forbidden = self.text(("any",) + tuple(forbidding[target]))
            lines.append('  if %s and not (%s): return "%s"' % (self.text(condition), forbidden, target))
        names = {}
        exec("\n".join(lines), names)
        self.answer = names["answer"]

    def answers(self, inputs):
        return [self.answer(**facts) for facts in inputs]


ENGINES = [CEL, CELList, Zen, ZenList, ZenTables, CedarList, Cedar, Rego, Function, Plain]
