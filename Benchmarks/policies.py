"""Writes policies with as many rules as asked for.

    python3 Benchmarks/policies.py RULES > policy.yaml

Half of them are routes on a class and a branch, half constraints on a branch.
"""

import sys


def large(rules):
    routes = rules // 2
    lines = ["version: 1", "name: large", "routes:"]
    for number in range(routes):
        lines += [
            "  - name: route-%d" % number,
            '    when: {all: [{class: bulk}, {fact: branch, matches: "team-%d/**"}]}' % number,
            "    to: [openrouter/haiku, anthropic/sonnet]",
        ]
    lines += ["default: [anthropic/default]", "constraints:"]
    for number in range(rules - routes):
        lines += [
            "  - name: rule-%d" % number,
            '    when: {fact: branch, matches: "area-%d/**"}' % number,
            "    forbid: {model: [haiku]}",
            "    reason: area %d keeps a strong model" % number,
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(large(int(sys.argv[1])))
