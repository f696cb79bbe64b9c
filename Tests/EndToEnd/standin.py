"""A loopback stand-in for every kind of backend the client can talk to.

It answers the Anthropic Messages API, Bedrock, Vertex and Foundry paths well enough for a whole
session, and keeps everything that arrived: a test asserts on requests, and for the server that must
stay silent on `received_bytes`, which also counts what was never a valid request (a CONNECT to a
proxy, a TLS hello, half a line).
"""

import base64
import json
import socket
import ssl
import struct
import threading
import time
import zlib

ANSWER = "pong"

# The client asks for a conversation title and similar with small models and no tools; the main loop
# is the request that offers the Bash tool.
MAIN_LOOP_TOOL = "Bash"


class Request:
    """One HTTP request as it arrived."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.target = target
        self.path = target.split("?", 1)[0]
        self.headers = headers
        self.body = body
        self.time = time.time()

    @property
    def json(self):
        """The body as JSON, or an empty object when it is none."""
        try:
            value = json.loads(self.body.decode("utf-8"))
        except (UnicodeDecodeError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    @property
    def model(self):
        """The model asked for: in the body, or in the path of the cloud backends."""
        if self.path.startswith("/model/"):
            return percent_decoded(self.path.split("/")[2])
        if "/publishers/anthropic/models/" in self.path:
            return percent_decoded(self.path.rsplit("/models/", 1)[1].rsplit(":", 1)[0])
        return self.json.get("model")

    @property
    def effort(self):
        return (self.json.get("output_config") or {}).get("effort")

    @property
    def tools(self):
        return [tool.get("name") for tool in self.json.get("tools") or []]

    @property
    def is_inference(self):
        """Whether the request asks a model for an answer."""
        if self.method != "POST":
            return False
        return (
            self.path.endswith("/v1/messages")
            or self.path.startswith("/model/")
            or "/publishers/anthropic/models/" in self.path
        ) and not self.path.endswith("count_tokens")

    @property
    def is_main_loop(self):
        return self.is_inference and MAIN_LOOP_TOOL in self.tools

    def __repr__(self):
        shown = {
            name: value
            for name, value in self.headers.items()
            if name in ("authorization", "x-api-key", "host")
        }
        return "<%s %s model=%s effort=%s %s>" % (
            self.method, self.target, self.model, self.effort, shown)


class StandIn:
    """A threaded server on loopback, 127.0.0.1 unless told; use it as a context manager.

    `tool_commands` are shell commands: the first main-loop request is answered with a Bash tool
    call for the first of them, the next with the second, and so on; then the final text. A pair
    (tool, input) calls another tool. With a `tool_prompt` only a session that says it is so answered.
    `before_answer` is called with each request before it is answered. `access_token` is what
    Google's token endpoint, `POST /token`, gives out. `usage` gives what an answer to a request
    says that it used, `gives_request_ids` whether answers have an id in their head, `answer` the text.
    """

    def __init__(self, name, port=0, tls=None, tool_commands=(), before_answer=None,
                 tool_prompt="", host="127.0.0.1", access_token=None, usage=None,
                 gives_request_ids=False, answer=ANSWER):
        self.name = name
        self.requests = []
        self.received_bytes = 0
        self.connections = 0
        self.raw_heads = []
        self.tool_commands = list(tool_commands)
        self.tool_prompt = tool_prompt
        self.before_answer = before_answer
        self.access_token = access_token
        self.usage = usage
        self.gives_request_ids = gives_request_ids
        self.answer = answer
        self._host = host
        self._tls = tls
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, port))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        self._closing = False

    # Life

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._closing = True
        self._listener.close()

    @property
    def url(self):
        return "%s://%s:%d" % ("https" if self._tls else "http", self._host, self.port)

    # What arrived

    @property
    def inferences(self):
        with self._lock:
            return [request for request in self.requests if request.is_inference]

    @property
    def main_loops(self):
        with self._lock:
            return [request for request in self.requests if request.is_main_loop]

    def wait_for(self, accepted, seconds):
        """The first request that `accepted` says yes to, or None after so many seconds."""
        end = time.time() + seconds
        with self._arrived:
            while True:
                for request in self.requests:
                    if accepted(request):
                        return request
                left = end - time.time()
                if left <= 0:
                    return None
                self._arrived.wait(left)

    def searched(self, text):
        """Whether the text stands anywhere in what arrived as a request."""
        needle = text.encode()
        with self._lock:
            return any(
                needle in request.body
                or needle in request.target.encode()
                or any(text in value for value in request.headers.values())
                for request in self.requests
            )

    # The server

    def _accept(self):
        while not self._closing:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            connection.settimeout(60)
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            stream = _Counted(connection, self)
            while True:
                request = _read_request(stream)
                if request is None:
                    return
                with self._arrived:
                    self.requests.append(request)
                    self._arrived.notify_all()
                if self.before_answer:
                    self.before_answer(request)
                if not self._answer(connection, request):
                    return
        except (OSError, ssl.SSLError, ValueError):
            return
        finally:
            try:
                connection.close()
            except OSError:
                pass

    def _count(self, data):
        with self._lock:
            self.received_bytes += len(data)
            if sum(map(len, self.raw_heads)) < 4096:
                self.raw_heads.append(data[:512])

    def _answer(self, connection, request):
        """Write the answer; returns whether the connection may carry another request."""
        path = request.path
        if request.method == "CONNECT":
            connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return False
        if request.method == "GET" and path.endswith("/inference-profiles"):
            return _send_json(connection, 200, {"inferenceProfileSummaries": []})
        if request.method == "POST" and path.endswith("count_tokens"):
            return _send_json(connection, 200, {"input_tokens": 10})
        if request.method == "POST" and path.endswith("count-tokens:rawPredict"):
            return _send_json(connection, 200, {"input_tokens": 10})
        if request.method == "POST" and path == "/token" and self.access_token:
            return _send_json(connection, 200, {
                "access_token": self.access_token, "expires_in": 3600, "token_type": "Bearer"})
        if not request.is_inference:
            return _send_json(
                connection, 404, {"type": "error", "error": {
                    "type": "not_found_error", "message": "stand-in has nothing here"}})
        events = self._events(request)
        if path.endswith("/invoke-with-response-stream"):
            return _send(
                connection, 200, "application/vnd.amazon.eventstream",
                b"".join(_aws_event(event) for event in events))
        if path.endswith("/invoke") or path.endswith(":rawPredict") or not _is_streaming(request):
            return _send_json(connection, 200, _whole_message(events))
        head = "text/event-stream"
        if self.gives_request_ids:
            head += "\r\nrequest-id: req_%024d" % int(time.time() * 1e6)
        return _send(
            connection, 200, head,
            b"".join(
                b"event: %s\ndata: %s\n\n" % (event["type"].encode(), json.dumps(event).encode())
                for event in events))

    def _events(self, request):
        command = None
        if request.is_main_loop and self.tool_prompt.encode() in request.body:
            with self._lock:
                if self.tool_commands:
                    command = self.tool_commands.pop(0)
        return _message_events(
            request.model, command, self.usage and self.usage(request), self.answer)


class _Counted:
    """Buffered reads that tell the server of every byte."""

    def __init__(self, connection, server):
        self._connection = connection
        self._server = server
        self._buffer = b""

    def _fill(self):
        data = self._connection.recv(65536)
        if data:
            self._server._count(data)
            self._buffer += data
        return bool(data)

    def line(self):
        while b"\n" not in self._buffer:
            if len(self._buffer) > 65536 or not self._fill():
                return None
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def exactly(self, count):
        while len(self._buffer) < count:
            if not self._fill():
                return None
        data, self._buffer = self._buffer[:count], self._buffer[count:]
        return data


def _read_request(stream):
    """The next request of a connection, or None at its end or at bytes that are no request."""
    first = stream.line()
    if first is None:
        return None
    parts = first.decode("latin-1").split(" ")
    if len(parts) != 3:
        return None
    headers = {}
    while True:
        line = stream.line()
        if line is None:
            return None
        if not line:
            break
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    if "chunked" in headers.get("transfer-encoding", ""):
        body = b""
        while True:
            size = int(stream.line().split(b";")[0], 16)
            body += stream.exactly(size)
            stream.line()
            if size == 0:
                break
    else:
        body = stream.exactly(int(headers.get("content-length") or 0))
        if body is None:
            return None
    if headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, 31)
    return Request(parts[0], parts[1], headers, body)


def _is_streaming(request):
    return bool(request.json.get("stream")) or request.path.endswith(":streamRawPredict")


def _message_events(model, command=None, usage=None, answer=ANSWER):
    """The events of one streamed answer: the text, or a tool call when there is a command."""
    usage = dict(usage or {
        "input_tokens": 10, "output_tokens": 5,
        "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0})
    output, usage["output_tokens"] = usage["output_tokens"], 1
    message = {
        "id": "msg_%024d" % int(time.time() * 1e6), "type": "message", "role": "assistant",
        "model": model, "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
    if command is None:
        start = {"type": "text", "text": ""}
        delta = {"type": "text_delta", "text": answer}
    else:
        tool, value = command if isinstance(command, tuple) else (
            MAIN_LOOP_TOOL, {"command": command, "description": "a step of the test"})
        start = {"type": "tool_use", "id": "toolu_%024d" % int(time.time() * 1e6),
                 "name": tool, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(value)}
    return [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": start},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta",
         "delta": {"stop_reason": "tool_use" if command else "end_turn", "stop_sequence": None},
         "usage": {"output_tokens": output}},
        {"type": "message_stop"},
    ]


def _whole_message(events):
    message = dict(events[0]["message"])
    block = dict(events[1]["content_block"])
    delta = events[2]["delta"]
    if block["type"] == "text":
        block["text"] = delta["text"]
    else:
        block["input"] = json.loads(delta["partial_json"])
    message["content"] = [block]
    message["stop_reason"] = events[4]["delta"]["stop_reason"]
    return message


def _aws_event(event):
    """One message of `application/vnd.amazon.eventstream`: prelude, headers, payload, two CRCs."""
    payload = json.dumps(
        {"bytes": base64.b64encode(json.dumps(event).encode()).decode()}).encode()
    headers = b"".join(
        struct.pack("!B", len(name)) + name + struct.pack("!BH", 7, len(value)) + value
        for name, value in (
            (b":event-type", b"chunk"),
            (b":content-type", b"application/json"),
            (b":message-type", b"event")))
    prelude = struct.pack("!II", 12 + len(headers) + len(payload) + 4, len(headers))
    prelude += struct.pack("!I", zlib.crc32(prelude))
    whole = prelude + headers + payload
    return whole + struct.pack("!I", zlib.crc32(whole))


def _send(connection, status, content_type, body):
    connection.sendall(
        b"HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (
            status, b"OK" if status == 200 else b"Not Found", content_type.encode(), len(body))
        + body)
    return True


def _send_json(connection, status, value):
    return _send(connection, status, "application/json", json.dumps(value).encode())


def percent_decoded(text):
    from urllib.parse import unquote

    return unquote(text)
