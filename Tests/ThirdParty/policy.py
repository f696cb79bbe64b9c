"""A policy file over the built-in policy, merged by the table of the policy language.

Only what decides is kept: everything is plain dictionaries and tuples, made from the YAML itself
and sharing nothing with the program under test.
"""

import os
import re

import yaml

FAMILIES = ["opus", "sonnet", "haiku", "fable"]
GEOGRAPHIES = ["eu", "us", "apac", "jp", "au", "global"]
TRUSTS = ["third-party", "cloud", "first-party"]
CLOUDS = ["bedrock", "mantle", "vertex", "foundry"]
REGION_VARIABLES = {
    "bedrock": ["AWS_REGION", "AWS_DEFAULT_REGION"],
    "mantle": ["AWS_REGION", "AWS_DEFAULT_REGION"],
    "vertex": ["CLOUD_ML_REGION"],
}


class Policy:
    def __init__(self, files, presets):
        """`files`: YAML roots, nearest first, the built-in policy last."""
        self.backends, self.classes, self.routes = {}, {}, []
        self.default, self.constraints, self.labels, self.projects = None, [], set(), []
        for root in files:
            for name, written in (root.get("backends") or {}).items():
                if name not in self.backends:
                    self.backends[name] = Backend(name, written or {}, presets)
            for name, written in (root.get("classes") or {}).items():
                add_class(self.classes, name, written or {})
            self.routes += [(route.get("when"), route["to"]) for route in root.get("routes") or []]
            if self.default is None:
                self.default = root.get("default")
            self.constraints += root.get("constraints") or []
            self.labels.update(root.get("labels") or [])
            self.projects += root.get("projects") or []
        self.invariants = files[0].get("invariants") or []

    def candidates(self):
        """Pairs of a condition and a target, in order; the default's condition is None."""
        pairs = [(when, self.target(text)) for when, to in self.routes for text in to]
        return pairs + [(None, self.target(text)) for text in self.default or []]

    def target(self, written):
        if isinstance(written, str):
            backend, model = written.split("/", 1)
            written = {"backend": backend, "model": model}
        backend = self.backends[written["backend"]]
        return Target(backend, str(written.get("model", "default")), written.get("effort"),
                      written.get("thinking"))


class Backend:
    def __init__(self, name, written, presets):
        if "preset" in written:
            recipe = presets[written["preset"]]
            models = {**(recipe.get("models") or {}), **(written.get("models") or {})}
            written = {**recipe, **written, "models": models}
        self.name, self.kind = name, written["kind"]
        self.base_url = written.get("base-url")
        self.is_native = self.kind == "anthropic" and self.base_url is None
        self.models = {key: str(value) for key, value in (written.get("models") or {}).items()}
        if self.is_native and not self.models:
            self.models = {"opus": "claude-opus-5-5", "sonnet": "claude-sonnet-5-5",
                           "haiku": "claude-haiku-5-5", "fable": "claude-fable-5-2"}
        self.region, self.traits = written.get("region"), written.get("traits") or {}
        self.assumed = written.get("assumed-traits") or {}
        self.trust = self.computed_trust()
        if "trust" in written:
            self.trust = min(self.trust, written["trust"], key=TRUSTS.index)
        credential = written.get("credential", self.usual_credential())
        sources = credential if isinstance(credential, list) else [credential]
        self.sources = [source_text(source) for source in sources]

    def computed_trust(self):
        if self.base_url is not None:
            return "third-party"
        if self.kind == "anthropic":
            return "first-party"
        return "cloud" if self.kind in CLOUDS else "third-party"

    def usual_credential(self):
        return {"anthropic": ["login", "env:ANTHROPIC_API_KEY"],
                "bedrock": ["env:AWS_BEARER_TOKEN_BEDROCK", "aws"],
                "mantle": ["env:AWS_BEARER_TOKEN_BEDROCK", "aws"],
                "vertex": ["google"], "foundry": ["env:ANTHROPIC_FOUNDRY_API_KEY"]}.get(self.kind)

    def region_variables(self):
        return [] if self.region else REGION_VARIABLES.get(self.kind, [])

    def sent(self, identifier, region):
        """The id that is sent: Bedrock's profiles carry the region's geography in front."""
        geography = geography_of(region)
        if self.kind == "bedrock" and identifier.startswith("anthropic.") and geography:
            return geography + "." + identifier
        return identifier


class Target:
    def __init__(self, backend, model, effort, thinking):
        # Off the native API the client's own default is the opus slot.
        if model == "default" and not backend.is_native:
            model = "opus"
        for name, identifier in backend.models.items():
            if model == identifier:
                model = name
                break
        self.backend, self.model, self.effort, self.thinking = backend, model, effort, thinking
        self.id = backend.models.get(model)
        if self.id is None and model != "default":
            self.id = model

    def __str__(self):
        return "%s/%s" % (self.backend.name, self.model)

    def names(self, region):
        """Everything that a selector may call the model."""
        names = {self.model}
        if self.id:
            names |= {self.id, self.backend.sent(self.id, region)}
            names |= {family for family in FAMILIES if family in self.id.lower()}
            names |= {"best": {"opus"}, "opusplan": {"opus", "sonnet"}}.get(self.id, set())
        return names

    def geographies(self, region):
        """Where the session's requests go: the model's, and those of the client's slots."""
        slots = [self.backend.models[family] for family in FAMILIES
                 if family in self.backend.models]
        ids = [self.backend.sent(identifier, region) for identifier in slots]
        ids.append(self.backend.sent(self.id, region) if self.id else None)
        return {(prefix_of(identifier) if identifier else None) or geography_of(region)
                for identifier in ids}


def add_class(classes, name, written):
    """Signals are united; the nearest of these equals settles the rest."""
    known = classes.setdefault(name, {"protective": None, "signals": [], "unless": None})
    known["signals"] += written.get("signals") or []
    if known["protective"] is None:
        known["protective"] = written.get("protective")
    if known["unless"] is None and "unless" in written:
        known["unless"] = written["unless"] or []


def prefix_of(identifier):
    head = identifier.split(".", 1)[0]
    return head if head in GEOGRAPHIES and "." in identifier else None


def geography_of(region):
    if not region:
        return None
    special = {"global": "global", "us": "us", "eu": "eu", "ap-northeast-1": "jp",
               "ap-northeast-3": "jp", "asia-northeast1": "jp", "asia-northeast2": "jp",
               "ap-southeast-2": "au", "ap-southeast-4": "au"}
    if region in special:
        return special[region]
    prefixes = [("us-", "us"), ("eu-", "eu"), ("europe-", "eu"), ("australia-", "au"),
                ("ap-", "apac"), ("asia-", "apac")]
    return next((where for prefix, where in prefixes if region.startswith(prefix)), None)


def source_text(source):
    return "command:" + source["command"][0] if isinstance(source, dict) else source


# ------------------------------------------------------------------------------------------ reading

class TextLoader(yaml.SafeLoader):
    """Leaves scalars as the program reads them: `no` and `on` are words."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers
            if tag in ["tag:yaml.org,2002:" + kind for kind in ("int", "float", "null")]]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def boolean(loader, node):
    return loader.construct_scalar(node) == "true"


TextLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
TextLoader.add_constructor("tag:yaml.org,2002:bool", boolean)


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=TextLoader)


def merged(path, policies):
    """The policy that `check` makes of a file: the user's, over the built-in one."""
    presets_path = os.path.join(policies, "presets", "presets.yaml")
    presets = read(presets_path)["presets"] if os.path.exists(presets_path) else {}
    root, built_in = read(path), read(os.path.join(policies, "built-in.yaml"))
    if os.path.realpath(path) == os.path.realpath(os.path.join(policies, "built-in.yaml")):
        return Policy([built_in], presets)
    return Policy([root, remaining(built_in, root.get("built-in", True))], presets)


def remaining(built_in, setting):
    """What a user's `built-in` leaves of the built-in policy."""
    rest = dict(built_in)
    if isinstance(setting, dict):
        dropped = setting["without"]
        rest["constraints"] = [rule for rule in built_in["constraints"]
                               if rule["name"] not in dropped]
    elif setting is not True:
        rest.update(constraints=[], routes=[], default=None)
        if setting is False:
            rest["classes"] = {}
    return rest
