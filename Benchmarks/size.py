"""Says what is in the stripped binary: by kind of section, and by module.

    python3 Benchmarks/size.py PATH-OF-CLAUDE-ROUTE

Sections are those of the stripped file. Modules are counted from the symbols of a copy that still has names: a generic
function of the standard library that was specialised for a type of ours keeps its name and counts as the standard
library's. Relocations, unwinding tables and the linker's own tables have no symbols: they are in the first table only.
"""

import collections
import os
import re
import subprocess
import sys

from harness import floor, stripped, table

KINDS = [
    ("machine code", r"\.(text|init|fini|plt)$"),
    ("relocations, applied at each start", r"\.rela?\."),
    ("tables for unwinding the stack", r"\.(eh_frame|gcc_except_table)"),
    ("constants", r"\.(rodata|lrodata)"),
    ("constants with addresses in them", r"\.data\.rel\.ro|\.got|\.(init|fini)_array"),
    ("Swift's descriptions of types", r"swift5_(?!backtrace)|\.swift"),
    ("exported names", r"\.(dynsym|dynstr|gnu\.hash|gnu\.version|hash)"),
    ("variables", r"\.(data|tdata|tm_clone_table)$|swift5_backtrace"),
    ("other", r""),
]
# In memory, but not in the file.
EMPTY = r"\.(bss|tbss)$"

MODULES = {
    "claude_route": "claude-route: commands",
    "FoundationEssentials": "SmallFoundation, in the place of Foundation", "_FoundationCollections": "Foundation's collections",
    "ArgumentParser": "ArgumentParser", "ArgumentParserToolInfo": "ArgumentParser",
    "_StringProcessing": "Swift: regular expressions", "_RegexParser": "Swift: regular expressions",
    "BuiltInPolicy": "BuiltInPolicy: the embedded policies, recipes, prices",
}
OURS = ["RouteEngine", "BackendProbe", "PolicyLoader", "Rendering", "Usage", "ClaudeClient", "PolicyStarter", "PolicyCheck", "HealthCheck",
        "YAMLTree", "Diagnostics", "JSONTree"]
SWIFT, RUNTIME = "Swift: standard library", "Swift: runtime in C++, its Unicode tables"
NAMES = [
    (r"yaml_", "libyaml"),
    (r"_?dispatch|_voucher|_firehose", "libdispatch"),
    (r"_+CF|_?_?Foundation|uset|u_", "Foundation"),
    (r"symbolic |associated conformance|l_|get_type_metadata|block_", "names of types, for the runtime"),
    (r"_Z|_?swift_|_swift|swift", RUNTIME),
]


def module(name):
    """Who a symbol belongs to, from its mangled name: `$s`, a type it extends, the module's length and name."""
    if name.startswith("$s"):
        rest = name[2:]
        for pattern in (r"(\d+)(.*)", r"S[A-Za-z](\d+)(.*)", r"s\w*?(\d+)(.*)"):
            found = re.match(pattern, rest)
            if found:
                known = found[2][:int(found[1])]
                if known in OURS or known in MODULES:
                    return MODULES.get(known, known)
        return SWIFT
    for pattern, owner in NAMES:
        if re.match(pattern, name):
            return owner
    return "other, the C library's start among it"


def sections(binary):
    text = subprocess.run(["size", "-A", "-d", binary], stdout=subprocess.PIPE, text=True, check=True).stdout
    sizes = collections.Counter()
    for line in text.splitlines()[2:]:
        words = line.split()
        if len(words) == 3 and not re.search(EMPTY, words[0]):
            sizes[next(kind for kind, pattern in KINDS if re.match(pattern, words[0]))] += int(words[1])
    return sizes


def symbols(binary):
    """Bytes of code and of data for each owner; of names for one address the longest counts."""
    text = subprocess.run(["nm", "-S", "--defined-only", binary], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    longest = {}
    for line in text.splitlines():
        found = re.match(r"([0-9a-f]+) ([0-9a-f]+) (\w) (.*)", line)
        if found and found[3] not in "bB":
            address, size = int(found[1], 16), int(found[2], 16)
            longest[address] = max(longest.get(address, (0, "", "")), (size, found[3], found[4]))
    code, data = collections.Counter(), collections.Counter()
    for size, kind, name in longest.values():
        (code if kind in "tTwW" else data)[module(name)] += size
    return code, data


def main():
    whole, bare = stripped(sys.argv[1]), floor("bare")
    named = stripped(sys.argv[1], "--strip-debug")
    kinds, least = sections(whole), sections(bare)
    file, smallest = os.path.getsize(whole), os.path.getsize(bare)
    table(["section", "bytes", "share", "bare Swift program"], [
        [kind, "{:,}".format(size), "%.1f %%" % (100 * size / file), "{:,}".format(least[kind])]
        for kind, size in kinds.most_common()]
        + [["the file", "{:,}".format(file), "%.2f MB" % (file / 1e6), "{:,}".format(smallest)]])
    code, data = symbols(named)
    both = code + data
    table(["module", "code", "data", "together"], [
        [name, "{:,}".format(code[name]), "{:,}".format(data[name]), "{:,}".format(size)]
        for name, size in both.most_common()]
        + [["all that has a name", "{:,}".format(sum(code.values())), "{:,}".format(sum(data.values())),
            "{:,}".format(sum(both.values()))]])


if __name__ == "__main__":
    main()
