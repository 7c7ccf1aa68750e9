"""Decision tables at work: which row decides, what is not recorded, and how a finding tells it."""

from __future__ import annotations

import csv
import json
import os
import random
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.engine.decide import Decided, Miss, decided
from checker.engine.env import Env
from checker.engine.evaluate import new_program
from checker.engine.rows import evaluate
from checker.engine.unknown import Failure
from checker.lang import load_policies
from checker.lang.expr import Decision
from checker.lang.policy import CheckedDecision
from checker.model import Outcome, Reason
from checker.schemas import load_kinds
from checker.values import parse_date
from tests.cases.things import KINDS, thing

ROOT = Path(__file__).resolve().parents[2]
CONFORMANCE = Path(os.environ.get("CHECKER_CONFORMANCE", ROOT.parent / "shared" / "conformance"))
CEST = sorted((CONFORMANCE / "cest").glob("*.csv"))
TABLES = ROOT / "tests/lang/tables/good"
DAY = date(2026, 6, 1)
NONE = "no row"


def table(folder: Path, body: str) -> CheckedDecision:
    """A decision table about things, the part under `decide:`, from a pack of its own."""
    (folder / "mini/topic").mkdir(parents=True, exist_ok=True)
    (folder / "mini/pack.yaml").write_text("id: mini\ntitle: A pack\nversion: 1.0.0\n", encoding="utf-8")
    head = "id: mini/topic/table\ntitle: A table\napplies_to: thing\ndecide:\n"
    text = head + textwrap.indent(textwrap.dedent(body), "  ")
    (folder / "mini/topic/table.yaml").write_text(text, encoding="utf-8")
    (decision,) = load_policies([folder / "mini"], KINDS).decisions
    return decision


def on(decision: CheckedDecision, record: Mapping[str, Any]) -> Decided:
    """What a table comes to on a record that holds these fields."""
    tree = decision.fact.expr
    assert isinstance(tree, Decision)
    base = {decision.applies_to: record, "today": parse_date("2026-06-01")}
    return decided(tree, Env(new_program(), base, decision.fact_exprs))


def test_the_uppermost_row_that_fits_decides(tmp_path: Path) -> None:
    """Rows are tried from the top; each above the one that decided says which inputs do not fit."""
    decision = table(
        tmp_path,
        """\
        inputs: {color: thing.color, flag: thing.flag}
        rows:
          - {color: red, flag: true, outcome: a}
          - {color: [green, blue], flag: false, outcome: b}
          - {color: red, outcome: c}
          - {outcome: d}
        """,
    )
    assert on(decision, {"color": "red", "flag": True}) == Decided("a", ("red", True), 0)
    found = on(decision, {"color": "red", "flag": False})
    assert (found.outcome, found.row, found.above) == ("c", 2, (Miss(0, (1,)), Miss(1, (0,))))
    assert on(decision, {"color": "blue", "flag": False}).outcome == "b"
    assert on(decision, {"color": "blue", "flag": True}).outcome == "d"


def test_what_is_not_recorded_is_a_value_of_its_own(tmp_path: Path) -> None:
    """Only a blank cell and `not recorded` take it: neither `!=` nor all values together do."""
    decision = table(
        tmp_path,
        """\
        inputs: {color: thing.color, flag: thing.flag}
        rows:
          - {color: "!= red", outcome: other}
          - {color: [red, not recorded], flag: [true, false], outcome: known}
          - {color: red, flag: not recorded, outcome: half}
        otherwise: nothing
        """,
    )
    assert on(decision, {"color": "green"}).outcome == "other"
    assert on(decision, {"flag": False}).outcome == "known"
    assert on(decision, {"color": "red"}).outcome == "half"
    found = on(decision, {})
    assert (found.outcome, found.row, len(found.above)) == ("nothing", None, 3)


def test_numbers_and_dates_are_compared(tmp_path: Path) -> None:
    """Bounds are as written, and a whole number may stand for a double."""
    decision = table(
        tmp_path,
        """\
        inputs: {count: thing.count, ratio: thing.ratio, day: thing.day}
        rows:
          - {count: ">= 3 and < 10", outcome: some}
          - {ratio: 1, outcome: one}
          - {day: "< 2026-01-01", outcome: old}
        otherwise: none
        """,
    )
    for count, outcome in ((2, "none"), (3, "some"), (9, "some"), (10, "none")):
        assert on(decision, {"count": count}).outcome == outcome
    assert on(decision, {"ratio": 1.0}).outcome == "one"
    assert on(decision, {"day": parse_date("2025-12-31")}).outcome == "old"
    assert on(decision, {"day": parse_date("2026-01-01")}).outcome == "none"


@pytest.mark.parametrize(
    ("text", "record", "message"),
    [
        ("thing.count / thing.numbers[0]", {"count": 1, "numbers": [0]}, "division by zero"),
        ("thing.ratio - thing.ratio", {"ratio": float("inf")}, "an input of the table is not a number"),
    ],
)
def test_an_input_that_errs_leaves_no_outcome(tmp_path: Path, text: str, record: dict[str, Any], message: str) -> None:
    """An error in an input is an error of the table, even where no row asks for that input."""
    body = f"inputs: {{flag: thing.flag, count: '{text}'}}\nrows: [{{flag: true, outcome: a}}, {{outcome: b}}]\n"
    found = on(table(tmp_path, body), {"flag": True, **record})
    assert isinstance(found.outcome, Failure)
    assert message in found.outcome.message


def test_tables_use_facts_and_facts_use_tables() -> None:
    """A policy reads an outcome, and a fact that rests on another table's outcome."""
    loaded = load_policies([TABLES], KINDS)
    (policy,) = loaded.policies
    outcomes = [
        evaluate([policy], thing(record), DAY)[0].outcome
        for record in ({"color": "red", "count": 1}, {"color": "red", "count": 12}, {"color": "blue"}, {"count": 1})
    ]
    assert outcomes == [Outcome.PASS, Outcome.FAIL, Outcome.SKIP, Outcome.SKIP]


def told(reasons: Sequence[Reason], depth: int = 0) -> list[str]:
    """Each reason on a line, with the line of the record that it speaks of."""
    lines = []
    for reason in reasons:
        lines.append("  " * depth + reason.text + (f"  <{reason.path}>" if reason.path else ""))
        lines += told(reason.children, depth + 1)
    return lines


def test_a_finding_shows_the_row_that_decided_and_why_those_above_it_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The explanation names the row, what it asked and found, and of each row above the cells that do not fit."""
    monkeypatch.chdir(ROOT)
    loaded = load_policies([TABLES.relative_to(ROOT)], KINDS)
    (result,) = evaluate(loaded.policies, thing({"color": "red", "count": 12}), DAY)
    assert told(result.clauses[0].reasons) == [
        'facts.how_large = "large", not "small"',
        "  facts.how_large: How large it is, by its count and the day",
        '    line 6 of tests/lang/tables/good/topic/size.csv gives "large"',
        "      count = 12, which fits >= 10  <thing.count>",
        "    line 2: count = 12, wanted < 3",
        "    line 3: count = 12, wanted >= 3 and < 10",
        '    line 4: look = "warm", wanted odd | cold | unknown; count = 12, wanted >= 3 and < 10; '
        "day is not recorded, wanted < 2026-01-01",
        '    line 5: look = "warm", wanted odd | cold | unknown; count = 12, wanted >= 3 and < 10',
    ]


def test_of_many_rows_the_nearest_are_shown(tmp_path: Path) -> None:
    """Where many rows stand above, those of which the fewest cells do not fit are told, and the others counted."""
    rows = "\n".join(f"  - {{count: {n}, name: x, outcome: a}}" for n in range(20))
    body = f"inputs: {{count: thing.count, name: thing.name}}\nrows:\n{rows}\n  - {{outcome: b}}\n"
    decision = table(tmp_path, body)
    policy = "id: mini/topic/p\ntitle: P\napplies_to: thing\nrequire: [{that: facts.table == 'a'}]\n"
    (tmp_path / "mini/topic/p.yaml").write_text(policy, encoding="utf-8")
    (result,) = evaluate(load_policies([tmp_path / "mini"], KINDS).policies, thing({"count": 7, "name": "y"}), DAY)
    lines = [line.strip() for line in told(result.clauses[0].reasons)]
    assert lines[2] == f'row 21 of {decision.file} gives "b"'
    assert 'row 8: name = "y", wanted x' in lines
    assert lines[-1] == "… and 12 more rows above that do not fit"
    assert len(lines) == 2 + 1 + 8 + 1


def cest(file: Path, folder: Path) -> tuple[CheckedDecision, list[str], list[list[str]]]:
    """A table of HMRC as a decision about records whose fields are its columns; its inputs; its rows."""
    with file.open(encoding="utf-8", newline="") as stream:
        head, *rows = [[cell.strip() for cell in row] for row in csv.reader(stream) if any(row)]
    inputs, width = head[: len(rows[0]) - 1], len(rows[0])
    assert {len(row) for row in rows} == {width}
    properties: dict[str, Any] = {"kind": {"const": "answers"}}
    for number, name in enumerate(inputs):
        values = sorted({row[number] for row in rows} - {""})
        properties[name] = {"type": "boolean"} if set(values) <= {"true", "false"} else {"enum": values}
    schema = {"title": "Answers", "type": "object", "required": ["kind"], "properties": properties}
    (folder / "answers.json").write_text(json.dumps(schema | {"additionalProperties": False}), encoding="utf-8")
    (folder / "cest/topic").mkdir(parents=True)
    (folder / "cest/pack.yaml").write_text("id: cest\ntitle: Tables\nversion: 1.0.0\n", encoding="utf-8")
    with (folder / "cest/topic/table.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[*inputs, "result"], *rows])
    columns = "".join(f"    {name}: answers.{name}\n" for name in inputs)
    text = f"inputs:\n{columns}  table: table.csv\n  otherwise: {NONE}\n"
    head_ = "id: cest/topic/table\ntitle: A table\napplies_to: answers\ndecide:\n  "
    (folder / "cest/topic/table.yaml").write_text(head_ + text, encoding="utf-8")
    (decision,) = load_policies([folder / "cest"], load_kinds({"answers": folder / "answers.json"})).decisions
    return decision, inputs, rows


def naively(rows: Sequence[Sequence[str]], answers: Sequence[str]) -> str:
    """The outcome by the rule of HMRC's engine: blank fits anything, the first row that fits decides."""
    for row in rows:
        if all(cell in ("", answer) for cell, answer in zip(row[:-1], answers, strict=True)):
            return row[-1]
    return NONE


@pytest.mark.skipif(not CEST, reason=f"the tables of HMRC are not at {CONFORMANCE / 'cest'}")
@pytest.mark.parametrize("file", CEST, ids=lambda file: file.stem)
def test_tables_of_hmrc_decide_as_a_naive_reader_does(file: Path, tmp_path: Path) -> None:
    """Every row's own answers, and answers at random with some left out, have the outcome of the CSV read naively."""
    decision, inputs, rows = cest(file, tmp_path)
    columns = [sorted({row[number] for row in rows} | {""}) for number in range(len(inputs))]
    chance = random.Random(20261124)
    asked = [row[:-1] for row in rows]
    asked += [[chance.choice(values) for values in columns] for _ in range(300)]
    for answers in asked:
        given = {name: {"true": True, "false": False}.get(a, a) for name, a in zip(inputs, answers, strict=True) if a}
        assert on(decision, given).outcome == naively(rows, answers), given
