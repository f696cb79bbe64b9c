"""Asks z3 whether a policy can break one of its invariants.

A truth of three values is a pair of formulas: whether it is true, and whether it may be. A task is
free in what it is told to be (`--class`), what its text and paths show, its labels, its facts; the
machine in which backends it can use. Candidates are tried in order, as rule 13 says.
"""

import functools
import itertools
import re
import subprocess

from policy import REGION_VARIABLES

TRUE, FALSE = ("true", "true"), ("false", "false")
NUMBERS = {"files.count", "task.words"}
TRUTHS = {"ci", "hook", "interactive", "client.print", "client.agents", "client.thinking"}
CAN_BE_UNKNOWN = {"branch", "project.path", "project.remote", "session.backend"}
ABSENT, UNKNOWN = object(), object()
# What a probe may find; the first is that there was none, or that it could not tell.
FOUND = [None, "good", "degraded", "broken"]
# One region of each geography and one of none.
REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-1", "ap-northeast-1", "ap-southeast-2", "global",
           "sa-east-1"]


def both(parts):
    return joined("and", parts, "true", "false")


def either(parts):
    return joined("or", parts, "false", "true")


def joined(operator, parts, neutral, dominant):
    parts = [part for part in parts if part != neutral]
    if dominant in parts:
        return dominant
    if len(parts) < 2:
        return parts[0] if parts else neutral
    return "(%s %s)" % (operator, " ".join(parts))


def negation(formula):
    return {"true": "false", "false": "true"}.get(formula, "(not %s)" % formula)


def all3(truths):
    return both([truth[0] for truth in truths]), both([truth[1] for truth in truths])


def any3(truths):
    return either([truth[0] for truth in truths]), either([truth[1] for truth in truths])


def not3(truth):
    return negation(truth[1]), negation(truth[0])


def choice(condition, one, other):
    if condition == "true" or one == other:
        return one
    return other if condition == "false" else "(ite %s %s %s)" % (condition, one, other)


def satisfiable(encodings):
    """Whether each can be broken, asked in one run."""
    script = "(reset)\n".join(encoded.script() for encoded in encodings)
    result = subprocess.run(["z3", "-in"], input=script, capture_output=True, text=True, timeout=600)
    answers = result.stdout.split()
    if len(answers) != len(encodings) or set(answers) - {"sat", "unsat"}:
        raise RuntimeError("z3 says %s" % result.stdout)
    return [answer == "sat" for answer in answers]


class Encoding:
    def __init__(self, policy, invariant, words=()):
        """`words`: more values for the facts that are texts."""
        self.policy, self.invariant, self.words = policy, invariant, list(words)
        self.lines, self.names = [], {}
        self.tests = self.tests_by_fact()
        self.assertions = []
        self.domains = {}
        self.naming = self.declared("naming")
        self.truths = {name: self.class_truth(name, rule)
                       for name, rule in policy.classes.items()}
        given = either([self.declared("given " + name) for name in policy.classes])
        self.assertions.append(either([negation(self.naming), given]))
        self.encode()

    def script(self):
        asserts = ["(assert %s)" % formula for formula in self.assertions]
        return "\n".join(self.lines + asserts + ["(check-sat)"]) + "\n"

    # -------------------------------------------------------------------------------- variables

    def declared(self, what, sort="Bool"):
        if what not in self.names:
            self.names[what] = "|%s|" % what
            self.lines.append("(declare-const |%s| %s)" % (what, sort))
        return self.names[what]

    def defined(self, what, formula):
        """A name for a long formula."""
        if len(formula) < 40:
            return formula
        self.lines.append("(define-fun |%s| () Bool %s)" % (what, formula))
        return "|%s|" % what

    # ------------------------------------------------------------------------------------ facts

    def tests_by_fact(self):
        """Every comparison of every fact, so that its values can be told apart."""
        found = {}

        def look(condition):
            if isinstance(condition, list):
                for part in condition:
                    look(part)
            elif isinstance(condition, dict):
                if "fact" in condition:
                    found.setdefault(condition["fact"], []).append(condition)
                else:
                    look([condition.get(key) for key in ("all", "any", "not")])

        for when, _ in self.policy.routes:
            look(when)
        for rule in self.policy.constraints:
            look([rule.get("when"), rule.get("unless")])
        look(self.invariant.get("when"))
        for rule in self.policy.classes.values():
            look(rule["signals"] + (rule["unless"] or []))
        for project in self.policy.projects:
            look(project_test(project))
        return found

    def texts(self, fact):
        """Values of a text fact, one at least for each combination of answers."""
        values, globs = list(self.words), []
        for test in self.tests.get(fact, []):
            if "equals" in test:
                values.append(test["equals"])
            values += test.get("in", [])
            if "matches" in test:
                globs.append(test["matches"])
        if fact.startswith("env.") and fact[4:] in itertools.chain(*REGION_VARIABLES.values()):
            values += REGIONS + self.selected("region")
        for glob in globs:
            values += witnesses(glob)
        values.append("something-else")
        tests = self.tests.get(fact, [])
        regions = fact in self.domains.get("regions", ())
        seen, kept = set(), []
        for value in values:
            answer = tuple(holds(test, value) for test in tests) + ((value,) if regions else ())
            if answer not in seen:
                seen.add(answer)
                kept.append(value)
        return kept

    def domain(self, fact):
        """The states of a text fact; its variable is a place in that list."""
        if fact not in self.domains:
            states = [ABSENT] + self.texts(fact)
            if fact in CAN_BE_UNKNOWN:
                states.append(UNKNOWN)
            self.domains[fact] = states
            variable = self.declared(fact, "Int")
            self.assertions.append("(and (<= 0 %s) (< %s %d))" % (variable, variable, len(states)))
        return self.domains[fact]

    def fact_truth(self, test):
        fact = test["fact"]
        if fact in TRUTHS:
            value = self.declared(fact)
            if "exists" in test:
                return TRUE if test["exists"] else FALSE
            formula = value if test["equals"] else negation(value)
            return formula, formula
        if fact in NUMBERS:
            formula = self.number_test(fact, test)
            return formula, formula
        states = self.domain(fact)
        truths = [test_of_state(test, state) for state in states]
        variable = self.declared(fact, "Int")
        return tuple(either(["(= %s %d)" % (variable, index)
                             for index, truth in enumerate(truths) if truth in wanted])
                     for wanted in ((True,), (True, None)))

    def number_test(self, fact, test):
        value, absent = self.declared(fact, "Int"), self.declared(fact + " is absent")
        if "(>= %s 0)" % value not in self.assertions:
            self.assertions.append("(>= %s 0)" % value)
        if "exists" in test:
            return negation(absent) if test["exists"] else absent
        signs = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "equals": "="}
        parts = ["(%s %s %d)" % (sign, value, test[key])
                 for key, sign in signs.items() if key in test]
        parts += [either(["(= %s %d)" % (value, number) for number in test["in"]])
                  for _ in [0] if "in" in test]
        return both([negation(absent)] + parts)

    # ---------------------------------------------------------------------------------- classes

    def class_truth(self, name, rule):
        """Rules 6 and 8, as a constraint sees it."""
        given = self.declared("given " + name)
        kinds = {key for signal in rule["signals"] for key in signal}
        facts = any3([self.fact_truth(signal) for signal in rule["signals"] if "fact" in signal])
        paths = self.declared("path of " + name) if kinds & {"any-path", "every-path"} else "false"
        text = self.declared("text of " + name) if "phrases" in kinds else "false"
        beside_text = any3([facts, (paths, paths)])
        evidence = any3([beside_text, (text, text)])
        if self.is_protective(name):
            named, told = beside_text, evidence
        else:
            unless = rule["unless"] or []
            vetoes = [self.fact_truth(signal) for signal in unless if "fact" in signal]
            if any("fact" not in signal for signal in unless):
                veto = self.declared("veto of " + name)
                vetoes.append((veto, veto))
            named, told = FALSE, all3([evidence, not3(any3(vetoes))])
        return tuple(self.defined("%s of class %s" % (word, name),
                                  either([given, choice(self.naming, named[index], told[index])]))
                     for index, word in enumerate(["truth", "chance"]))

    def is_protective(self, name):
        protective = self.policy.classes[name]["protective"]
        return True if protective is None else protective

    # ------------------------------------------------------------------------------- conditions

    def label_truth(self, name):
        if name in self.policy.labels:
            return TRUE
        by_project = [self.fact_truth(project_test(project)) for project in self.policy.projects
                      if name in project["labels"]]
        given = self.declared("label " + name)
        return any3([(given, given)] + by_project)

    def truth(self, condition, in_route):
        if condition is None:
            return TRUE
        if "all" in condition:
            return all3([self.truth(part, in_route) for part in condition["all"]])
        if "any" in condition:
            return any3([self.truth(part, in_route) for part in condition["any"]])
        if "not" in condition:
            return not3(self.truth(condition["not"], in_route))
        if "label" in condition:
            return self.label_truth(condition["label"])
        if "fact" in condition:
            return self.fact_truth(condition)
        truth = self.truths[condition["class"]]
        if not in_route:
            return truth
        # A protective class is one of the task's on doubt, a permissive one only without.
        counts = truth[1] if self.is_protective(condition["class"]) else truth[0]
        return counts, counts

    # ---------------------------------------------------------------------------------- targets

    def selectors(self):
        rules = [rule.get("forbid") or rule.get("require") for rule in self.policy.constraints]
        return rules + [self.invariant.get("never"), self.invariant.get("always")]

    def selected(self, key):
        return [value for selector in self.selectors() if selector and key in selector
                for value in listed(selector[key])]

    def payers(self, backend):
        """For each source that may pay the formula that it does; and that somebody does."""
        if not self.selected("payer"):
            return {}, "true"
        present = ["true" if source == "none" else self.declared("credential " + source)
                   for source in backend.sources]
        formulas = {}
        for index, source in enumerate(backend.sources):
            formulas[source] = both([present[index]] + [negation(one) for one in present[:index]])
        return formulas, either(present)

    def regions(self, backend):
        """Pairs of a region, None for none, and the formula that it is the backend's."""
        variables = backend.region_variables()
        asks = self.selected("region") or self.selected("geography") or self.selected("model")
        if not variables or not asks:
            return [(backend.region, "true")]
        pairs, before = [], []
        for name in variables:
            fact = "env." + name
            self.domains.setdefault("regions", set()).add(fact)
            states = self.domain(fact)
            variable = self.declared(fact, "Int")
            pairs += [(state, both(before + ["(= %s %d)" % (variable, index)]))
                      for index, state in enumerate(states) if state is not ABSENT]
            before.append("(= %s %d)" % (variable, states.index(ABSENT)))
        return pairs + [(None, both(before))]

    def available(self, backend):
        _, has_payer = self.payers(backend)
        needs_region = backend.kind in REGION_VARIABLES
        has_region = either([formula for region, formula in self.regions(backend)
                             if region is not None]) if needs_region else "true"
        if needs_region and backend.region is None and has_region == "false":
            has_region = "true"  # no variable of it matters, so it is part of `missing`
        missing = self.declared("missing " + backend.name)
        return both([negation(missing), has_payer, has_region])

    def matches(self, selector, target, everywhere):
        backend = target.backend
        parts = []
        for key, value in selector.items():
            if key == "payer":
                # Nobody pays for what is not available.
                payers, _ = self.payers(backend)
                is_listed = either([payers[source] for source in backend.sources
                                    if source in listed(value)])
                parts.append(both([is_listed, self.available(backend)]))
            elif key == "trait":
                parts += [self.grade(trait, listed(grades), target)
                          for trait, grades in value.items()]
            else:
                parts.append(either([formula for region, formula in self.regions(backend)
                                     if fixed_match(key, value, target, region, everywhere)]))
        return both(parts)

    def grade(self, trait, grades, target):
        """Whether the target's grade is one of these; free where the policy does not state it."""
        backend = target.backend
        if trait in backend.traits:
            return "true" if backend.traits[trait] in grades else "false"
        what = "%s of %s %s" % (trait, backend.name, target.id)
        if what not in self.names:
            variable = self.declared(what, "Int")
            self.assertions.append("(and (<= 0 %s) (< %s %d))" % (variable, variable, len(FOUND)))
        return either(["(= %s %d)" % (self.names[what], index) for index, found in enumerate(FOUND)
                       if grade_of(trait, target, {trait: found}) in grades])

    # --------------------------------------------------------------------------------- decision

    def encode(self):
        self.assertions.append(self.truth(self.invariant.get("when"), in_route=False)[1])
        for name in listed((self.invariant.get("assume") or {}).get("available", [])):
            self.assertions.append(self.available(self.policy.backends[name]))
        applying = []
        for index, rule in enumerate(self.policy.constraints):
            unless = self.truth(rule["unless"], in_route=False) if "unless" in rule else FALSE
            when = self.truth(rule.get("when"), in_route=False)
            applying.append(self.defined("applies %d" % index, both([when[1], negation(unless[0])])))
        earlier, breaches = [], []
        for index, (when, target) in enumerate(self.policy.candidates()):
            is_candidate = self.truth(when, in_route=True)[0]
            stops = [both([applies, self.violates(rule, target)])
                     for applies, rule in zip(applying, self.policy.constraints)]
            is_open = self.defined("open %d" % index, both(
                [is_candidate, negation(either(stops)), self.available(target.backend)]))
            breaches.append(both([is_open, self.breaks(target)] + [negation(one)
                                                                   for one in earlier]))
            earlier.append(is_open)
        if self.invariant.get("outcome") == "decided":
            breaches = [negation(either(earlier))]
        self.assertions.append(either(breaches))

    def violates(self, rule, target):
        if "forbid" in rule:
            return self.matches(rule["forbid"], target, everywhere=False)
        return negation(self.matches(rule["require"], target, everywhere=True))

    def breaks(self, target):
        if "never" in self.invariant:
            return self.matches(self.invariant["never"], target, everywhere=False)
        if "always" in self.invariant:
            return negation(self.matches(self.invariant["always"], target, everywhere=True))
        return "true"


# ---------------------------------------------------------------------------------- small questions

def listed(value):
    return value if isinstance(value, list) else [value]


def grade_of(trait, target, found):
    """What the policy states, else what a probe found, else what the policy assumes."""
    backend = target.backend
    return (backend.traits.get(trait) or found.get(trait) or backend.assumed.get(trait)
            or "unknown")


def fixed_match(key, value, target, region, everywhere, found=None):
    """Rule 10 for one key of a selector; a value that the target lacks is listed by nothing.

    `found`: grades that were measured of the target's model."""
    backend = target.backend
    if key == "trait":
        return all(grade_of(trait, target, found or {}) in listed(grades)
                   for trait, grades in value.items())
    values = listed(value)
    if key == "model":
        return bool(target.names(region) & set(values))
    if key == "geography":
        geographies = target.geographies(region)
        return geographies <= set(values) if everywhere else bool(geographies & set(values))
    own = {"backend": backend.name, "kind": backend.kind, "trust": backend.trust,
           "effort": target.effort, "thinking": target.thinking, "region": region}[key]
    return own is not None and own in values


def project_test(project):
    key = "path" if "path" in project else "remote"
    return {"fact": "project." + key, "matches": project[key]}


def test_of_state(test, state):
    """Rule 3: True, False, or None where nobody knows."""
    if state is UNKNOWN:
        return None
    if state is ABSENT:
        return test.get("exists") is False
    return holds(test, state)


def holds(test, value):
    if "exists" in test:
        return test["exists"]
    if "equals" in test:
        return value == test["equals"]
    if "in" in test:
        return value in test["in"]
    return expression(test["matches"]).fullmatch(value) is not None


@functools.cache
def expression(glob):
    """A gitignore glob over a whole value as a regular expression."""
    result, index = "", 0
    while index < len(glob):
        if glob.startswith("**/", index) and (index == 0 or glob[index - 1] == "/"):
            result, index = result + "(?:.*/)?", index + 3
        elif glob[index:] == "**" and (index == 0 or glob[index - 1] == "/"):
            result, index = result + ".+", index + 2
        elif glob[index] == "*":
            result, index = result + "[^/]*", index + 1
        elif glob[index] == "?":
            result, index = result + "[^/]", index + 1
        elif glob[index] in "[\\":
            raise ValueError("the glob `%s` has a form that this check does not read" % glob)
        else:
            result, index = result + re.escape(glob[index]), index + 1
    return re.compile(result, re.DOTALL)


def witnesses(glob):
    """Texts that match, and texts that just do not."""
    fillings = ["", "x", "x/y"]
    pieces = re.split(r"\*\*|\*|\?", glob)
    return ["".join(itertools.chain(*itertools.zip_longest(pieces, filling, fillvalue="")))
            for filling in itertools.product(fillings, repeat=len(pieces) - 1)]
