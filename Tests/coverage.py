"""Prints the line coverage of each module; fails when a pure module is below its floor.

Reads what `swift test --enable-code-coverage` wrote.
"""

import json
import pathlib
import subprocess
import sys

FLOOR = 90.0
PURE = ["BackendProbe", "ClaudeClient", "Diagnostics", "HealthCheck", "JSONTree", "PolicyCheck", "PolicyLoader",
        "PolicyStarter", "Rendering", "RouteEngine", "SmallFoundation", "Usage", "YAMLTree"]


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    report = subprocess.run(
        ["swift", "test", "--show-codecov-path"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.strip()
    files = json.loads(pathlib.Path(report).read_text())["data"][0]["files"]
    totals = {}
    for file in files:
        path = pathlib.Path(file["filename"])
        if not path.is_relative_to(root / "Sources"):
            continue
        module = path.relative_to(root / "Sources").parts[0]
        lines = file["summary"]["lines"]
        count, covered = totals.get(module, (0, 0))
        totals[module] = (count + lines["count"], covered + lines["covered"])
    below = []
    for module, (count, covered) in sorted(totals.items()):
        percent = 100 * covered / count if count else 100.0
        mark = ""
        if module in PURE and percent < FLOOR:
            below.append(module)
            mark = f"  below {FLOOR:.0f} %"
        print(f"coverage {module:<14} {percent:5.1f} %  {covered}/{count} lines{mark}")
    missing = [module for module in PURE if module not in totals]
    if below or missing:
        sys.exit("coverage: " + ", ".join(below + missing) + " below the floor or not measured")


if __name__ == "__main__":
    main()
