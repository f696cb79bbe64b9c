"""A real LiteLLM proxy: installed from PyPI once, and started on loopback.

    python3 litellm_proxy.py     prints the path of a Python that has it

It lies in `${XDG_CACHE_HOME:-~/.cache}/claude-route/litellm/<version>`, beside the client.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

VERSION = "1.108.7"
PACKAGE = "litellm[proxy]==" + VERSION
INSTALL_SECONDS = 900
# Measured at 7 s on two cores that do nothing else.
START_SECONDS = 120
MASTER_KEY = "sk-canary-master-key-c0de41"


class Unavailable(Exception):
    """The proxy is neither in the cache nor to be had; the text says why."""


def interpreter():
    """The path of a Python that has the proxy, installed when it is not in the cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(cache, "claude-route", "litellm", VERSION)
    python = os.path.join(folder, "bin", "python")
    stamp = os.path.join(folder, "whole")
    if os.path.exists(stamp) and os.access(python, os.X_OK):
        return python
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", folder])
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE])
    # Written last: a venv without it is made anew.
    with open(stamp, "w"):
        pass
    return python


def _run(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=INSTALL_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable("%s did not run: %s" % (command[0], error))
    if done.returncode != 0:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines() or ["no output"]
        raise Unavailable("%s: %s" % (" ".join(command[1:4]), lines[-1]))


class Proxy:
    """One process of the proxy with a configuration's text."""

    def __init__(self, python, folder, configuration, environment, port=0):
        self.port = port or free_port()
        self.url = "http://127.0.0.1:%d" % self.port
        self.home = os.path.join(folder, "litellm-%d" % self.port)
        os.makedirs(self.home)
        path = os.path.join(self.home, "litellm.yaml")
        with open(path, "w") as file:
            file.write(configuration)
        self._log = open(os.path.join(self.home, "log"), "wb")
        # What it would fetch when it starts is in the package, too.
        settings = {
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": self.home, "LANG": "C.UTF-8",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MASTER_KEY": MASTER_KEY,
        }
        settings.update(environment)
        self._process = subprocess.Popen(
            [python, "-c", "import sys; from litellm import run_server; run_server()",
             "--config", path, "--host", "127.0.0.1", "--port", str(self.port),
             "--telemetry", "False"],
            cwd=self.home, env=settings, stdin=subprocess.DEVNULL,
            stdout=self._log, stderr=subprocess.STDOUT)

    def wait(self):
        """Until it answers; raises when it ends before."""
        end = time.time() + START_SECONDS
        while time.time() < end and self._process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + "/health/liveliness", timeout=5):
                    return self
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise RuntimeError("the proxy did not start: %s" % self.log[-3000:])

    @property
    def log(self):
        with open(os.path.join(self.home, "log"), "rb") as file:
            return file.read().decode("utf-8", "replace")

    @property
    def answered(self):
        """How many questions for a model it got."""
        return self.log.count('"POST /v1/messages')

    def close(self):
        self._process.kill()
        self._process.wait()
        self._log.close()


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    try:
        print(interpreter())
    except (Unavailable, OSError) as error:
        print("litellm_proxy.py: %s" % error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
