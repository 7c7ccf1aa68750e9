"""Whole-process times of checker, as multiples of `python -c pass` and of conftest on the same records.

    python benchmarks/startup.py [--runs 15] [--records 1000] [--record FILE]

Times differ from machine to machine; their ratios hardly do, so the ratios are what to quote. The runs of all commands
are interleaved and the medians are shown. conftest is measured where it is on PATH, with six rules (benchmarks/rego).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tabulate import tabulate

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "examples" / "passing" / "remote-home.yaml"
AS_OF = "2026-11-23"
LIBRARIES = "import click, jsonschema_rs, yaml_rs, re2"
BASE = "python -c pass"


def make_records(folder: Path, template: Path, number: int) -> None:
    """Writes as many records as wanted, each its own file, alike but for their ids."""
    text = template.read_text(encoding="utf-8")
    for index in range(number):
        changed, found = re.subn(r"^id: .*$", f"id: BENCH-{index:05d}", text, count=1, flags=re.MULTILINE)
        if not found:
            raise SystemExit(f"{template} has no line that begins with id:, so no records can be made from it")
        (folder / f"record-{index:05d}.yaml").write_text(changed, encoding="utf-8")


def commands(one: Path, many: Path) -> dict[str, list[str]]:
    """What is measured, by the name it is shown with."""
    python = sys.executable
    checker = [str(Path(python).with_name("checker"))]
    check = [*checker, "check", "--as-of", AS_OF, "--quiet"]
    count = f"{len(list(many.iterdir())):,} YAML records"
    found = {
        BASE: [python, "-c", "pass"],
        f'python -c "{LIBRARIES}"': [python, "-c", LIBRARIES],
        "checker --help": [*checker, "--help"],
        "checker check, one record": [*check, str(one)],
        f"checker check, {count}": [*check, str(many)],
    }
    if conftest := shutil.which("conftest"):
        test = [conftest, "test", "--quiet", "--policy", str(ROOT / "benchmarks" / "rego")]
        found["conftest test, one record"] = [*test, str(one)]
        found[f"conftest test, {count}"] = [*test, str(many)]
    return found


def run(command: list[str]) -> float:
    """Seconds that the command takes as a whole process; ends the benchmark if it makes no report."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return seconds


def measure(work: dict[str, list[str]], runs: int) -> dict[str, float]:
    """The median seconds of each command; a run of each beforehand fills the caches, that of bytecode too."""
    for command in work.values():
        run(command)
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, command in work.items():
            times[name].append(run(command))
    return {name: median(found) for name, found in times.items()}


def rows(times: dict[str, float]) -> list[list[str]]:
    """The table: milliseconds, and ratios to bare Python and to conftest on the same records."""
    shown = []
    for name, seconds in times.items():
        other = times.get(name.replace("checker check", "conftest test")) if name.startswith("checker check") else None
        ratio = f"{seconds / other:.2f}" if other else ""
        shown.append([name, f"{seconds * 1000:.1f}", f"{seconds / times[BASE]:.1f}", ratio])
    return shown


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="how often each command is timed (default 15)")
    parser.add_argument("--records", type=int, default=1000, help="how many records the long runs have (default 1000)")
    parser.add_argument("--record", type=Path, default=RECORD, help="the YAML record to start from")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_records(Path(folder), options.record, options.records)
        times = measure(commands(options.record, Path(folder)), options.runs)
    headers = ["median of whole processes", "ms", "× python -c pass", "× conftest"]
    print(
        tabulate(
            rows(times), headers=headers, tablefmt="github", disable_numparse=True, colalign=("left",) + ("right",) * 3
        )
    )


if __name__ == "__main__":
    main()
