"""Sound policies with one or two mistakes of shape, made from a seed.

Written as JSON, which is YAML: a text stays a text and a number a number for every reader.
"""

import copy

# What a value may be replaced by: each type, empty and not, and the edges of ranges and patterns.
VALUES = [
    None, True, False, 0, 1, -1, 2, 1.5, 1.5e-3, 86400000, 86400001, 1000000000, 1000000001, "", " ",
    "x", "5", "true", "null", [], {}, [[]], [{}], ["x"], [1], [True], ["x", ""], {"x": "y"},
    {"x-a": 1}, {"is": "unknown"}, {"is": "gone"}, {"is": "absent", "x-b": 1}, "ünï", "two words",
    "a" * 64, "a" * 65, "line\nbreak", "end\n", "a.b-c_d", "a:b", "a/b", "/a", "a/", "a/b/c", "/",
    "env:", "env:A", "env:1A", "env:A-B", "env.A", "env.A-B", "env:" + "A" * 128,
    "env:" + "A" * 129, "file:", "file:a", "file:/", "file:~/a", "file:~a", "keychain:",
    "keychain:a b", "login", "none", "aws", "google", "2.1.330", "2.", "2.x", "1234567890", "0.0",
    "+2.1", "~/a", "~a", "default", "0" * 64, "0" * 63, "A" * 64, {"command": ["a", "b"]},
    {"command": []}, {"command": ["a/b"]}, {"command": ["/a", 1, True]}, {"command": ["~/a", ""]},
    {"command": "a"}, "anthropic", "gateway", "bedrock", "mantle", "vertex", "foundry", "cloud",
    "first-party", "low", "xhigh", "good", "broken", "eu", "denied", "decided", "always", "ask",
    "no-betas", ["no-betas"], "plan", "classes", "branch", "files.count", "ci", "api-key",
]
ADDRESSES = [
    "https://a.b", "https://a.b/", "https://a.b//", "https://a.b/v1", "https://a.b/v1/", "https://a",
    "https://A.b", "https://a.b:1", "https://a.b:0", "https://a.b:65535", "https://a.b:65536",
    "https://a.b:", "https://a.b:080", "https://a.1", "https://a.1b", "https://1.2.3.4",
    "https://-a.b", "https://a-.b", "https://a..b", "https://.b", "https://a.b.", "https://u@a.b",
    "https://a.b?x", "https://a.b/x?y", "https://a.b#x", "https://a.b/.", "https://a.b/..",
    "https://a.b/.c", "https://a.b/...", "https://a.b/x%20", "https://a.b/~x_y.z-1", "https://a.b/x//y",
    "http://a.b", "http://a.b/x", "http://a:1", "http://localhost", "http://localhost:1",
    "http://localhost:1/x/", "http://127.0.0.1:80", "http://127.0.0.1", "http://[::1]:8080",
    "http://[::1]", "https://localhost:1", "https://127.0.0.1:1", "https://[::1]:1",
    "http://localhost.x", "ftp://a.b", "HTTPS://a.b", "https:/a.b", "a.b", "https://",
    "https://%s.b" % ("a" * 63), "https://%s.b" % ("a" * 64), "https://%sbb" % ("a." * 125),
    "https://%sbb" % ("a." * 126), "https://a.b\n", "https://a.b ", "https://ä.b",
]
# What the rules across a backend's keys ask about.
QUALITIES = {
    "kind": ["anthropic", "gateway", "bedrock", "mantle", "vertex", "foundry"],
    "preset": ["anthropic", "openrouter", "cloudflare", "bedrock", "vertex", "foundry", "ollama"],
    "credential": ["login", "none", "aws", "google", "env:A", "file:/a", "keychain:a",
                   {"command": ["a"]}, ["none", "aws"], ["env:A", "login"], ["google", "file:/a"]],
    "base-url": ["https://a.b", "http://a.b"],
    "plain-http": [True, False],
}
COMPARISONS = {
    "equals": [True, "main", 3], "in": [["main"], [3], [True], []], "matches": ["v*"], "gt": [1],
    "gte": [1], "lt": [1], "lte": [1], "exists": [True, False],
}
CONDITIONS = {"all", "any", "not", "class", "label", "fact", "phrases", "any-path", "every-path"}


class Mutator:
    def __init__(self, policies, random):
        self.random = random
        self.keys, self.values = set(), []
        self.entries = {}
        for policy in policies:
            self.collect(policy)
        self.keys = sorted(self.keys)

    def collect(self, node):
        if isinstance(node, dict):
            for key, value in node.items():
                self.keys.add(key)
                self.values.append(value)
                self.entries.setdefault(key, []).append(value)
                self.collect(value)
        elif isinstance(node, list):
            for item in node:
                self.values.append(item)
                self.collect(item)

    def mutant(self, policy):
        """A copy with a mistake or two, and words that say which."""
        copied = copy.deepcopy(policy)
        words = []
        for _ in range(self.random.choice([1, 1, 1, 1, 2])):
            holder, key, path = self.random.choice(self.focus(list(self.places(copied))))
            change = self.random.choice(self.changes(holder, key))
            words.append("%s %s" % (path, change(holder, key)))
        return copied, ", ".join(words)

    def focus(self, places):
        """All places, or now and then those under the rules that have most to say."""
        dice = self.random.random()
        if dice < 0.08:
            chosen = [place for place in places if place[1] == "base-url"]
        elif dice < 0.25:
            chosen = [place for place in places if place[1] in QUALITIES]
        elif dice < 0.40:
            chosen = [place for place in places if self.is_condition(place[0])]
        else:
            chosen = places
        return chosen or places

    def is_condition(self, holder):
        return isinstance(holder, dict) and CONDITIONS & set(holder) and "name" not in holder

    def places(self, node, path="$"):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            inner = "%s.%s" % (path, key)
            yield node, key, inner
            # What is below is free.
            if isinstance(value, (dict, list)) and not str(key).startswith("x-"):
                yield from self.places(value, inner)

    def changes(self, holder, key):
        common = [self.replace, self.replace, self.graft, self.wrap]
        if isinstance(holder[key], (dict, list)):
            common += [self.empty, self.unwrap]
        if key == "base-url":
            common += [self.readdress] * 6
        if key in QUALITIES:
            common += [self.requalify] * 12
        if self.is_condition(holder):
            common += [self.compare] * 4
        if isinstance(holder, dict):
            return common + [self.drop, self.rename, self.add, self.add, self.add_free]
        return common + [self.remove, self.repeat]

    def replace(self, holder, key):
        holder[key] = copy.deepcopy(self.random.choice(VALUES))
        return "= %r" % (holder[key],)

    def graft(self, holder, key):
        """A value from elsewhere, mostly of the same key."""
        same = self.entries.get(key, [])
        pool = same if same and self.random.random() < 0.5 else self.values
        holder[key] = copy.deepcopy(self.random.choice(pool))
        return "becomes %r" % (holder[key],)

    def readdress(self, holder, key):
        holder[key] = self.random.choice(ADDRESSES)
        return "= %r" % holder[key]

    def requalify(self, holder, key):
        """Another kind, recipe, credential or address, or one of them less."""
        other = self.random.choice(sorted(QUALITIES))
        if other in holder and self.random.random() < 0.4:
            del holder[other]
            return "has no %s" % other
        holder[other] = copy.deepcopy(self.random.choice(QUALITIES[other]))
        return "with %s: %r" % (other, holder[other])

    def compare(self, holder, key):
        other = self.random.choice(sorted(COMPARISONS))
        if self.random.random() < 0.5:
            for old in COMPARISONS:
                holder.pop(old, None)
        holder[other] = copy.deepcopy(self.random.choice(COMPARISONS[other]))
        return "compared by %s: %r" % (other, holder[other])

    def wrap(self, holder, key):
        value = holder[key]
        holder[key] = self.random.choice([[value], {"x": value}, {"name": value}])
        return "wrapped: %r" % (holder[key],)

    def unwrap(self, holder, key):
        value = holder[key]
        inner = list(value.values()) if isinstance(value, dict) else value
        holder[key] = inner[0] if inner else ""
        return "unwrapped"

    def empty(self, holder, key):
        holder[key] = type(holder[key])()
        return "emptied"

    def drop(self, holder, key):
        del holder[key]
        return "dropped"

    def rename(self, holder, key):
        other = self.random.choice([
            key[:-1] or "y", key + "s", key.upper(), key.replace("-", "_"), "x-" + key, "X-" + key,
            " " + key, self.random.choice(self.keys), "a" * 65, "bad name",
        ])
        holder[other] = holder.pop(key)
        return "renamed %r" % other

    def add(self, holder, key):
        """Another mapping's key beside it, with a value that it has there."""
        other = self.random.choice(self.keys)
        holder[other] = copy.deepcopy(self.random.choice(self.entries[other]))
        return "beside %s: %r" % (other, holder[other])

    def add_free(self, holder, key):
        holder["x-free"] = copy.deepcopy(self.random.choice(VALUES))
        return "beside x-free"

    def remove(self, holder, key):
        del holder[key]
        return "removed"

    def repeat(self, holder, key):
        holder.append(copy.deepcopy(holder[key]))
        return "repeated"
