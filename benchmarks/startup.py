"""Whole-process times of checker, as multiples of `python -c pass` and of its peers on the same records.

    python benchmarks/startup.py [--runs 15] [--records 1000] [--record FILE]

Times differ from machine to machine; their ratios hardly do, so the ratios are what to quote. The runs of all commands
are interleaved and the medians are shown. conftest and opa are measured where they are on PATH, with six rules
(benchmarks/rego), and cfn-guard with five (benchmarks/guard).
"""

from __future__ import annotations

import argparse
import contextlib
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
BARE = f'python -c "{LIBRARIES}"'


def make_records(folder: Path, template: Path, number: int) -> None:
    """Writes as many records as wanted, each its own file, alike but for their ids."""
    folder.mkdir()
    # cfn-guard reads YAML 1.1, where a key `on` that is not quoted is true.
    text = re.sub(r"^( +(?:- )?)on:", r'\1"on":', template.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for index in range(number):
        changed, found = re.subn(r"^id: .*$", f"id: BENCH-{index:05d}", text, count=1, flags=re.MULTILINE)
        if not found:
            raise SystemExit(f"{template} has no line that begins with id:, so no records can be made from it")
        (folder / f"record-{index:05d}.yaml").write_text(changed, encoding="utf-8")


def commands(one: Path, many: Path) -> dict[str, list[str]]:
    """What is measured, by the name it is shown with."""
    python = sys.executable
    checker = [str(Path(python).with_name("checker"))]
    found = {
        BASE: [python, "-c", "pass"],
        BARE: [python, "-c", LIBRARIES],
        "checker --help": [*checker, "--help"],
    }
    tools = {"checker check": [*checker, "check", "--as-of", AS_OF, "--quiet"]} | peers()
    for records in (one, many):
        count = len(list(records.iterdir()))
        of = "one record" if count == 1 else f"{count:,} YAML records"
        found |= {f"{tool}, {of}": [*command, str(records)] for tool, command in tools.items()}
    return found


def peers() -> dict[str, list[str]]:
    """The other tools that are on PATH, told to judge the records that follow."""
    rego, guard = str(ROOT / "benchmarks" / "rego"), str(ROOT / "benchmarks" / "guard")
    known = {
        "conftest test": ["conftest", "test", "--quiet", "--policy", rego],
        "opa exec": ["opa", "exec", "--decision", "main/deny", "--bundle", rego],
        "cfn-guard validate": ["cfn-guard", "validate", "--show-summary", "none", "--rules", guard, "--data"],
    }
    return {name: command for name, command in known.items() if shutil.which(command[0])}


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
    """The table: milliseconds, and how many times as long as bare Python, its libraries, and checker's peers it is."""
    shown = []
    for name, seconds in times.items():
        ratios = [seconds / times[each] for each in (BASE, BARE)]
        tool, _, records = name.partition(", ")
        ratios += [seconds / times[f"{each}, {records}"] for each in peers() if tool == "checker check"]
        shown.append([name, f"{seconds * 1000:.1f}", *(f"{ratio:.2f}" for ratio in ratios)])
    return shown


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="how often each command is timed (default 15)")
    parser.add_argument("--records", type=int, default=1000, help="how many records the long runs have (default 1000)")
    parser.add_argument("--record", type=Path, default=RECORD, help="the YAML record to start from")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # where no configuration is to be read
        one, many = Path(folder, "one"), Path(folder, "many")
        make_records(one, options.record, 1)
        make_records(many, options.record, options.records)
        times = measure(commands(one, many), options.runs)
    headers = ["median of whole processes", "ms", "× python", "× libraries", *(f"× {each}" for each in peers())]
    align = ("left",) + ("right",) * (len(headers) - 1)
    print(tabulate(rows(times), headers=headers, tablefmt="github", disable_numparse=True, colalign=align))


if __name__ == "__main__":
    main()
