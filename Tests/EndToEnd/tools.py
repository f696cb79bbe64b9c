"""Programs that people start claude-route from, as they come from PyPI: pre-commit and just.

    python3 tools.py         fetches them once, prints the folder of the programs

In `${XDG_CACHE_HOME:-~/.cache}/claude-route/tools`, pinned; nothing of them is in the repository.
"""

import os
import subprocess
import sys

PACKAGES = ["pre-commit==4.7.0", "rust-just==1.59.0"]


WANTED = "\n".join(PACKAGES)


class Unavailable(Exception):
    """They are neither in the cache nor to be had; the text says why."""


def folder():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "claude-route", "tools")


def stamp():
    return os.path.join(folder(), "packages")


def installed():
    """The folder of the programs, as it was filled before; a test has no network to fill it."""
    try:
        with open(stamp()) as file:
            if file.read() == WANTED:
                return os.path.join(folder(), "bin")
    except OSError:
        pass
    raise Unavailable("%s is not filled: run tools.py" % folder())


def fetched():
    """The folder of the programs, filled when it is not."""
    try:
        return installed()
    except Unavailable:
        pass
    for command in (
        [sys.executable, "-m", "venv", "--clear", folder()],
        [os.path.join(folder(), "bin", "python"), "-m", "pip", "install", "--quiet",
         "--disable-pip-version-check"] + PACKAGES,
    ):
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=600)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable("%s did not run: %s" % (command[0], error))
        if done.returncode != 0:
            lines = done.stdout.decode("utf-8", "replace").strip().splitlines() or ["no output"]
            raise Unavailable("%s: %s" % (" ".join(command[1:3]), lines[-1]))
    # Written last: a folder without it is made anew.
    with open(stamp(), "w") as file:
        file.write(WANTED)
    return os.path.join(folder(), "bin")


if __name__ == "__main__":
    try:
        print(fetched())
    except (Unavailable, OSError) as error:
        sys.exit("tools.py: %s" % error)
