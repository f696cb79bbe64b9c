"""The status line of a launched session in a real terminal: ours, and the user's own below it."""

import json
import os
import re
import shlex
import subprocess
import time
import unittest

import sandbox
import standin
from scenario import BINARY, CLIENT, GATEWAY_KEY, PROMPT, TASK, Scenario, unless_routable

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
        tmux.type(PROMPT, "Enter")
        screen = tmux.wait_for(
            lambda screen: len(server.main_loops) > count and standin.ANSWER in screen)
        self.assertGreater(len(server.main_loops), count, screen)

    def own(self, text):
        return {"statusLine": {"type": "command", "command": "cat > $HOME/given; echo '%s'" % text}}

    def assert_shows(self, tmux, *lines, seconds=20):
        """These lines stand one below the other, each maybe with something of the client's behind."""
        pattern = "".join(r"^ *%s.*\n" % re.escape(line) for line in lines)
        screen = tmux.wait_for(lambda screen: re.search(pattern, screen, re.M), seconds)
        self.assertRegex(screen, re.compile(pattern, re.M))
        return screen

    # The user's own line

    def test_look(self):
        self.sandbox.user_settings(self.own("mine, of the user file"))
        tmux = self.gateway()
        s1 = self.assert_shows(tmux, OURS, "mine, of the user file")
        self.ask(tmux, self.target)
        time.sleep(1)
        s2 = tmux.screen()
        tmux.type("/model", "Enter")
        time.sleep(1.5)
        s3 = tmux.screen()
        self.fail("look: \n" + "\n=====\n".join([s1, s2, s3, self.sandbox.read("home/given")]))


if __name__ == "__main__":
    unittest.main()
