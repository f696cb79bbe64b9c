"""A team's proxy: LiteLLM with the configuration that `export litellm` writes from a policy."""

import json
import os
import re
import socket
import threading
import unittest
import urllib.error
import urllib.request

import litellm_proxy
from litellm_proxy import MASTER_KEY
from scenario import (
    BEDROCK_POLICY, BEDROCK_TOKEN, BINARY, PROMPT, SERIOUS_TASK, TASK, Scenario, unless_routable)

CHEAP_KEY, STRONG_KEY = "canary-cheap-key-20f7", "canary-strong-key-9a3c"

# What the proxy is to do. Production work stays on the strong one, whatever else it is.
TEAM_POLICY = """\
version: 1
built-in: classes
name: team
backends:
  cheap:
    kind: gateway
    base-url: http://127.0.0.1:{cheap}/cheap
    credential: env:CHEAP_KEY
    headers: {{x-team: shop}}
    models: {{opus: cheap-large, sonnet: cheap-large, haiku: cheap-small, fable: cheap-large}}
  strong:
    kind: gateway
    base-url: http://127.0.0.1:{strong}/strong
    credential: env:STRONG_KEY
    auth: api-key
    models: {{opus: strong-large, sonnet: strong-large, haiku: strong-small, fable: strong-large}}
routes:
  - {{name: mechanical, when: {{class: bulk}}, to: [cheap/haiku, strong/haiku]}}
default: [strong/opus, cheap/opus]
constraints:
  - name: serious-stays-strong
    when: {{any: [{{class: production}}, {{class: extended-thinking}}, {{class: multi-agent}}]}}
    require: {{backend: [strong]}}
    reason: serious work gets the real thing
"""

# What a developer has: all goes to the proxy, and the task's classes with it.
LAUNCH_POLICY = """\
version: 1
built-in: classes
backends: {{litellm: {{preset: litellm, tags: true, base-url: "http://127.0.0.1:{proxy}"}}}}
default: [litellm/opus]
"""


class Balancer:
    """Hands connections to its servers in turn."""

    def __init__(self, ports):
        self._ports = ports
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        turn = 0
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._ports[turn % len(self._ports)]))
            turn += 1
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._copy, args=(source, target), daemon=True).start()

    @staticmethod
    def _copy(source, target):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self._listener.close()


@unless_routable
class LiteLLMTest(Scenario):
    def setUp(self):
        super().setUp()
        self.python = os.environ.get("CLAUDE_ROUTE_LITELLM")
        if not self.python and self._testMethodName.startswith("test_proxy"):
            obstacle = os.environ.get("CLAUDE_ROUTE_LITELLM_OBSTACLE", "started without run.py")
            if os.environ.get("CI") == "true":
                self.fail("no LiteLLM: %s" % obstacle)
            raise unittest.SkipTest("no LiteLLM: %s" % obstacle)

    def exported(self):
        """The proxy's configuration; the cheap backend is `target`, the strong one `hostile`'s
        neighbour of its own."""
        self.strong = self.server("strong")
        policy = self.sandbox.write("team.yaml", TEAM_POLICY.format(
            cheap=self.target.port, strong=self.strong.port))
        result = self.sandbox.run([BINARY, "export", "litellm", "--policy", policy])
        self.assertEqual(result.status, 0, result)
        self.assertIn("preset: litellm, tags: true", result.stderr)
        return result.stdout

    @staticmethod
    def mocked(configuration, failing=()):
        """Each deployment answers with its model's name; those that fail with an error."""
        def answer(match):
            model = match.group(1)
            text = "litellm.InternalServerError" if model in failing else "answer of " + model
            return "%s\n      mock_response: %s" % (match.group(0), json.dumps(text))

        text, count = re.subn(r"^      model: anthropic/(\S+)$", answer, configuration,
                              flags=re.MULTILINE)
        assert count, configuration
        return text

    def start(self, *configurations, port=0):
        proxies = [
            litellm_proxy.Proxy(
                self.python, self.sandbox.root, configuration,
                {"CHEAP_KEY": CHEAP_KEY, "STRONG_KEY": STRONG_KEY}, port)
            for configuration in configurations]
        for proxy in proxies:
            self.addCleanup(proxy.close)
        return [proxy.wait() for proxy in proxies]

    def asked(self, proxy, tags, model="claude-opus-5-5"):
        """What the proxy answers to one question: its text, or the status of an error."""
        headers = {"x-api-key": MASTER_KEY, "content-type": "application/json",
                   "anthropic-version": "2023-06-01"}
        if tags is not None:
            headers["x-litellm-tags"] = tags
        body = {"model": model, "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
        request = urllib.request.Request(
            proxy.url + "/v1/messages", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.loads(response.read().decode())["content"][0]["text"]
        except urllib.error.HTTPError as error:
            return error.code

    def test_proxy_by_one_line_of_policy_and_one_variable(self):
        self.start(self.exported(), port=4000)
        policy = self.sandbox.write(
            "policy.yaml", "version: 1\nbackends: {litellm: {preset: litellm}}\n")
        result = self.ask(policy, flags=["--backend", "litellm"],
                          environment={"LITELLM_API_KEY": MASTER_KEY})
        # Untagged: the strong deployment answers, and it gets its own key alone.
        for request in self.only_session(self.strong):
            self.assertEqual((request.path, request.model), ("/strong/v1/messages", "strong-large"))
            self.assertEqual(request.headers.get("x-api-key"), STRONG_KEY)
        for server in (self.strong, self.target, self.native, self.hostile):
            self.assertFalse(server.searched(MASTER_KEY), server.name)
        self.assert_untouched(self.target)
        self.assert_no_inference(self.native)
        self.assertNotIn(MASTER_KEY, result.stdout + result.stderr)
        # With a tag the cheap one does, by the small model, and is told what the policy says it is.
        self.ask(self.sandbox.write("policy.yaml", LAUNCH_POLICY.format(proxy=4000)),
                 environment={"LITELLM_API_KEY": MASTER_KEY})
        for request in self.only_session(self.target):
            self.assertEqual((request.path, request.model), ("/cheap/v1/messages", "cheap-small"))
            self.assertEqual(request.headers.get("x-team"), "shop")
        self.assertTrue(self.target.searched(CHEAP_KEY))
        self.assertFalse(self.target.searched(STRONG_KEY))
        self.assertFalse(self.strong.searched(CHEAP_KEY))

    def test_proxy_replicas_answer_by_class(self):
        configuration = self.mocked(self.exported())
        replicas = self.start(configuration, configuration)
        balancer = Balancer([replica.port for replica in replicas])
        self.addCleanup(balancer.close)
        policy = self.sandbox.write("policy.yaml", LAUNCH_POLICY.format(proxy=balancer.port))
        answers = {TASK: "answer of cheap-small", SERIOUS_TASK: "answer of strong-large"}
        for _ in range(2):
            for task, answer in answers.items():
                result = self.launch(policy, "-p", PROMPT, task=task,
                                     environment={"LITELLM_API_KEY": MASTER_KEY})
                self.assertEqual((result.status, result.stdout), (0, answer + "\n"), result)
        # Mechanical work on production code is production work.
        result = self.launch(policy, "-p", PROMPT, task=None,
                             flags=["--class", "bulk", "--class", "production"],
                             environment={"LITELLM_API_KEY": MASTER_KEY})
        self.assertEqual((result.status, result.stdout), (0, "answer of strong-small\n"), result)
        for replica in replicas:
            self.assertGreater(replica.answered, 0, replica.log)
        for server in (self.target, self.strong, self.hostile):
            self.assert_untouched(server)

    def test_proxy_falls_back_where_the_policy_may(self):
        proxy, = self.start(self.mocked(self.exported(), failing=("cheap-small", "strong-large")))
        self.assertEqual(self.asked(proxy, "bulk"), "answer of strong-small")
        # Without a class the policy's second default may answer, for serious work nobody else; also
        # not once the proxy has put the failing deployment aside.
        for _ in range(3):
            for tag in ("default", None):
                self.assertEqual(self.asked(proxy, tag), "answer of cheap-large", tag)
            for tag in ("production", "extended-thinking+production"):
                self.assertIn(self.asked(proxy, tag), range(400, 600), tag)
        self.assertEqual(self.asked(proxy, "bulk+production"), "answer of strong-small")
        # A tag that nobody listed is no class.
        self.assertEqual(self.asked(proxy, "of-no-policy"), "answer of cheap-large")

    def test_tags_go_to_no_other_backend(self):
        inherited = {"ANTHROPIC_CUSTOM_HEADERS": "x-litellm-tags: shell"}
        self.sandbox.save_login()
        native = LAUNCH_POLICY.format(proxy=self.target.port) + """\
routes: [{name: here, when: {class: bulk}, to: [anthropic/haiku]}]
"""
        self.ask(self.sandbox.write("policy.yaml", native), environment=inherited)
        for request in self.only_session(self.native):
            self.assertNotIn("x-litellm-tags", request.headers)
        self.assert_untouched(self.target)
        cloud = self.policy(BEDROCK_POLICY, credential="env:AWS_BEARER_TOKEN_BEDROCK").replace(
            "policy.yaml", "cloud.yaml")
        self.sandbox.write(cloud, self.sandbox.read("policy.yaml").replace(
            "backends:\n", "backends:\n  litellm: {preset: litellm, tags: true}\n"))
        self.ask(cloud, environment=dict(inherited, AWS_BEARER_TOKEN_BEDROCK=BEDROCK_TOKEN))
        for request in self.only_session(self.target):
            self.assertNotIn("x-litellm-tags", request.headers)
        # And where it is meant for, it does.
        self.target.requests.clear()
        self.ask(self.sandbox.write("policy.yaml", LAUNCH_POLICY.format(proxy=self.target.port)),
                 environment=dict(inherited, LITELLM_API_KEY="invented"))
        for request in self.only_session(self.target):
            self.assertEqual(request.headers.get("x-litellm-tags"), "bulk")
