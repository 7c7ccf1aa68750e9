"""What judging a record costs: checker's row engine, the other CEL libraries of Python, and a function written by hand.

    python benchmarks/language.py [--rounds 15] [--runs 9]

One process measures everything but the loading of policies, in rounds that take each contender in turn, and prints
medians and their ratios to the function written by hand. `pip install .[bench]` installs the other libraries; one that
is missing is left out. Each library compiles the policy once, and gets dates in the form that it reads. "Bound before"
leaves out what it takes to hand the record over, where a library can do that beforehand; ours needs no such step, since
it judges the record as the reader made it.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from tabulate import tabulate

from checker.engine.rows import Rows
from checker.lang import load_policies
from checker.model import Outcome
from checker.record import LinkedRecord, Record, ValidRecord
from checker.references import link
from checker.schemas import load_kinds, validate

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 23)
CLAUSES = (
    'engagement.arrangement.declared == "remote_staffing"',
    'engagement.control.manages_performance == "client"',
    'engagement.evidence.exists(e, e.kind in ["performance_review", "one_to_one_notes"] && e.issued_by == "client" '
    "&& today - e.issued_on <= {year})",
)
CEL = " && ".join(CLAUSES).format(year="duration('8760h')")
LIBRARIES = "import click, jsonschema_rs, yaml_rs, re2"
LOAD = """
import sys
from pathlib import Path
from checker.lang import load_policies
from checker.schemas import load_kinds
assert len(load_policies([Path(sys.argv[1])], load_kinds()).policies) == int(sys.argv[2])
"""
Judge = Callable[[], object]
Contender = Callable[[Mapping[str, Any]], dict[str, Judge]]


def evidence(number: int, kind: str, day: str) -> dict[str, Any]:
    """A piece of evidence as a record has it."""
    return {
        "id": f"EV-{number}",
        "kind": kind,
        "issued_by": "client",
        "issued_on": day,
        "supports": ["control.manages_performance"],
    }


def record(complete: bool) -> dict[str, Any]:
    """An engagement of 1.2 kB; the incomplete one does not say who manages performance, nor when the review was."""
    roles = "hires instructs_what instructs_how sets_hours manages_performance disciplines dismisses pays".split()
    found: dict[str, Any] = {
        "kind": "engagement",
        "schema_version": "1",
        "id": "ENG-1007",
        "title": "Claims analyst working from home in Leeds",
        "status": "active",
        "dates": {"start": "2024-03-01"},
        "client": {"legal_name": "Brightwater Insurance plc", "country": "GB"},
        "worker": {"legal_name": "Marcus Oyelaran", "person_type": "individual", "country": "GB"},
        "arrangement": {"declared": "remote_staffing", "legal_form": "direct_employee", "unit": "role"},
        "control": dict.fromkeys(roles, "client"),
        "evidence": [
            evidence(1, "employment_contract", "2024-02-20"),
            evidence(2, "payroll_registration", "2026-10-31"),
            evidence(3, "performance_review", "2025-06-30"),
            evidence(4, "performance_review", "2026-06-30"),
        ],
    }
    if not complete:
        del found["control"]["manages_performance"]
        del found["evidence"][2], found["evidence"][2]["issued_on"]
    return found


def moment(text: str) -> datetime:
    """A date of the record as most libraries read it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dated(value: Any, made: Callable[[str], Any] = moment) -> Any:
    """A record as the other libraries get it, each with its own form of dates."""
    if isinstance(value, dict):
        return {name: made(part) if name == "issued_on" else dated(part, made) for name, part in value.items()}
    return [dated(part, made) for part in value] if isinstance(value, list) else value


TODAY = datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=UTC)


def by_hand(value: Mapping[str, Any]) -> dict[str, Judge]:
    """A function that somebody would write for this one policy: true, false, or None where a fact is missing."""
    engagement, year = dated(value), timedelta(days=365)

    def judge() -> bool | None:
        declared = engagement.get("arrangement", {}).get("declared")
        manages = engagement.get("control", {}).get("manages_performance")
        missing = declared is None or manages is None
        if declared not in (None, "remote_staffing") or manages not in (None, "client"):
            return False
        for each in engagement.get("evidence", ()):
            kind, issuer, day = each.get("kind"), each.get("issued_by"), each.get("issued_on")
            if kind in ("performance_review", "one_to_one_notes") and issuer == "client":
                if day is None:
                    missing = True
                elif TODAY - day <= year:
                    return None if missing else True
        return None if missing else False

    return {"a function written by hand": judge}


def checker_rows(value: Mapping[str, Any]) -> dict[str, Judge]:
    """Our row engine on a policy file: the verdict of each clause, and what is not recorded in words as well."""
    kinds = load_kinds()
    checked = validate(Record(value, "record.yaml", 1, lambda path: None), kinds)
    if not isinstance(checked, ValidRecord):
        raise SystemExit(f"the record of the benchmark is not valid: {checked}")
    linked: LinkedRecord = link([checked], kinds)[0][0]
    lines = [f"  - that: {clause.format(year='days(365)')}\n    message: It is not." for clause in CLAUSES]
    head = "id: bench/bench/bench\ntitle: Bench\nseverity: high\napplies_to: engagement\nrationale: To measure."
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.yaml"
        file.write_text("\n".join([head, "require:", *lines, ""]), encoding="utf-8")
        rows = Rows(load_policies([file], kinds).policies, AS_OF)

    def verdict() -> bool:
        return rows.check(linked)[0].outcome is Outcome.PASS

    def reasons() -> bool:
        (result,) = rows.check(linked)
        return not result.clauses and result.outcome is Outcome.PASS

    return {"checker: the policy's verdict": verdict, "checker: its verdict, and what is missing": reasons}


def cel_expr_python(value: Mapping[str, Any]) -> dict[str, Judge]:
    """Google's C++; its binding takes no datetime within a record, so that dates are texts that the policy converts."""
    cel = import_module("cel_expr_python.cel")
    types = {"engagement": cel.Type.Map(cel.Type.STRING, cel.Type.DYN), "today": cel.Type.TIMESTAMP}
    environment = cel.NewEnv(variables=types)
    expression = environment.compile(CEL.replace("e.issued_on", "timestamp(e.issued_on)"))
    data = {"engagement": dated(value, lambda text: f"{text}T00:00:00Z"), "today": TODAY}
    before = environment.Activation(data)
    return {
        "cel-expr-python": lambda: expression.eval(data=data).value() is True,
        "cel-expr-python, bound before": lambda: expression.eval(before).value() is True,
    }


def common_expression_language(value: Mapping[str, Any]) -> dict[str, Judge]:
    """The bindings of Rust's `cel`."""
    cel = import_module("cel")
    program = cel.compile(CEL)
    data = {"engagement": dated(value), "today": TODAY}
    before = cel.Context(data)
    names = "common-expression-language", "common-expression-language, bound before"
    return {name: _caught(program.execute, each) for name, each in zip(names, (data, before), strict=True)}


def _caught(run: Callable[[Any], object], data: object) -> Judge:
    """These libraries raise where a fact is missing."""

    def judge() -> bool:
        try:
            return bool(run(data))
        except Exception:
            return False

    return judge


def cel_python(value: Mapping[str, Any]) -> dict[str, Judge]:
    """cel-python, as it interprets and as it compiles to Python."""
    celpy = import_module("celpy")
    given = {"engagement": dated(value), "today": TODAY}
    found: dict[str, Judge] = {}
    for name in ("InterpretedRunner", "CompiledRunner"):
        celpy.CELParser.CEL_PARSER = None  # it keeps the first runner's kind of tree for all
        environment = celpy.Environment(runner_class=getattr(celpy, name))
        program = environment.program(environment.compile(CEL))

        def handing(data: Any, run: Callable[[Any], Any] = program.evaluate) -> Any:
            return run({key: celpy.json_to_cel(part) for key, part in data.items()})

        before = {key: celpy.json_to_cel(part) for key, part in given.items()}
        found[f"cel-python, {name}"] = _caught(handing, given)
        found[f"cel-python, {name}, bound before"] = _caught(program.evaluate, before)
    return found


CONTENDERS: tuple[Contender, ...] = (
    by_hand,
    checker_rows,
    cel_expr_python,
    common_expression_language,
    cel_python,
)


def contenders(value: Mapping[str, Any], complete: bool) -> dict[str, Judge]:
    """Everything that is installed, having judged the record rightly once."""
    found: dict[str, Judge] = {}
    for contender in CONTENDERS:
        try:
            judges = contender(value)
        except ImportError as problem:
            print(f"left out: {problem}", file=sys.stderr)
            continue
        for name, judge in judges.items():
            if bool(judge()) is not complete:
                raise SystemExit(f"{name} gives a wrong verdict on the {'' if complete else 'in'}complete record")
            found[name] = judge
    return found


def seconds(judge: Judge, number: int) -> float:
    """The time of one judgement, from a run of so many."""
    begin = time.perf_counter()
    for _ in range(number):
        judge()
    return (time.perf_counter() - begin) / number


def measure(judges: Mapping[str, Judge], rounds: int) -> dict[str, float]:
    """The median seconds of each, over interleaved rounds of about 10 ms."""
    numbers = {name: max(1, int(0.01 / max(seconds(judge, 20), 1e-9))) for name, judge in judges.items()}
    times: dict[str, list[float]] = {name: [] for name in judges}
    for _ in range(rounds):
        for name, judge in judges.items():
            times[name].append(seconds(judge, numbers[name]))
    return {name: median(found) for name, found in times.items()}


def many_policies(folder: Path, number: int) -> None:
    """Writes a pack of so many policies, each a copy of one of the core pack under another id."""
    core, pack = ROOT / "policies" / "core", folder / "bench"
    originals = [file for file in sorted(core.glob("*/*.yaml")) if not file.stem.endswith("_test")]
    originals = [file for file in originals if file.parent.name != "fixtures"]
    pack.mkdir()
    for name in ("pack.yaml", "facts.yaml"):
        text = (core / name).read_text(encoding="utf-8")
        (pack / name).write_text(text.replace("id: core\n", "id: bench\n", 1), encoding="utf-8")
    for index in range(number):
        original = originals[index % len(originals)]
        topic, name = original.parent.name, f"{original.stem}-{index}"
        text = original.read_text(encoding="utf-8").replace(
            f"id: core/{topic}/{original.stem}", f"id: bench/{topic}/{name}"
        )
        (pack / topic).mkdir(exist_ok=True)
        (pack / topic / f"{name}.yaml").write_text(text, encoding="utf-8")


def loading(number: int, runs: int) -> list[list[str]]:
    """The table of what loading policies costs, in whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        many_policies(Path(folder), number)
        work = {
            f'python -c "{LIBRARIES}"': [sys.executable, "-c", LIBRARIES],
            f"load and check {number} policies": [sys.executable, "-c", LOAD, folder, str(number)],
        }
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(runs + 1):
            for name, command in work.items():
                begin = time.perf_counter()
                subprocess.run(command, check=True, cwd=ROOT)
                times[name].append((time.perf_counter() - begin) * 1000)
    medians = {name: median(found[1:]) for name, found in times.items()}
    bare = min(medians.values())
    return [[name, f"{found:.0f}", f"{found - bare:+.0f}"] for name, found in medians.items()]


def main() -> None:
    """Measures and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="how often each contender is timed (default 15)")
    parser.add_argument("--runs", type=int, default=9, help="how often each process is timed (default 9)")
    parser.add_argument("--policies", type=int, default=200, help="how many policies are loaded (default 200)")
    options = parser.parse_args()
    logging.disable()  # cel-python logs what it raises
    times = [measure(contenders(record(complete), complete), options.rounds) for complete in (True, False)]
    bases = [next(iter(each.values())) for each in times]
    lines = []
    for name in times[0]:
        both = [
            (each[name] * 1e6, each[name] / base) if name in each else None
            for each, base in zip(times, bases, strict=True)
        ]
        lines.append(
            [name, *(text for each in both for text in ((f"{each[0]:.2f}", f"{each[1]:.1f}") if each else ("", "")))]
        )
    headers = ["one record, three clauses", "complete µs", "× by hand", "incomplete µs", "× by hand"]
    print(tabulate(lines, headers, "github", disable_numparse=True, colalign=("left", *["right"] * 4)))
    print()
    headers = ["median of whole processes", "ms", "beyond the imports"]
    print(
        tabulate(
            loading(options.policies, options.runs),
            headers,
            "github",
            disable_numparse=True,
            colalign=("left", "right", "right"),
        )
    )


if __name__ == "__main__":
    main()
