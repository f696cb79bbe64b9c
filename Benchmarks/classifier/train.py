#!/usr/bin/env python3
"""Rebuilds the weights of the classifier's learned model from tables of labelled tasks.

    train.py --binary .build/release/claude-route TASKS.tsv [MORE.tsv …]

The tables have the columns of `claude-route score` and, if they like, `sure` (y or n: rows that are not
sure are left out). Thresholds are chosen by cross-validation on the rows of the first table. Each task
is trained twice, the second time with one misspelling, so that a slip changes little. The features are
the program's own (`score --features`), and so is what the phrases say (`score --rows` without the
model). Nothing is downloaded; the same tables give the same weights.
"""
import argparse
import collections
import pathlib
import random
import re
import subprocess
import tempfile

COLUMNS = ["text", "primary", "secondary", "cheap_ok", "source", "kind", "sure"]
FOLDER = pathlib.Path(__file__).parent
OUTPUT = FOLDER.parent.parent / "Sources/RouteEngine/Classification/Model/ModelWeights.swift"


def table(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        if line.strip():
            row = dict(zip(header, line.split("\t")))
            yield [row.get(column, "y" if column == "sure" else "") for column in COLUMNS]


def misspelled(text, choices):
    """The text with two letters swapped, one dropped, doubled or replaced in one of its longer words."""
    words = [match.span() for match in re.finditer(r"[^\W\d_]{4,}", text) if match[0] < "\u2e80"]
    if not words:
        return text
    start, end = choices.choice(words)
    at = choices.randrange(start, end - 1)
    return choices.choice(
        [
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + choices.choice("abcdefghijklmnopqrstuvwxyz") + text[at + 1 :],
        ]
    )


def words(rows):
    """The words of four letters and more that occur in two tasks, the most frequent first."""
    counts = collections.Counter()
    for row in rows:
        counts.update(set(re.findall(r"(?<![^\W_])[a-z]{4,24}(?![^\W_])", row[0].casefold())))
    return [word for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= 2]


def write(path, rows):
    path.write_text("\n".join("\t".join(row) for row in [COLUMNS, *rows]) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--output", default=str(OUTPUT))
    parser.add_argument("--leak", default="0.007", help="the share of serious tasks that may leak in cross-validation")
    parser.add_argument(
        "--continue", dest="base", action="store_const", const=str(OUTPUT), default="-",
        help="begin at the weights that are compiled in, and leave their known words",
    )
    parser.add_argument("tasks", nargs="+")
    arguments = parser.parse_args()
    binary = str(pathlib.Path(arguments.binary).absolute())
    rows = [list(table(path)) for path in arguments.tasks]
    reported = len(rows[0])
    rows = sum(rows, [])
    choices = random.Random(1)
    copies = [[misspelled(row[0], choices), *row[1:]] for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write(folder / "tasks.tsv", rows)
        write(folder / "copies.tsv", rows + copies)
        (folder / "words").write_text("\n".join(words(rows)) + "\n")
        (folder / "phrases.yaml").write_text("version: 1\nclassifier: {model: off}\n")
        for name, flags in [
            ("features", ["--features", folder / "copies.tsv"]),
            ("phrases", ["--rows", "--policy", folder / "phrases.yaml", folder / "tasks.tsv"]),
        ]:
            with open(folder / name, "wb") as output:
                subprocess.run([binary, "score", *flags], stdout=output, check=True)
        trainer = folder / "train"
        subprocess.run(["swiftc", "-O", FOLDER / "train.swift", "-o", trainer], check=True)
        inputs = [folder / name for name in ["features", "phrases", "tasks.tsv", "words"]]
        subprocess.run([trainer, *inputs, arguments.output, str(reported), arguments.leak, arguments.base], check=True)


if __name__ == "__main__":
    main()
