"""The worked cases of `examples/` that need another program or the client, as people would type them.

A folder with `session` (or `session.bash`, `.zsh`, `.fish`: the shell it needs) is copied, its lines that
begin with `$ ` are run one after the other in one shell, and what is printed has to be the rest of
it. The program, the client, make, just, direnv, git, pre-commit and the shells are real; only the
servers are stand-ins, OpenRouter's name included. `E2E_RECORD=1` writes what was printed: read it.
"""

import json
import os
import re
import shutil
import unittest

import scenario
import standin
import tools

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.path.join(ROOT, "examples")
OPENROUTER = "127.0.0.2"
# Between the outputs of two commands.
MARK = "\x1e"

ANSWER = "Added the Apache header to one file."
# What OpenRouter's stand-in has the client do before it answers, where a case is about that.
WORK = {
    "pre-commit": [
        ("Read", {"file_path": "{project}/src/hello.py"}),
        ("Edit", {"file_path": "{project}/src/hello.py", "old_string": "print",
                  "new_string": "# SPDX-License-Identifier: Apache-2.0\nprint"}),
    ],
}
ANSWERS = {
    "git-hooks": "Greet the reader\n\nBecause a greeting is what was asked for.",
    "shells": "Done.",
    "tmux": "Renamed it in 3 files.",
}
NEEDS = {"direnv": ["direnv"], "make": ["jq"], "tmux": ["tmux"]}


def cases():
    for folder in sorted(os.listdir(EXAMPLES)):
        names = os.listdir(os.path.join(EXAMPLES, folder)) if os.path.isdir(
            os.path.join(EXAMPLES, folder)) else []
        for name in sorted(names):
            if name == "session" or name.startswith("session."):
                yield folder, name


@scenario.unless_routable
class ExampleSessionTest(scenario.Scenario):
    vendors = {"openrouter.ai": OPENROUTER}

    def prepare(self, folder):
        """The folder's files in the project, the servers, and the programs on `PATH`."""
        try:
            programs = tools.installed()
        except (tools.Unavailable, OSError) as error:
            if os.environ.get("CI") == "true":
                raise
            self.skipTest(str(error))
        source = os.path.join(EXAMPLES, folder)
        project = self.sandbox.project
        shutil.copytree(source, project, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("session*", "log"))
        self.sandbox.save_login()
        self.native.answer = "Ten commits, all of them small."
        self.server(
            "openrouter", port=443, host=OPENROUTER, tls=self.authority.tls,
            answer=ANSWERS.get(folder, ANSWER),
            tool_commands=[(tool, {key: value.replace("{project}", project)
                                   for key, value in given.items()})
                           for tool, given in WORK.get(folder, [])])
        self.sandbox.write("home/.gitconfig", GIT_CONFIG.format(released=self.released(folder)))
        for program in ("pre-commit", "just"):
            os.symlink(os.path.join(programs, program), os.path.join(self.sandbox.bin, program))
        os.symlink(scenario.BINARY, os.path.join(self.sandbox.bin, "claude-route"))
        return programs

    def run_session(self, folder, name):
        shell = name.partition(".")[2] or "bash"
        for program in NEEDS.get(folder, []) + [shell]:
            if shutil.which(program) is None:
                self.skipTest("needs %s" % program)
        self.prepare(folder)
        source = os.path.join(EXAMPLES, folder)
        with open(os.path.join(source, name)) as file:
            expected = file.read()
        commands = [line[2:] for line in expected.splitlines() if line.startswith("$ ")]
        self.assertTrue(commands, "no command in %s/%s" % (folder, name))
        script = self.sandbox.write("tmp/session", "".join(
            "printf '\\036'\n%s\n" % command for command in commands))
        result = self.sandbox.run(
            [shell] + (["--no-config"] if shell == "fish" else []) + [script],
            self.sandbox.environment(
                OPENROUTER_API_KEY="invented", LC_ALL="C.UTF-8", TMUX_TMPDIR=self.sandbox.path("tmp")),
            seconds=200, joined=True)
        outputs = result.stdout.split(MARK)[1:]
        shown = "".join(
            "$ %s\n%s" % (command, self.shown(output)) for command, output in zip(commands, outputs))
        self.assertEqual(len(outputs), len(commands), result)
        self.compare(shown, os.path.join(source, name))

    def compare(self, shown, path):
        if os.environ.get("E2E_RECORD") == "1":
            with open(path, "w") as file:
                file.write(shown)
            self.fail("recorded")
        with open(path) as file:
            self.assertEqual(shown, file.read())

    def test_github_actions(self):
        """The steps of the workflow as the runner has them: `bash -e`, one after the other, with what
        the ones before wrote into `GITHUB_ENV`, and masked as they asked."""
        programs = self.prepare("github-actions")
        source = os.path.join(EXAMPLES, "github-actions")
        steps = json.loads(self.sandbox.run([
            os.path.join(programs, "python"), "-c",
            "import json, sys, yaml; print(json.dumps("
            "yaml.safe_load(open(sys.argv[1]))['jobs']['policy']['steps']))",
            os.path.join(source, "workflow.yml")]).stdout)
        self.sandbox.run(["git", "init", "-q"])
        variables = {"CI": "true"}
        masked, log = [], ""
        for step in steps:
            if "run" not in step or step["name"] == "install":
                continue
            handed_on = self.sandbox.write("tmp/github-env", "")
            own = {name: "invented-key" if "secrets." in value else value
                   for name, value in step.get("env", {}).items()}
            result = self.sandbox.run(
                ["bash", "-e", "-c", step["run"]],
                self.sandbox.environment(GITHUB_ACTIONS="true", GITHUB_ENV=handed_on,
                                         **dict(variables, **own)),
                joined=True)
            for line in self.sandbox.read("tmp/github-env").splitlines():
                name, _, value = line.partition("=")
                variables[name] = value
            output = ""
            for line in self.shown(result.stdout).splitlines(True):
                if line.startswith("::add-mask::"):
                    masked.append(line.strip()[len("::add-mask::"):])
                else:
                    output += line
            for secret in masked:
                output = output.replace(secret, "***")
            log += "## %s: status %s\n%s" % (step["name"], result.status, output)
        with open(os.path.join(self.sandbox.project, ".claude-route.yaml"), "a") as file:
            file.write("  - {name: x, when: {class: docs}, forbid: {trust: [third-party]}, reason: y}\n")
        result = self.sandbox.run(["bash", "-e", "-c", "claude-route check --format github"], joined=True)
        log += "## check, of a policy with a mistake: status %s\n%s" % (result.status, result.stdout)
        self.compare(log, os.path.join(source, "log"))
        self.assertNotIn("invented-key", log)

    def test_try_repo(self):
        """`pre-commit try-repo` with each hook that runs the installed program."""
        self.prepare("pre-commit")
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "start"]):
            self.sandbox.run(["git"] + command)
        policy = self.sandbox.read("home/project/.claude-route.yaml")
        broken = {
            "claude-route-check": (policy.replace("classes: [bulk]", "classes: [bluk]"), 65,
                                   "unknown class `bluk`"),
            "claude-route-test": (policy.replace("classes: [bulk]", "classes: [production]"), 1,
                                  "FAIL  headers are mechanical"),
        }
        for hook, (text, status, message) in broken.items():
            for content, ends in ((policy, 0), (text, status)):
                self.sandbox.write("home/project/.claude-route.yaml", content)
                result = self.sandbox.run(
                    ["pre-commit", "try-repo", self.sandbox.path("released"), hook,
                     "--files", ".claude-route.yaml"], joined=True)
                with self.subTest(hook, ends=ends):
                    self.assertEqual(result.status, 1 if ends else 0, result)
                    self.assertIn("Failed" if ends else "Passed", result.stdout)
                    if ends:
                        self.assertIn("- exit code: %d" % ends, result.stdout)
                        self.assertIn(message, result.stdout)

    def shown(self, output):
        """Without what no page shows: the home folder's name, and colours that direnv sends to a file."""
        return re.sub(r"\x1b\[[0-9;]*m", "", output.replace(self.sandbox.home, "~"))

    def released(self, folder):
        """What `https://github.com/ORG/claude-route` is here: this source, with the tag."""
        released = self.sandbox.path("released")
        if folder == "pre-commit":
            self.sandbox.run(
                ["git", "init", "-q", released],
                self.sandbox.environment())
            shutil.copy(os.path.join(ROOT, ".pre-commit-hooks.yaml"), released)
            for command in (["add", "."], ["commit", "-qm", "v0.1.0"], ["tag", "v0.1.0"]):
                result = self.sandbox.run(
                    ["git", "-C", released, "-c", "user.name=x", "-c", "user.email=x@example.com"]
                    + command, self.sandbox.environment())
                self.assertEqual(result.status, 0, result)
        return released


GIT_CONFIG = """\
[user]
  name = Someone
  email = someone@example.com
[init]
  defaultBranch = main
[url "{released}"]
  insteadOf = https://github.com/ORG/claude-route
"""


def add(folder, name):
    def test(self):
        self.run_session(folder, name)

    words = re.sub(r"[^a-z]", "_", (folder + name[len("session"):]).lower())
    setattr(ExampleSessionTest, "test_" + words, test)


for _folder, _name in cases():
    add(_folder, _name)


if __name__ == "__main__":
    unittest.main()
