"""A repository's policy and the real client: nothing goes anywhere before somebody allowed it."""

import os

from scenario import BINARY, GATEWAY_KEY, TASK, Scenario

BACKENDS = """\
version: 1
backends:
  standin:
    kind: gateway
    base-url: http://127.0.0.1:{port}/api
    credential: env:STANDIN_KEY
    models: {{opus: claude-opus-5-5, sonnet: claude-sonnet-5-5, haiku: claude-haiku-4-5, fable: claude-opus-5-5}}
"""
MOVING = "version: 1\nroutes: [{name: ours, when: {class: bulk}, to: [standin/haiku]}]\n"


class ConsentTest(Scenario):
    def test_is_asked_once_and_obeyed(self):
        self.sandbox.save_login()
        policy = self.policy(BACKENDS)
        os.makedirs(self.sandbox.path("home/project/.git"))
        self.sandbox.write("home/project/.claude-route.yaml", MOVING)
        variables = {"STANDIN_KEY": GATEWAY_KEY}
        environment = self.sandbox.environment(**variables)

        refused = self.launch(policy, "-p", "say ping", environment=variables)
        self.assertEqual(refused.status, 77, refused)
        self.assertIn("`claude-route allow` accepts these moves", refused.stderr)
        headless = self.sandbox.run([BINARY, "allow", "--policy", policy], environment)
        self.assertEqual(headless.status, 77, headless)
        for server in self.servers:
            self.assert_untouched(server)

        words = [BINARY, "allow", "--policy", policy]
        with self.sandbox.terminal(words, environment) as terminal:
            self.assertTrue(terminal.wait_for_text("allowed for ~/project: anthropic → standin"))
            self.assertEqual(terminal.wait(), 0)

        self.ask(policy, environment=variables, task=TASK)
        self.assertTrue(self.target.main_loops)
        self.assert_no_inference(self.native)

        revoked = self.sandbox.run([BINARY, "revoke"], environment)
        self.assertEqual(revoked.stdout, "revoked for ~/project\n")
        again = self.launch(policy, "-p", "say ping", environment=variables)
        self.assertEqual(again.status, 77, again)
