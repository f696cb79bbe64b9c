#!/usr/bin/env python3
"""Times the classifier: tasks by the hundred thousand, texts that double, texts made to be slow.

    python3 Benchmarks/classify.py .build/release/claude-route

Every figure is a difference between two runs of `claude-route score`, so that starting the program does
not count. The fastest of five runs; a machine that does other work prints larger figures.
"""
import pathlib
import random
import subprocess
import sys
import tempfile
import time

TASKS = pathlib.Path(__file__).parent.parent / "Tests/ClassifierTests/Tasks/tasks.tsv"
RUNS = 5
KIB = 1024

WORST = {
    "one phrase": "rename ",
    "one letter": "a ",
    "one word": "x",
    "negators": "not no ",
    "gap phrases": "replace a b c d occurrences ",
    "protective gaps": "fix the crash ",
    "opening marks": "“",
    "quotation marks": '"a" ',
    "backticks": "``` ",
    "apostrophes": " 'a",
    "sentences": "rename. ",
    "ideographs": "重命名",
    "accents": "é" * 3 + " ",
    "combining marks": "a\u0301\u0323",
    "digits": "1 ",
    "full stops": ".",
}


def seconds(binary, path, rows):
    path.write_text("text\tprimary\n" + "".join(f"{row}\tother\n" for row in rows), encoding="utf-8")
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([binary, "score", path], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def each(binary, path, text, count):
    """Seconds for one more row with that text."""
    return (seconds(binary, path, [text] * (2 * count)) - seconds(binary, path, [text] * count)) / count


def main():
    binary = sys.argv[1]
    rows = [line.split("\t")[0] for line in TASKS.read_text(encoding="utf-8").splitlines()[1:]]
    words = " ".join(rows).split()
    choices = random.Random(1)
    made = [" ".join(choices.choices(words, k=choices.randint(3, 15))) for _ in range(100_000)]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "tasks.tsv"
        half = seconds(binary, path, made[:50_000])
        whole = seconds(binary, path, made)
        print(f"100,000 tasks: {whole:.2f} s, {(whole - half) / 50_000 * 1e6:.0f} µs for each more")
        print("\ntext      ms for each   times the one before")
        before = None
        # The same words again and again, a negation among them: the longer text does nothing new.
        text = "do not " + " ".join(choices.choices(words, k=KIB // 3))[: KIB - 8] + " "
        for size in [KIB << doubling for doubling in range(7)]:
            if len(text) < size:
                text += text
            taken = each(binary, path, text, max(20, 512 * KIB // size))
            ratio = f"{taken / before:.2f}" if before else ""
            print(f"{size // KIB:>3} KiB {taken * 1e3:>13.2f}   {ratio:>8}")
            before = taken
        print("\n64 KiB of          ms")
        for name, piece in WORST.items():
            count = 64 * KIB // len(piece.encode()) + 1
            text = (piece * count).encode()[: 64 * KIB].decode(errors="ignore")
            print(f"{name:<16} {each(binary, path, text, 20) * 1e3:>6.2f}")


if __name__ == "__main__":
    main()
