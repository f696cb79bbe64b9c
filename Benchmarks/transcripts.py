"""Times a reader of transcripts on a generated month: 1 GB in 500 files.

    python3 Benchmarks/transcripts.py PATH-OF-CLAUDE-ROUTE
    python3 Benchmarks/transcripts.py [--megabytes N] [--in FOLDER] PROGRAM ARGUMENT...

The first form runs `report --utc --json`. CLAUDE_CONFIG_DIR names the generated folder. Prints MB/s
and the largest resident memory beside `wc -l` and `jq -c` on the same files (`jq` on a share of
them), and compares the totals with those the generator wrote to `totals.json`. With `--in` the folder
is kept and used again. Everything is drawn from one seed.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FILES = 500
RUNS = 3
KINDS = ("input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead")
MODELS = ("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5-20261015", "anthropic/claude-opus-5.5")
# In September 2026: days that have not come yet are in no report.
BEGIN = 1_790_000_000_000 - 1_790_000_000_000 % 86_400_000


def timestamp(milliseconds):
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(milliseconds // 1000))
    return "%s.%03dZ" % (text, milliseconds % 1000)


class Totals:
    """What a reader has to find, kept while the lines are written."""

    def __init__(self):
        self.files = self.bytes = self.lines = self.unreadable = 0
        self.replies = {}

    def see(self, key, model, usage):
        known = self.replies.get(key)
        if known is None or known[1][1:2] + known[1] < usage[1:2] + usage:
            self.replies[key] = (model, usage)

    def value(self):
        models = {}
        for model, usage in self.replies.values():
            sums = models.setdefault(model, [0] * len(KINDS))
            for place, count in enumerate(usage):
                sums[place] += count
        return {
            "files": self.files, "bytes": self.bytes, "lines": self.lines,
            "unreadableLines": self.unreadable, "replies": len(self.replies),
            "models": {model: dict(zip(KINDS, sums)) for model, sums in sorted(models.items())},
        }


class Month:
    """Writes the files. Long texts are drawn from a pool that is encoded once."""

    def __init__(self, folder, megabytes, seed=6):
        self.random = random.Random(seed)
        self.folder = folder
        self.size = megabytes * 1_000_000 // FILES
        self.totals = Totals()
        self.pool = [self.text(self.random.choice((300, 2_000, 8_000, 20_000))) for _ in range(200)]
        self.short = [self.text(self.random.randrange(20, 900)) for _ in range(200)]
        # Lines of earlier sessions, for those that resume them.
        self.earlier = []

    def text(self, length):
        """What a tool prints: code with quotes, line breaks, tabs and a few other scripts."""
        words = ["return", "let value = \"x\"", "\n    ", "\t", "if (a && b) {", "}", "naïve", "路由",
                 "C:\\dir", "/usr/lib/python3", "0x1F", "error:", "\"usage\":{\"output_tokens\":7}", "\u001b[31m"]
        text, size = [], 0
        while size < length:
            text.append(self.random.choice(words))
            size += len(text[-1]) + 1
        return json.dumps(" ".join(text), ensure_ascii=False)

    def identifier(self, prefix=""):
        return prefix + "%024x" % self.random.getrandbits(96)

    def write(self):
        for number in range(FILES):
            project = os.path.join(self.folder, "projects", "-home-someone-project%d" % (number % 12))
            session = "%08x-0000-4000-8000-%012x" % (self.random.getrandbits(32), number)
            isAgent = number % 10 == 9
            path = os.path.join(project, session + ".jsonl")
            if isAgent:
                path = os.path.join(project, session, "subagents", "agent-%d.jsonl" % number)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            lines = self.session(session, number, isAgent)
            content = b"\n".join(lines) + (b"" if number % 7 == 0 else b"\n")
            with open(path, "wb") as file:
                file.write(content)
            self.totals.files += 1
            self.totals.bytes += len(content)
            self.totals.lines += len(lines)
        return self.totals.value()

    def session(self, session, number, isAgent):
        head = '"cwd":"/home/someone/project%d","sessionId":"%%s","version":"2.1.330","gitBranch":"main"' % (number % 12)
        lines = []
        if number % 8 == 5 and self.earlier:
            lines += self.copies(session, number)
        now = BEGIN + number * 5_000_000
        gateway = number % 6 == 3
        size = sum(map(len, lines))
        share = self.size * self.random.uniform(0.4, 1.6)
        mine = []
        while size < share:
            now += self.random.randrange(500, 60_000)
            turn = self.turn(head % session, now, isAgent, gateway)
            mine += turn
            size += sum(len(line) for line, _ in turn)
        self.earlier.append(mine[:40])
        for line, reply in mine:
            lines.append(self.damaged(line, reply))
        if not isAgent and number % 3 == 0:
            lines.append(b'{"type":"cost-state","sessionId":"%s","totalCostUSD":1.25,"totalDuration":1000,'
                         b'"modelUsage":{"claude-opus-5-5":{"inputTokens":0,"outputTokens":0,"cacheReadInputTokens":0,'
                         b'"cacheCreationInputTokens":0,"webSearchRequests":0,"costUSD":1.25}}}' % session.encode())
        return lines

    def copies(self, session, number):
        """The first lines of an earlier session: as they were, or as a branch of it."""
        lines = []
        for line, reply in self.random.choice(self.earlier[-20:]):
            if number % 16 == 5:
                start = line.index(b'"sessionId":"') + 13
                origin = line[start:start + 36]
                line = (line[:start] + session.encode() + line[start + 36:-1]
                        + b',"forkedFrom":{"sessionId":"%s","messageUuid":"%032x"}}' % (origin, number))
            if reply:
                self.totals.see(*reply)
            lines.append(line)
        return lines

    def damaged(self, line, reply):
        """One line in 1,500 is cut, garbage, or two writers' at once."""
        luck = self.random.randrange(1_500)
        if luck > 0:
            if reply:
                self.totals.see(*reply)
            return line
        self.totals.unreadable += 1
        cut = line[:self.random.randrange(1, len(line) - 1)]
        return self.random.choice((cut, b"\x00\xff garbage " + bytes(9), cut + line))

    def turn(self, head, now, isAgent, gateway):
        """A reply in 2 to 4 lines, and the results of its tool call or the next prompt."""
        model = MODELS[3] if gateway else self.random.choice(MODELS[:3])
        message, request = self.identifier("msg_"), None if gateway else self.identifier("req_")
        total = self.random.choice((0, 0, 900, 12_000))
        hour = self.random.choice((0, 0, total))
        counts = self.random.randrange(1, 4_000), self.random.randrange(200_000), self.random.randrange(40, 3_000)
        side = "true" if isAgent else "false"
        base = '{"parentUuid":"%s","isSidechain":%s,"userType":"external",%s,' % (self.identifier(), side, head)
        lines = []
        parts = self.random.randrange(2, 5)
        for part in range(parts):
            output = counts[2] if part == parts - 1 else self.random.randrange(1, 40)
            details = "" if gateway else (
                ',"cache_creation":{"ephemeral_1h_input_tokens":%d,"ephemeral_5m_input_tokens":%d}' % (hour, total - hour))
            usage = ('{"input_tokens":%d,"cache_creation_input_tokens":%d,"cache_read_input_tokens":%d,"output_tokens":%d%s,'
                     '"service_tier":"standard"}' % (counts[0], total, counts[1], output, details))
            block = ('{"type":"tool_use","id":"%s","name":"Bash","input":{"command":%s,"usage":{"output_tokens":99}}}'
                     % (self.identifier("toolu_"), self.random.choice(self.short))
                     if part else '{"type":"text","text":%s}' % self.random.choice(self.short))
            line = base + ('"message":{"model":"%s","id":"%s","type":"message","role":"assistant","content":[%s],"stop_reason":null,'
                           '"stop_sequence":null,"usage":%s},%s"type":"assistant","uuid":"%s","timestamp":"%s"}' % (
                               model, message, block, usage, "" if gateway else '"requestId":"%s",' % request,
                               self.identifier(), timestamp(now + part * 40)))
            written = (counts[0], output, total if gateway else total - hour, 0 if gateway else hour, counts[1])
            lines.append((line.encode(), ((message, request), model, written)))
        if self.random.randrange(8) == 0:
            line = base + '"type":"user","message":{"role":"user","content":%s},"uuid":"%s","timestamp":"%s"}' % (
                self.random.choice(self.short), self.identifier(), timestamp(now + 400))
        else:
            text = self.random.choice(self.pool)
            line = base + ('"type":"user","message":{"role":"user","content":[{"tool_use_id":"%s","type":"tool_result","content":%s,'
                           '"is_error":false}]},"uuid":"%s","timestamp":"%s","toolUseResult":{"stdout":%s,"stderr":"","interrupted":false}}'
                           % (self.identifier("toolu_"), text, self.identifier(), timestamp(now + 400), text))
        lines.append((line.encode(), None))
        return lines


def generate(folder, megabytes, statement):
    totals = Month(folder, megabytes).write()
    with open(statement, "w") as file:
        json.dump(totals, file, indent=1)


def paths(folder):
    return sorted(os.path.join(at, name) for at, _, names in os.walk(os.path.join(folder, "projects")) for name in names)


def measured(command, environment=None):
    """Seconds of the median run, the largest resident memory in MB, and the output of the last."""
    seconds, peak = [], 0
    for _ in range(RUNS):
        with tempfile.TemporaryFile() as output:
            begin = time.monotonic()
            child = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env=environment)
            _, status, use = os.wait4(child.pid, 0)
            seconds.append(time.monotonic() - begin)
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            text = output.read()
        # Linux counts in KiB, macOS in bytes.
        peak = max(peak, use.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))
    return statistics.median(seconds), peak, text, child.returncode


def differences(text, totals):
    """Totals that the report states otherwise; absent when it is no report."""
    try:
        report = json.loads(text)
    except ValueError:
        return None
    if "reading" not in report:
        return None
    found = {"files": report["reading"]["files"], "bytes": report["reading"]["bytes"],
             "lines": report["reading"]["lines"], "replies": report["reading"]["replies"],
             "unreadableLines": report["reading"]["unreadable-lines"], "models": {}}
    for cell in report["cells"]:
        model = found["models"].setdefault(cell["model"], dict.fromkeys(
            ("input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead"), 0))
        for key, name in (("input", "input"), ("output", "output"), ("cacheWrite5m", "cache-write-5m"),
                          ("cacheWrite1h", "cache-write-1h"), ("cacheRead", "cache-read")):
            model[key] += cell["tokens"][name]
    return ["%s: %s instead of %s" % (key, found[key], totals[key])
            for key in found if key in totals and found[key] != totals[key]]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--megabytes", type=int, default=1_000)
    parser.add_argument("--in", dest="folder")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="transcripts-")
    try:
        statement = os.path.join(folder, "totals.json")
        if not os.path.exists(statement):
            # In a process of its own: what a child of this one uses at most includes this one's memory.
            writer = multiprocessing.Process(target=generate, args=(folder, options.megabytes, statement))
            writer.start()
            writer.join()
        with open(statement) as file:
            totals = json.load(file)
        return compare(folder, totals, options.command)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


def compare(folder, totals, command):
    files = paths(folder)
    megabytes = totals["bytes"] / 1e6
    print("%d files, %.0f MB, %d lines, %d replies" % (totals["files"], megabytes, totals["lines"], totals["replies"]))
    floor, _, _, _ = measured(["wc", "-l"] + files)
    print("%-24s %8.0f MB/s" % ("wc -l", megabytes / floor))
    if shutil.which("jq"):
        # A whole month takes jq a minute for each run.
        share = files[::25]
        size = sum(map(os.path.getsize, share)) / 1e6
        seconds, peak, _, _ = measured(["jq", "-c", "-R", "fromjson? | .message.usage?"] + share)
        print("%-24s %8.0f MB/s %8.0f MB resident" % ("jq -c", size / seconds, peak))
    if not command:
        return 0
    if len(command) == 1:
        command += ["report", "--utc", "--json", "--since", "2026-09-01", "--until", "2026-11-25"]
    state = os.path.join(folder, "state")
    shutil.rmtree(state, ignore_errors=True)
    seconds, peak, text, status = measured(
        command, dict(os.environ, CLAUDE_CONFIG_DIR=folder, XDG_STATE_HOME=state))
    print("%-24s %8.0f MB/s %8.0f MB resident, %.2f times wc -l" % (
        os.path.basename(command[0]), megabytes / seconds, peak, seconds / floor))
    wrong = differences(text, totals)
    print("totals: " + ("none in the output" if wrong is None else "exact" if not wrong else "; ".join(wrong)))
    return 1 if status or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
