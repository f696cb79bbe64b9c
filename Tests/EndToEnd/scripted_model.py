"""A loopback model that does what the prompts of `claude-route probe` ask, soundly or with one fault.

It knows those prompts by their fixed phrases and takes all else out of the conversation, as a model
would: paths and words from the prompt, the next step from the results of its tools. Answers stream
in several pieces; thinking, prompt caching and token counts are reported as the Messages API does.

    with ScriptedModel("gateway", fault="parallel_collapsed") as model: …model.url…
"""

import hashlib
import json
import re
import socket
import struct
import threading
import time
import uuid

import standin

FAULTS = {
    "thinking_dropped": "thinks never, and says nothing of it",
    "thinking_rejected": "400 when the request has a `thinking`",
    "thinking_unsigned": "thinks without a signature",
    "thinks_anyway": "thinks though not asked to",
    "parallel_collapsed": "of several calls in one answer only the first arrives",
    "input_mangled": "one backslash of each two in a call's strings is lost, non-ASCII becomes `?`",
    "input_escaped": "backslashes and newlines in a call's strings are escaped once too often",
    "input_broken": "a call's input of over 300 bytes is cut short, so that it is no JSON",
    "calls_broken": "every call's input is cut short",
    "burst": "the whole text in one event, at the end",
    "rate_limited": "429 with `retry-after` to the first request of each session",
    "rate_limited_bare": "the same without `retry-after`",
    "rate_limited_always": "429 with `retry-after` to every request",
    "rate_limited_always_bare": "the same without `retry-after`",
    "overloaded": "529 to every request",
    "unauthorized": "401 to every request",
    "other_model": "the name `other_model` in every answer",
    "no_cache": "caches nothing",
    "sub_agents_fail": "404 for the model `failing_model`",
    "silent": "takes the request and never answers",
    "truncated": "the stream ends in the middle, as if it were whole",
    "cut_off": "the connection ends in the middle of the stream",
    "stalled": "nothing more comes in the middle of the stream",
}

# What the API caches is at least so long.
MINIMUM_CACHED_TOKENS = 1024
# How far behind a breakpoint the API looks for what it has cached.
LOOK_BACK = 20
PIECES = 12


class Reply:
    """One answer: an error's status with its type and message, or content blocks in order."""

    def __init__(self, *blocks, status=200, error=None, headers=()):
        self.blocks = list(blocks)
        self.status = status
        self.error = error
        self.headers = list(headers)

    @property
    def stop_reason(self):
        return "tool_use" if any(b["type"] == "tool_use" for b in self.blocks) else "end_turn"


def text(value):
    return {"type": "text", "text": value}


def call(name, value):
    return {"type": "tool_use", "id": "toolu_" + uuid.uuid4().hex[:24], "name": name, "input": value}


class Conversation:
    """What a model sees of a request: the prompt, and each call so far with its result."""

    def __init__(self, body):
        self.prompt = ""
        self.calls = []
        by_id = {}
        for message in body.get("messages") or []:
            content = message.get("content")
            if isinstance(content, str):
                content = [text(content)]
            for block in content or []:
                kind = block.get("type")
                if kind == "tool_use":
                    made = {"name": block["name"], "input": block["input"], "result": None,
                            "failed": False}
                    by_id[block["id"]] = made
                    self.calls.append(made)
                elif kind == "tool_result" and block.get("tool_use_id") in by_id:
                    made = by_id[block["tool_use_id"]]
                    made["result"] = _result_text(block.get("content"))
                    made["failed"] = bool(block.get("is_error"))
                elif kind == "text" and message.get("role") == "user":
                    self.prompt += block["text"] + "\n"

    def made(self, name):
        return [made for made in self.calls if made["name"] == name]


def _result_text(content):
    if isinstance(content, str):
        return content
    return "\n".join(block.get("text", "") for block in content or [])


def file_text(result):
    """What the Read tool found in a file, without line numbers and reminders."""
    result = re.sub(r"<system-reminder>.*?</system-reminder>", "", result, flags=re.DOTALL)
    lines = [re.match(r" *\d+(?:\u2192|\t)(.*)", line) for line in result.splitlines()]
    return "\n".join(line.group(1) for line in lines if line)


# The sessions. Each gets the match of its phrase and the conversation, and gives blocks.

def _count(match, _):
    return [text(" ".join(str(number) for number in range(int(match[1]), int(match[2]) + 1)))]


def _chain(match, conversation):
    reads = conversation.made("Read")
    if not reads:
        return [call("Read", {"file_path": match[1]})]
    found = file_text(reads[-1]["result"] or "")
    following = re.search(r"The next file is (.+)\.$", found, re.MULTILINE)
    word = re.search(r"The word is (\S+)\.$", found, re.MULTILINE)
    if following:
        return [call("Read", {"file_path": following[1]})]
    return [text(word[1] if word else "I could not read %s." % reads[-1]["input"])]


def _parallel(match, conversation):
    reads = conversation.made("Read")
    read = {made["input"].get("file_path"): made for made in reads}
    missing = [path for path in match.groups() if path not in read]
    if missing and len(reads) < 2 * len(match.groups()):
        return [call("Read", {"file_path": path}) for path in missing]
    if missing:
        return [text("I could not read %s." % missing[0])]
    return [text(" ".join(file_text(read[path]["result"] or "") for path in match.groups()))]


def _input(match, conversation):
    path, content, changes, wanted = match.groups()
    steps = [("Write", {"file_path": path, "content": content})]
    for old, new in re.findall(r'"([^"]*)" to "([^"]*)"', changes):
        steps.append(("Edit", {"file_path": path, "old_string": old, "new_string": new}))
    steps.append(("StructuredOutput", json.loads(wanted)))
    # A step that failed is tried once more, then left.
    done = 0
    tried = 0
    for made in conversation.calls:
        tried += 1
        if not made["failed"] or tried == 2:
            done, tried = done + 1, 0
    if done < len(steps):
        name, value = steps[done]
        return [call(name, value)]
    return [text("Done.")]


def _think(match, _):
    boxes = [int(number) for number in re.findall(r"\d+", match[0])]
    rounds = 0
    while max(boxes) - min(boxes) > 1:
        boxes[boxes.index(max(boxes))] -= 1
        boxes[boxes.index(min(boxes))] += 1
        rounds += 1
    return [text("After %d rounds; the boxes hold %s." % (
        rounds, " and ".join(", ".join(map(str, boxes)).rsplit(", ", 1))))]


def _delegate(match, conversation):
    wanted = re.findall(r'with(?: model)? "(\w+)"(?: and)? the prompt "([^"]+)"', match[0])
    agents = conversation.made("Agent")
    given = [made["input"].get("model") for made in agents]
    missing = [(model, prompt) for model, prompt in wanted if model not in given]
    if missing and len(agents) < 2 * len(wanted):
        return [call("Agent", {
            "description": "say a word", "prompt": prompt, "subagent_type": "general-purpose",
            "model": model, "run_in_background": False}) for model, prompt in missing]
    words = []
    for _, prompt in wanted:
        word = re.search(r"the word (\S+) and", prompt)[1]
        words += [word] if any(word in (made["result"] or "") for made in agents) else []
    return [text(" ".join(words) or "None of them answered.")]


def _say(match, _):
    return [text(match[1])]


SESSIONS = [(re.compile(phrase, re.DOTALL), answer) for phrase, answer in (
    (r"Call the Agent tool .*", _delegate),
    (r"Write the whole numbers from (\d+) to (\d+) in digits", _count),
    (r"Read the file (\S+) with the Read tool\. It names another file", _chain),
    (r"Read (\S+), (\S+) and (\S+) with the Read tool: all three", _parallel),
    (r"With the Write tool create the file (\S+) with exactly the content between.*?"
     r"\n-----\n(.*?)\n-----\nThen change (.*?)\. Then call the StructuredOutput tool"
     r" with exactly this object: (\{.*\})", _input),
    (r"Think this through before you answer: [^.]*\.", _think),
    (r"The word is (\S+)\. Remember it\.", _say),
    (r"Reply with the word (\S+) and nothing else", _say),
)]


def blocks_for(conversation):
    for phrase, answer in SESSIONS:
        match = phrase.search(conversation.prompt)
        if match:
            return answer(match, conversation)
    return [text(standin.ANSWER)]


# Tokens and the cache

def tokens(value):
    """About four bytes each."""
    return max(1, (len(value.encode()) + 3) // 4)


class Cache:
    """The prefixes that were sent with a breakpoint before."""

    def __init__(self):
        self._prefixes = set()
        self._lock = threading.Lock()

    def usage(self, body):
        """Tokens of a request as (not cached, written, read)."""
        digest = hashlib.sha256(str(body.get("model")).encode())
        sizes, keys, breakpoints = [0], [b""], []
        for block in self._blocks(body):
            plain = json.dumps({name: value for name, value in block.items()
                                if name != "cache_control"}, sort_keys=True)
            digest.update(plain.encode())
            sizes.append(sizes[-1] + tokens(plain))
            keys.append(digest.digest())
            if "cache_control" in block and sizes[-1] >= MINIMUM_CACHED_TOKENS:
                breakpoints.append(len(keys) - 1)
        if not breakpoints:
            return sizes[-1], 0, 0
        with self._lock:
            seen = [index for point in breakpoints
                    for index in range(point, max(0, point - LOOK_BACK), -1)
                    if keys[index] in self._prefixes]
            self._prefixes.update(keys[point] for point in breakpoints)
        read = sizes[max(seen)] if seen else 0
        return sizes[-1] - sizes[breakpoints[-1]], sizes[breakpoints[-1]] - read, read

    @staticmethod
    def _blocks(body):
        for tool in body.get("tools") or []:
            yield tool
        contents = [body.get("system")] + [
            message.get("content") for message in body.get("messages") or []]
        for content in contents:
            for block in [text(content)] if isinstance(content, str) else content or []:
                # Differs from request to request, and the API leaves it out.
                if not str(block.get("text", "")).startswith("x-anthropic-billing-header"):
                    yield block


class ScriptedModel(standin.StandIn):
    """A threaded server on loopback; use it as a context manager.

    `fault` is one of `FAULTS`, several of them, or None for a sound model; it may be changed while the
    server runs.
    `failing_model` is the id that `sub_agents_fail` does not know, `other_model` the one that answers
    for every other. `retry_after` is that header's value, in seconds. With `quotes_credential` an
    error says which credential came. `pause` is the time between two pieces of an answer, in seconds.
    """

    def __init__(self, name, fault=None, failing_model=None, other_model="standin-opus",
                 retry_after=1, quotes_credential=False, pause=0.02, **options):
        super().__init__(name, **options)
        self.fault = fault
        self.failing_model = failing_model
        self.other_model = other_model
        self.retry_after = retry_after
        self.quotes_credential = quotes_credential
        self.pause = pause
        self._cache = Cache()
        self._sessions = set()
        self._end = threading.Event()

    def __exit__(self, *_):
        self._end.set()
        super().__exit__()

    @property
    def faults(self):
        faults = (self.fault,) if isinstance(self.fault, str) else self.fault or ()
        assert FAULTS.keys() >= set(faults), faults
        return faults

    def _has(self, *faults):
        return any(fault in self.faults for fault in faults)

    def _answer(self, connection, request):
        if not request.is_inference:
            return super()._answer(connection, request)
        if self._has("silent"):
            return self._wait_for_end(connection)
        body = request.json
        reply = self._reply(request, body)
        if reply.error:
            kind, message = reply.error
            if self.quotes_credential:
                message += " (asked with %s)" % (
                    request.headers.get("authorization") or request.headers.get("x-api-key"))
            return _send_error(connection, reply.status, kind, message, reply.headers)
        usage = self._usage(body, reply)
        model = self.other_model if self._has("other_model") else body.get("model")
        message = {
            "id": "msg_" + uuid.uuid4().hex[:24], "type": "message", "role": "assistant",
            "model": model, "content": [], "stop_reason": None, "stop_sequence": None,
            "usage": usage}
        if not body.get("stream"):
            message.update(content=reply.blocks, stop_reason=reply.stop_reason)
            return standin._send_json(connection, 200, message)
        return self._stream(connection, message, reply)

    # What to answer

    def _reply(self, request, body):
        if self._has("unauthorized"):
            return Reply(status=401, error=("authentication_error", "invalid x-api-key"))
        if self._has("overloaded"):
            return Reply(status=529, error=("overloaded_error", "Overloaded"))
        limits = [fault for fault in self.faults if fault.startswith("rate_limited")]
        for fault in limits:
            session = request.headers.get("x-claude-code-session-id")
            with self._lock:
                is_first = session not in self._sessions
                self._sessions.add(session)
            if is_first or "always" in fault:
                return Reply(
                    status=429, error=("rate_limit_error", "This request would exceed the limit."),
                    headers=[] if "bare" in fault else [("retry-after", self.retry_after)])
        if self._has("sub_agents_fail") and body.get("model") == self.failing_model:
            return Reply(status=404, error=("not_found_error", "model: %s" % self.failing_model))
        thinks = (body.get("thinking") or {}).get("type") in ("adaptive", "enabled")
        if self._has("thinking_rejected") and "thinking" in body:
            return Reply(status=400, error=(
                "invalid_request_error", "thinking: Extra inputs are not permitted"))
        blocks = blocks_for(Conversation(body))
        calls = [block for block in blocks if block["type"] == "tool_use"]
        if self._has("parallel_collapsed") and calls:
            blocks = calls[:1]
        if self._has("thinks_anyway") or thinks and not self._has("thinking_dropped"):
            blocks.insert(0, {
                "type": "thinking",
                "signature": "" if self._has("thinking_unsigned") else "c2lnbmF0dXJl" * 12,
                "thinking": "The request is plain. I look at what is known, and what is missing; "
                            "then I do the next step and nothing else. " * 3})
        return Reply(*blocks)

    def _usage(self, body, reply):
        plain, written, read = self._cache.usage(body)
        if self._has("no_cache"):
            plain, written, read = plain + written + read, 0, 0
        thought = sum(tokens(block["thinking"]) for block in reply.blocks
                      if block["type"] == "thinking")
        said = sum(tokens(block.get("text") or json.dumps(block.get("input")))
                   for block in reply.blocks if block["type"] != "thinking")
        return {
            "input_tokens": plain, "cache_creation_input_tokens": written,
            "cache_read_input_tokens": read,
            "cache_creation": {"ephemeral_5m_input_tokens": written,
                               "ephemeral_1h_input_tokens": 0},
            "output_tokens": thought + said,
            "output_tokens_details": {"thinking_tokens": thought}, "service_tier": "standard"}

    # Streaming

    def _stream(self, connection, message, reply):
        usage = message["usage"]
        start = dict(usage, output_tokens=1)
        del start["output_tokens_details"]
        events = [{"type": "message_start", "message": dict(message, usage=start)}]
        for index, block in enumerate(reply.blocks):
            events += self._block_events(index, block)
        events += [
            {"type": "message_delta",
             "delta": {"stop_reason": reply.stop_reason, "stop_sequence": None}, "usage": usage},
            {"type": "message_stop"}]
        if self._has("truncated", "cut_off", "stalled"):
            events = events[:len(events) // 2]
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                           b"Transfer-Encoding: chunked\r\n\r\n")
        if self._has("burst"):
            self._end.wait(self.pause * len(events) + 3 * self.pause * PIECES)
            _send_chunk(connection, b"".join(map(_wire, events)))
        else:
            for event in events:
                _send_chunk(connection, _wire(event))
                if event["type"] == "content_block_delta":
                    self._end.wait(self.pause)
        if self._has("stalled"):
            return self._wait_for_end(connection)
        if self._has("cut_off"):
            # A reset takes away what the other side has not read yet.
            self._end.wait(0.2)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        _send_chunk(connection, b"")
        return True

    def _wait_for_end(self, connection):
        """Say nothing until the other side or the server gives up."""
        while not self._end.wait(0.2) and not _is_closed(connection):
            pass
        return False

    def _block_events(self, index, block):
        kind = block["type"]
        if kind == "tool_use":
            deltas = [{"type": "input_json_delta", "partial_json": piece}
                      for piece in _pieces(self._call_input(block["input"]))]
            start = dict(block, input={})
        elif kind == "thinking":
            deltas = [{"type": "thinking_delta", "thinking": piece}
                      for piece in _pieces(block["thinking"])]
            if block["signature"]:
                deltas.append({"type": "signature_delta", "signature": block["signature"]})
            start = dict(block, thinking="", signature="")
        else:
            pieces = [block["text"]] if self._has("burst") else _pieces(block["text"])
            deltas = [{"type": "text_delta", "text": piece} for piece in pieces]
            start = dict(block, text="")
        return ([{"type": "content_block_start", "index": index, "content_block": start}]
                + [{"type": "content_block_delta", "index": index, "delta": delta}
                   for delta in deltas]
                + [{"type": "content_block_stop", "index": index}])

    def _call_input(self, value):
        """The JSON text of a call's input, as it leaves the server."""
        if self._has("input_mangled"):
            value = _each_string(value, lambda string: re.sub(
                r"[^\x00-\x7f]", "?", string.replace("\\\\", "\\")))
        elif self._has("input_escaped"):
            value = _each_string(
                value, lambda string: string.replace("\\", "\\\\").replace("\n", "\\n"))
        whole = json.dumps(value, ensure_ascii=False)
        if self._has("calls_broken") or self._has("input_broken") and len(whole) > 300:
            whole = whole[:-max(2, len(whole) // 8)]
        return whole


def _each_string(value, change):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_string(item, change) for item in value]
    if isinstance(value, dict):
        return {name: _each_string(item, change) for name, item in value.items()}
    return value


def _pieces(whole):
    size = max(1, -(-len(whole) // PIECES))
    return [whole[start:start + size] for start in range(0, len(whole), size)] or [""]


def _wire(event):
    return b"event: %s\ndata: %s\n\n" % (
        event["type"].encode(), json.dumps(event, ensure_ascii=False).encode())


def _send_chunk(connection, data):
    connection.sendall(b"%x\r\n%s\r\n" % (len(data), data))


def _send_error(connection, status, kind, message, headers):
    body = json.dumps({"type": "error", "error": {"type": kind, "message": message}}).encode()
    lines = ["HTTP/1.1 %d Error" % status, "Content-Type: application/json",
             "Content-Length: %d" % len(body)] + ["%s: %s" % header for header in headers]
    connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    return True


def _is_closed(connection):
    """Whether the other side has hung up."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
