"""No credential leaves the route: seven kinds of backend, launched and by `eval`, from a shell that
was prepared for each of them, under files that say everything else; the session, a client that its
hook starts, and one that its Bash tool starts.

The short form sets all that is hostile at once. `E2E_FULL=1` adds the product: form x route x
prepared shell x (no file, or layer x value), 98 tests of 19 cells.
"""

import os
import shlex
import unittest

from leak import (
    CHOSEN, CLOUDS, FORMS, KINDS, LAYERS, VALUES, LeakScenario, expected_credential,
    is_helper_in_the_way, is_refused)
from scenario import unless_routable

IS_FULL = os.environ.get("E2E_FULL") == "1"

# The client then tells its maker nothing that it need not.
TERSE = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}


class LeakCells(LeakScenario):
    """One cell of the matrix."""

    def check(self, form, kind, kinds, layers, values, clouds=CLOUDS, terse=False):
        """One cell: the files are written, the session runs, and all that arrived is looked at."""
        self.forget()
        self.write_files(layers, values, clouds)
        environment = self.environment(kinds, **(TERSE if terse else {}))
        result = self.session(form, kind, environment)
        for secret in CHOSEN.values():
            self.assertEqual(result.command_lines.containing(secret), [])
            self.assertNotIn(secret, result.stdout + result.stderr)
        if is_refused(form, kind, kinds, layers, values):
            self.assertEqual(result.stdout, "", result)
            self.assertNotEqual(result.status, 0, result)
            self.assert_nobody_asked()
            return
        if is_helper_in_the_way(form, kind, kinds, layers, values):
            self.assertIn("Not logged in", result.stdout, result)
            self.assert_nobody_asked(expected_credential(kind, kinds, layers, values))
            return
        self.assertEqual((result.status, result.stdout), (0, "pong\n"), result)
        credential = expected_credential(kind, kinds, layers, values)
        # Print mode has no overlay: it promises the destination and the payer, not the model.
        words_are_routes = form == "launch" or not layers or "model" not in values
        self.assert_only_chosen(kind, credential, words_are_routes, terse)
        self.assert_nested(kind, credential, form)


@unless_routable
class LeakMatrixTest(LeakCells):
    """Everything at once; the tests of each form and route are added below."""

    def at_once(self, form, kind):
        """Prepared for everything, its own kind included; a shell's login would be the user's."""
        if kind != "login":
            return self.check(form, kind, KINDS, LAYERS, VALUES, terse=form == "eval")
        others = [each for each in KINDS if each != kind]
        with self.subTest("no file"):
            self.check(form, kind, others, (), ())
        with self.subTest("every file"):
            self.check(form, kind, others, LAYERS, VALUES)
        with self.subTest("every file, a login in the shell"):
            self.check(form, kind, KINDS, LAYERS, VALUES)

    def test_keys_of_the_cloud_in_the_shell(self):
        """The client signs with the user's own keys, in the route's region."""
        self.write_files(LAYERS, VALUES)
        chosen = {"AWS_ACCESS_KEY_ID": "AKIACHOSEN0000000001",
                  "AWS_SECRET_ACCESS_KEY": "chosen-aws-secret-3f9d"}
        others = [kind for kind in KINDS if kind not in ("bedrock", "mantle")]
        self.backends["bedrock-keys"] = self.backends["bedrock"]
        result = self.session("launch", "bedrock-keys", self.environment(others, **chosen))
        self.assertEqual((result.status, result.stdout), (0, "pong\n"), result)
        server = self.backends["bedrock"]
        self.assertGreater(len(server.main_loops), 1)
        for request in server.requests:
            signed = request.headers["authorization"]
            self.assertRegex(signed, "^AWS4-HMAC-SHA256 Credential=AKIACHOSEN0000000001/"
                             "[0-9]{8}/eu-central-1/bedrock/aws4_request, ")
            self.assertNotIn("x-api-key", request.headers)
            self.assertNotIn("x-amz-security-token", request.headers)
        for other in self.servers:
            if other not in (server, self.native):
                self.assert_untouched(other)
        self.assert_bookkeeping_only()

    def test_the_files_win_where_nothing_holds(self):
        """The same routes by `eval --no-hold`: for each, the tests above would see the leak."""
        for kind in KINDS:
            with self.subTest(kind):
                self.forget()
                self.write_files(("project",), ("endpoint",))
                words = 'eval "$(%s --no-hold)"' % shlex.join(self.words(kind))
                if kind == "login":
                    words = "true"  # Print mode refuses it; the client alone shows it.
                script = words + ' && exec claude -p "say ping"'
                self.stop_at_first_byte(["sh", "-c", script], self.environment((), NESTED="1"))
                self.assertGreater(self.hostile.received_bytes, 0)

    def stop_at_first_byte(self, arguments, environment):
        """A client that meets a hostile proxy tries again for a long time; one byte is enough."""
        environment = self.sandbox.environment(**environment)
        with self.sandbox.terminal(arguments, environment) as terminal:
            for _ in range(200):
                if self.hostile.received_bytes or terminal.wait(0.1) is not None:
                    return


def add_short_tests():
    for form in FORMS:
        for kind in KINDS:
            def test(self, form=form, kind=kind):
                self.at_once(form, kind)
            setattr(LeakMatrixTest, "test_%s_%s" % (form, kind), test)


add_short_tests()


@unless_routable
@unittest.skipUnless(IS_FULL, "the product takes an hour: E2E_FULL=1")
class LeakProductTest(LeakCells):
    """One hostile value at a time; a test for each form, route and prepared shell, below."""

    def product(self, form, kind, prepared):
        self.check(form, kind, (prepared,), (), (), terse=True)
        for number, layer in enumerate(LAYERS):
            for value in VALUES:
                # A switch hides the ones behind it: over the product each stands alone.
                cloud = CLOUDS[(KINDS.index(kind) + KINDS.index(prepared) + number) % len(CLOUDS)]
                with self.subTest(layer=layer, value=value, cloud=cloud):
                    self.check(form, kind, (prepared,), (layer,), (value,), [cloud], terse=True)


def add_product_tests():
    for form in FORMS:
        for kind in KINDS:
            for prepared in KINDS:
                def test(self, form=form, kind=kind, prepared=prepared):
                    self.product(form, kind, prepared)
                setattr(LeakProductTest, "test_%s_%s_from_%s" % (form, kind, prepared), test)


if IS_FULL:
    add_product_tests()
