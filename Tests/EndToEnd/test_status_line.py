"""The status line of a launched session in a real terminal: ours, and the user's own below it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import time
import unittest

import sandbox
import standin
from scenario import (
    BEDROCK_POLICY, BEDROCK_TOKEN, BINARY, GATEWAY_KEY, GATEWAY_POLICY, NATIVE_KEY, PROMPT, Scenario,
    unless_routable)

OURS = "bulk → standin/haiku"


class Tmux:
    """A server of its own with one window of 120 columns by 40 rows; its socket is in the sandbox."""

    def __init__(self, box, environment, command, cwd):
        self.box = box
        self.environment = dict(environment, TMUX_TMPDIR=box.path("tmp"))
        # The server that this starts keeps what it is given as its output.
        subprocess.run(
            self.words("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "-c", cwd,
                       shlex.join(command)),
            env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=20)

    def words(self, *words):
        return ("tmux", "-L", "e2e") + words

    def run(self, *words):
        return subprocess.run(
            self.words(*words), env=self.environment, check=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=20).stdout.decode("utf-8", "replace")

    def end(self):
        """End the server, and wait until another can take its name."""
        self.run("kill-server")
        end = time.time() + 10
        while time.time() < end and subprocess.run(
                self.words("list-sessions"), env=self.environment, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL).returncode == 0:
            time.sleep(0.1)
        time.sleep(0.5)

    def screen(self, pane="0"):
        return self.run("capture-pane", "-p", "-t", ":0.%s" % pane)

    def type(self, text, *keys, pane="0"):
        if text:
            self.run("send-keys", "-t", ":0.%s" % pane, "-l", text)
            time.sleep(0.3)
        for key in keys:
            self.run("send-keys", "-t", ":0.%s" % pane, key)

    def wait_for(self, condition, seconds=20, pane="0"):
        """Wait for a text, or for what a function of the screen says; gives the screen."""
        if isinstance(condition, str):
            wanted = condition

            def condition(screen):
                return wanted in screen
        end = time.time() + seconds
        while True:
            screen = self.screen(pane)
            if condition(screen) or time.time() > end:
                return screen
            time.sleep(0.1)


@unless_routable
@unittest.skipUnless(os.path.exists("/usr/bin/tmux"), "needs tmux")
class StatusLineTest(Scenario):
    def setUp(self):
        super().setUp()
        self.variables = {"STANDIN_KEY": GATEWAY_KEY}

    def start(self, policy, *words, **variables):
        environment = self.sandbox.environment(**dict(self.variables, **variables))
        return Tmux(self.sandbox, environment, self.arguments(policy, *words), self.sandbox.project)

    def gateway(self, *words, **variables):
        return self.start(self.gateway_policy(), *words, **variables)

    def ask(self, tmux, server):
        count = len(server.main_loops)

        def is_answered(screen):
            return len(server.main_loops) > count and standin.ANSWER in screen
        tmux.type(PROMPT)
        tmux.wait_for(PROMPT)
        # A client that is still busy with its start takes an early Enter for a part of the text.
        for _ in range(3):
            tmux.type("", "Enter")
            screen = tmux.wait_for(is_answered, seconds=8)
            if len(server.main_loops) > count:
                break
        self.assertGreater(len(server.main_loops), count, screen)

    def own(self, text, **other):
        """Settings with a status line of the user's, run each second too."""
        line = {"type": "command", "command": "cat > $HOME/given; env > $HOME/env; echo '%s'" % text,
                "refreshInterval": 1}
        return {"statusLine": dict(line, **other)}

    def assert_shows(self, tmux, *lines, seconds=20, pane="0"):
        """These lines stand one below the other, each with nothing but the client's own behind it."""
        pattern = "".join(r"^ *%s(?: {4,}.*)?\n" % re.escape(line) for line in lines)
        screen = tmux.wait_for(lambda screen: re.search(pattern, screen, re.M), seconds, pane)
        self.assertRegex(screen, re.compile(pattern, re.M))
        return screen

    def processes(self, text):
        found = subprocess.run(["pgrep", "-f", text], stdout=subprocess.PIPE).stdout
        return found.decode().split()

    # The user's own line

    def test_below_ours_from_every_file_as_they_are_now(self):
        self.sandbox.user_settings(self.own("of the user file"))
        tmux = self.gateway()
        self.assert_shows(tmux, OURS, "of the user file")
        self.ask(tmux, self.target)
        self.assert_shows(tmux, OURS + " · 10 in context", "of the user file")
        self.assertEqual(json.loads(self.sandbox.read("home/given"))["model"]["id"], "standin-haiku")
        self.sandbox.project_settings(self.own("of the project file"))
        self.assert_shows(tmux, OURS + " · 10 in context", "of the project file")
        self.sandbox.local_settings(self.own("of the local file"))
        self.assert_shows(tmux, OURS + " · 10 in context", "of the local file")
        self.sandbox.local_settings({})
        self.sandbox.project_settings({})
        self.sandbox.user_settings({"statusLine": {
            "type": "command", "command": "exit 1", "refreshInterval": 1}})
        screen = tmux.wait_for(lambda screen: "of the" not in screen)
        self.assertNotIn("of the", screen)
        self.assert_shows(tmux, OURS + " · 10 in context")
        # Nothing secret is in what a status line sees.
        self.assertNotIn(GATEWAY_KEY, self.sandbox.read("home/env"))

    def test_dollars_of_a_model_that_the_client_cannot_price(self):
        """From the transcript: 10 tokens in and 5 out; the client counts at its default's price."""
        self.sandbox.write("home/.config/claude-route/policy.yaml", GATEWAY_POLICY.format(
            port=self.target.port, credential="env:STANDIN_KEY")
            + "prices: {models: {standin-haiku: {input: 100000, output: 1000000}}}\n")
        tmux = self.start(None)
        self.ask(tmux, self.target)
        self.assert_shows(tmux, OURS + " · $6.00 · 10 in context")

    def test_below_ours_from_the_words(self):
        self.sandbox.user_settings(self.own("of the user file"))
        words = json.dumps(self.own("it's $HOME \"of\" the words".replace("'", "'\\''"), padding=3))
        tmux = self.gateway("--settings", words)
        screen = self.assert_shows(tmux, OURS, "it's $HOME \"of\" the words")
        self.assertIn("\n     %s" % OURS, screen)

    def test_padding_of_a_file_is_kept(self):
        self.sandbox.user_settings(self.own("mine", padding=7))
        screen = self.assert_shows(self.gateway(), OURS, "mine")
        self.assertIn("\n         %s" % OURS, screen)

    def test_only_of_the_files_that_count(self):
        self.sandbox.user_settings(self.own("of the user file"))
        self.sandbox.project_settings(self.own("of the project file"))
        tmux = self.gateway("--setting-sources", "user")
        self.assert_shows(tmux, OURS, "of the user file")

    def test_on_a_login_route_and_held_as_hooks_are(self):
        self.sandbox.save_login()
        own = self.own("mine")
        # The client would stop it at the next second.
        del own["statusLine"]["refreshInterval"]
        own["statusLine"]["command"] += (
            '; [ -n "$NESTED" ] || NESTED=1 claude -p "nested-""prompt" > "$HOME/nested" 2>&1; true')
        self.sandbox.user_settings(own)
        self.sandbox.project_settings({"env": {"ANTHROPIC_BASE_URL": self.hostile.url}})
        tmux = self.start(None)
        ours = "bulk → anthropic/haiku · in your plan (list $0.00)"
        self.assert_shows(tmux, ours, "mine")
        self.ask(tmux, self.native)
        self.assert_shows(tmux, ours + " · 10 in context", "mine")
        self.assertIn("Not logged in", self.sandbox.read("home/nested"))
        self.assertFalse(self.native.searched("nested-prompt"))
        self.assert_untouched(self.hostile)
        for secret in (sandbox.LOGIN_TOKEN, sandbox.REFRESH_TOKEN):
            self.assertNotIn(secret, self.sandbox.read("home/env"))

    def test_on_a_route_of_a_native_key(self):
        self.variables = {"ANTHROPIC_API_KEY": NATIVE_KEY}
        self.sandbox.user_settings(self.own("mine"))
        tmux = self.start(None)
        # The client asks whether to use the key, "No" preselected.
        self.assertIn("Do you want to use this API key?", tmux.wait_for("to confirm"))
        tmux.type("", "Up", "Enter")
        self.assert_shows(tmux, "bulk → anthropic/haiku · $0.00", "mine")
        self.assertNotIn(NATIVE_KEY, self.sandbox.read("home/env"))

    def test_sees_no_credential_of_other_routes(self):
        self.sandbox.user_settings(self.own("mine"))
        header = GATEWAY_POLICY.replace("    models:", "    auth: api-key\n    models:")
        for policy, name, secret in (
                (header, "STANDIN_KEY", GATEWAY_KEY), (BEDROCK_POLICY, "CLOUD_TOKEN", BEDROCK_TOKEN)):
            self.variables = {name: secret}
            tmux = self.start(self.policy(policy, credential="env:" + name))
            screen = tmux.wait_for(lambda screen: "mine" in screen or "to confirm" in screen)
            if "to confirm" in screen:
                tmux.type("", "Up", "Enter")
            self.assertIn("mine", tmux.wait_for("mine"))
            self.assertIn("CLAUDE_ROUTE_CLASS=bulk\n", self.sandbox.read("home/env"))
            self.assertNotIn(secret, self.sandbox.read("home/env"))
            tmux.end()
            os.remove(self.sandbox.path("home/env"))

    # What can go wrong

    def test_slow_one_neither_keeps_ours_back_for_long_nor_stays(self):
        mark = "86399.%d" % os.getpid()
        self.sandbox.user_settings({"statusLine": {
            "type": "command", "command": "sleep %s & sleep %s" % (mark, mark)}})
        tmux = self.gateway()
        tmux.wait_for(lambda screen: self.processes("sleep " + mark))
        # The client stops a status line that runs when it wants a new one.
        self.ask(tmux, self.target)
        time.sleep(3)
        self.assertLessEqual(len(self.processes("^sleep " + mark)), 2)
        self.assert_shows(tmux, OURS + " · 10 in context", seconds=25)
        time.sleep(1)
        self.assertEqual(self.processes("sleep " + mark), [])

    def test_program_that_is_gone_does_not_break_the_session(self):
        program = self.sandbox.path("bin/claude-route-copy")
        shutil.copy2(BINARY, program)
        words = [program] + self.arguments(self.gateway_policy())[1:]
        tmux = Tmux(self.sandbox, self.sandbox.environment(**self.variables), words,
                    self.sandbox.project)
        self.assert_shows(tmux, OURS)
        os.remove(program)
        self.ask(tmux, self.target)

    def test_organisations_line_and_its_word_on_hooks_win(self):
        self.sandbox.user_settings(self.own("mine"))
        self.sandbox.managed_settings(self.own("of the organisation"))
        tmux = self.gateway()
        screen = self.assert_shows(tmux, "of the organisation")
        self.assertNotIn("  " + OURS, screen)

    def test_none_where_the_user_wants_no_hooks_or_none_of_ours(self):
        self.sandbox.user_settings(dict(self.own("mine"), disableAllHooks=True))
        tmux = self.gateway()
        tmux.wait_for("for agents")
        self.ask(tmux, self.target)
        self.assertNotIn("  " + OURS, tmux.screen())
        self.assertIsNone(self.sandbox.read("home/given"))
        tmux.end()
        self.sandbox.user_settings(self.own("mine"))
        tmux = self.gateway(CLAUDE_ROUTE_STATUS_LINE="off")
        screen = self.assert_shows(tmux, "mine")
        self.assertNotIn("  " + OURS, screen)

    # The alarm

    def test_alarm_while_another_model_runs(self):
        self.sandbox.user_settings(self.own("mine"))
        tmux = self.gateway()
        self.assert_shows(tmux, OURS, "mine")
        tmux.type("/model opus", "Enter")
        self.assert_shows(
            tmux, "⚠ opus is running, the route is standin/haiku (/model)", "mine")
        tmux.type("/model haiku", "Enter")
        self.assert_shows(tmux, OURS, "mine")

    def test_stays_over_clear_and_resume(self):
        self.sandbox.user_settings(self.own("mine"))
        tmux = self.gateway()
        self.assert_shows(tmux, OURS, "mine")
        self.ask(tmux, self.target)
        tmux.type("/clear", "Enter")
        tmux.wait_for(lambda screen: standin.ANSWER not in screen)
        self.assert_shows(tmux, OURS, "mine")
        self.ask(tmux, self.target)
        tmux.end()
        tmux = self.gateway("--continue")
        tmux.wait_for(standin.ANSWER)
        self.assert_shows(tmux, OURS + " · 10 in context", "mine")

    # Panes

    def shell(self, **variables):
        environment = self.sandbox.environment(**dict(self.variables, PS1="$ ", ROUTE=BINARY, **variables))
        tmux = Tmux(self.sandbox, environment, ["bash", "--norc", "-i"], self.sandbox.project)
        tmux.wait_for("$")
        return tmux

    def split(self, tmux, *words):
        tmux.run("split-window", "-d", *words, "bash", "--norc", "-i")
        tmux.wait_for("$", pane="1")
        tmux.type('"$ROUTE" status', "Enter", pane="1")

    def route(self, tmux):
        tmux.type('eval "$("$ROUTE" --policy %s --class bulk)"; clear' % self.gateway_policy(), "Enter")
        tmux.wait_for(lambda screen: screen.strip() == "$")

    def test_pane_beside_a_routed_shell_is_not_routed_by_itself(self):
        tmux = self.shell()
        self.route(tmux)
        tmux.type('"$ROUTE" status', "Enter")
        self.assert_shows(
            tmux, "this shell  bulk → standin/haiku (eval)",
            "plain `claude` here goes to  %s/api  with  STANDIN_KEY, model standin-haiku" % self.target.url)
        # A new pane gets the environment that the server was started with.
        self.split(tmux)
        self.assert_shows(tmux, "this shell  not routed", pane="1")
        self.route_in(tmux, "1")
        tmux.type('"$ROUTE" status', "Enter", pane="1")
        self.assert_shows(tmux, "this shell  bulk → standin/haiku (eval)", pane="1")

    def route_in(self, tmux, pane):
        tmux.type('eval "$("$ROUTE" --policy %s --class bulk)"' % self.gateway_policy(), "Enter", pane=pane)

    def test_pane_of_a_server_that_a_routed_shell_started_is_routed(self):
        tmux = self.shell()
        self.route(tmux)
        tmux.type("unset TMUX; tmux -L inner -f /dev/null", "Enter")
        tmux.wait_for("[0]")
        tmux.type("tmux -L inner split-window -d bash --norc -i; clear; sleep 1", "Enter")
        tmux.type('tmux -L inner send-keys -t :0.1 \'"$ROUTE" status\' Enter', "Enter")
        self.assert_shows(tmux, "this shell  bulk → standin/haiku (eval)")
        # What `#(…)` runs has the server's environment, too.
        tmux.type('tmux -L inner set -g status-right "#($ROUTE status --format prompt)"', "Enter")
        self.assertIn("bulk→standin/haiku", tmux.wait_for("bulk→standin/haiku").splitlines()[-1])
        tmux.type("tmux -L inner kill-server", "Enter")

    def test_a_panes_route_in_tmuxs_own_line(self):
        tmux = self.shell()
        tmux.run("set", "-g", "status-right", "#{@route}")
        tmux.type('PROMPT_COMMAND=\'tmux set -p @route "$("$ROUTE" status --format prompt)"\'', "Enter")
        self.assertEqual(tmux.run("display", "-p", "-t", ":0.0", "#{@route}").strip(), "")
        self.route_in(tmux, "0")
        tmux.wait_for(lambda _: tmux.run("display", "-p", "-t", ":0.0", "#{@route}").strip())
        self.assertEqual(
            tmux.run("display", "-p", "-t", ":0.0", "#{@route}").strip(), "bulk→standin/haiku")

    # Teammates

    def start_team(self, server, policy, mode):
        """A session that calls a teammate, in a pane of its own or not; gives its terminal."""
        server.tool_commands = [("Agent", {
            "description": "d", "prompt": "mate-prompt", "subagent_type": "general-purpose",
            "name": "mate"})]
        server.tool_prompt = PROMPT
        tmux = self.start(
            policy, "--teammate-mode", mode, "--dangerously-skip-permissions",
            CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS="1", IS_SANDBOX="1")
        tmux.wait_for("Yes, I accept")
        tmux.type("", "Down", "Enter")
        tmux.wait_for("bypass permissions on")
        tmux.type(PROMPT, "Enter")
        return tmux

    def heard_from_mate(self, server, token):
        found = server.wait_for(
            lambda request: request.is_main_loop and b"mate-prompt" in request.body
            and PROMPT.encode() not in request.body, 25)
        if found is not None:
            self.assert_bearer(found, token)
        return found

    def test_teammates_pane_on_a_login_route_is_on_the_route(self):
        self.sandbox.save_login()
        self.sandbox.project_settings({"env": {"ANTHROPIC_BASE_URL": self.hostile.url}})
        tmux = self.start_team(self.native, None, "tmux")
        self.assertIsNotNone(self.heard_from_mate(self.native, sandbox.LOGIN_TOKEN), tmux.screen())
        screen = tmux.wait_for("bulk → anthropic/haiku", pane="1")
        self.assertIn("bulk → anthropic/haiku", screen)
        self.assert_untouched(self.hostile)

    def test_teammates_pane_on_a_gateway_route_has_no_credential_and_sends_nothing(self):
        """The client hands a pane the address, and no key; its line says the route."""
        self.sandbox.save_login()
        tmux = self.start_team(self.target, self.gateway_policy(), "tmux")
        tmux.wait_for(lambda _: "1" in tmux.run("list-panes", "-F", "#{pane_index}"))
        self.assertIn("Not logged in", tmux.wait_for("Not logged in", pane="1"))
        self.assertIn(OURS, tmux.wait_for(OURS, pane="1"))
        self.assert_no_inference(self.native)
        for request in self.target.inferences:
            self.assert_bearer(request, GATEWAY_KEY)

    def test_teammate_in_process_is_on_the_gateway_route(self):
        self.start_team(self.target, self.gateway_policy(), "in-process")
        self.assertIsNotNone(self.heard_from_mate(self.target, GATEWAY_KEY))


if __name__ == "__main__":
    unittest.main()
