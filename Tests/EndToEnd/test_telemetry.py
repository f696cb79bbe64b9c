"""A collector learns the route: the client's OpenTelemetry carries class, backend and model."""

import http.server
import json
import threading
import time

from scenario import (
    BEDROCK_POLICY, BEDROCK_TOKEN, GATEWAY_KEY, NATIVE_POLICY, Scenario, unless_routable)


class Collector:
    """Receives OTLP over HTTP in JSON."""

    def __init__(self):
        exports = self.exports = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                exports.append((self.path, json.loads(body.decode())))
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def metrics(self):
        """The names of the metrics that arrived, each with its resource's attributes."""
        found = {}
        for path, export in list(self.exports):
            for resource in export.get("resourceMetrics", []) if path == "/v1/metrics" else []:
                attributes = {
                    attribute["key"]: attribute["value"].get("stringValue")
                    for attribute in resource["resource"].get("attributes", [])}
                for scope in resource.get("scopeMetrics", []):
                    for metric in scope.get("metrics", []):
                        found[metric["name"]] = attributes
        return found


@unless_routable
class TelemetryTest(Scenario):
    def setUp(self):
        super().setUp()
        self.collector = Collector()
        self.addCleanup(self.collector.close)
        self.environment = {
            "CLAUDE_CODE_ENABLE_TELEMETRY": "1", "OTEL_METRICS_EXPORTER": "otlp",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.collector.url,
            "OTEL_METRIC_EXPORT_INTERVAL": "500",
            "OTEL_RESOURCE_ATTRIBUTES": "team=shop,route.backend=forged",
        }

    def assert_told(self, attributes):
        end = time.time() + 10
        while time.time() < end and "claude_code.token.usage" not in self.collector.metrics():
            time.sleep(0.1)
        metrics = self.collector.metrics()
        self.assertIn("claude_code.token.usage", metrics, self.collector.exports)
        for name, told in metrics.items():
            self.assertEqual({key: told.get(key) for key in attributes}, attributes, name)

    def test_gateway(self):
        self.ask(self.gateway_policy(), environment=dict(self.environment, STANDIN_KEY=GATEWAY_KEY))
        self.assert_told({"team": "shop", "route.class": "bulk", "route.backend": "standin",
                          "route.model": "haiku"})
        self.assertNotIn(GATEWAY_KEY, json.dumps(self.collector.exports))

    def test_cloud(self):
        self.ask(self.policy(BEDROCK_POLICY, credential="env:AWS_BEARER_TOKEN_BEDROCK"),
                 environment=dict(self.environment, AWS_BEARER_TOKEN_BEDROCK=BEDROCK_TOKEN))
        self.assert_told({"team": "shop", "route.class": "bulk", "route.backend": "cloud",
                          "route.model": "opus"})

    def test_login(self):
        self.sandbox.save_login()
        self.ask(self.policy(NATIVE_POLICY, model="haiku"), environment=self.environment)
        self.assert_told({"team": "shop", "route.class": "bulk", "route.backend": "anthropic",
                          "route.model": "haiku"})
