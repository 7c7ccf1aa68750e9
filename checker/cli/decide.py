"""`checker decide`: what a decision table says of a record, and why."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import CLEAN, NO_REPORT, options
from checker.cli.configured import Shared
from checker.cli.record import one_record
from checker.cli.streams import layout, stdout
from checker.errors import UsageError
from checker.reports.layout.page import Page
from checker.reports.layout.printable import json_safe
from checker.resources import POLICIES

if TYPE_CHECKING:
    from checker.engine.answer import Answer
    from checker.lang.policy import CheckedDecision
    from checker.model import Reason
    from checker.record import LinkedRecord, Place
    from checker.schemas import Kinds

_MOST_ROWS = 20
"""How many of the rows above are printed; the JSON has all of them."""


@click.command(cls=Shared, short_help="Print the outcome of a decision table on a record.")
@click.argument("id")
@click.argument("record")
@click.argument("others", nargs=-1, metavar="[OTHERS…]")
@click.option("--number", type=click.IntRange(min=1), help="Which record, where the file holds several.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print.")
@options.policies
@options.params
@options.schema
@options.as_of
def command(
    id: str,
    record: str,
    others: tuple[str, ...],
    number: int | None,
    format: str,
    policies: tuple[Path, ...],
    params: dict[str, str],
    schemas: dict[str, Any],
    as_of: date,
) -> int:
    """Print what the decision table ID says of the record in the file RECORD: the outcome, and how it came about.

    OTHERS are files and folders of records that RECORD may refer to, such as its vendor.

    Exit codes: 0 there is an outcome; 2 there is none.
    """
    from checker.engine.answer import answer
    from checker.engine.unknown import Failure
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas)
    decision = _find(id, policies, params, kinds)
    found = one_record(record, number, kinds, others)
    if found.ref.kind != decision.applies_to:
        raise UsageError(f"{id} is about {decision.applies_to} records; {record} is of kind {found.ref.kind}.")
    made = answer(decision, found, kinds[decision.applies_to].type, as_of)
    if format == "json":
        said = json.dumps(_json(decision, found, made, as_of), ensure_ascii=False, indent=2)
        stdout().write(json_safe(said) + "\n")
    else:
        screen = stdout()
        _text(Page(screen, layout(screen)), decision, found, made)
    return NO_REPORT if isinstance(made.decided.outcome, Failure) else CLEAN


def _find(id: str, policies: tuple[Path, ...], params: dict[str, str], kinds: Kinds) -> CheckedDecision:
    from checker.lang import load_policies
    from checker.selection import nearest

    loaded = load_policies(policies or (POLICIES,), kinds, params)
    known = {decision.id: decision for decision in loaded.decisions}
    if id in known:
        return known[id]
    if any(policy.summary.id == id for policy in loaded.policies):
        raise UsageError(f"{id} is a policy, not a decision table; `checker check` applies it.")
    have = nearest(id, known) or (f" There are {', '.join(sorted(known))}." if known else " There are none here.")
    raise UsageError(f"There is no decision table {id}.{have}")


def _text(page: Page, decision: CheckedDecision, record: LinkedRecord, made: Answer) -> None:
    from checker.engine.show import show
    from checker.engine.tables import nearest, row_name, unfit
    from checker.engine.unknown import Failure

    decided, table = made.decided, made.table
    page.line(f"{decision.id}  {record.ref.id or record.ref.file}")
    page.line(decision.title, at=2)
    page.blank()
    if isinstance(decided.outcome, Failure):
        page.line(f"there is no outcome: {decided.outcome.message}", mark="! ")
    elif decided.row is None:
        page.line(f"{show(decided.outcome)}: no row of {table.table} fits, so otherwise", mark="→ ")
    else:
        page.line(f"{show(decided.outcome)}: {row_name(table, decided.row)} of {table.table}", mark="→ ")
    page.blank()
    for each in made.inputs:
        asked = None if decided.row is None else table.rows[decided.row].cells[made.inputs.index(each)]
        wanted = "" if asked is None else f" (the row wants {asked.text})"
        _reason(page, each.reason, 2, wanted)
    if not decided.above:
        return
    page.blank()
    page.line("the rows above it do not fit:" if decided.row is not None else "the rows do not fit:")
    near = nearest(decided.above, _MOST_ROWS)
    for miss in near:
        page.line("; ".join(unfit(table, miss, decided.values)), at=2, mark=f"{row_name(table, miss.row)}: ")
    if len(decided.above) > len(near):
        page.line(f"… and {len(decided.above) - len(near)} more, of which more cells do not fit", at=2)


def _reason(page: Page, reason: Reason, at: int, more: str = "") -> None:
    tail = f"({reason.place})" if reason.place else ""
    page.line(reason.text + more, at=at, tail=tail)
    for child in reason.children:
        _reason(page, child, at + 2)


def _json(decision: CheckedDecision, record: LinkedRecord, made: Answer, as_of: date) -> dict[str, Any]:
    from checker.engine.unknown import Failure, Unknown

    decided, table = made.decided, made.table
    failed = isinstance(decided.outcome, Failure)
    inputs = [
        {
            "name": each.name,
            "expression": each.text,
            "recorded": not isinstance(each.value, Unknown),
            "value": _plain(each.value),
            "path": each.reason.path,
            "place": _place(each.reason.place),
            "missing": [absent.path for absent in each.missing],
        }
        for each in made.inputs
    ]
    above = [
        _row(made, miss.row)
        | {
            "unfit": [
                {"input": table.inputs[n].name, "wanted": getattr(table.rows[miss.row].cells[n], "text", "")}
                for n in miss.inputs
            ]
        }
        for miss in decided.above
    ]
    return {
        "version": "1",
        "decision": decision.id,
        "title": decision.title,
        "fact": decision.fact.name,
        "hit": table.hit,
        "table": table.table,
        "record": {"kind": record.ref.kind, "id": record.ref.id, "file": record.ref.file, "number": record.ref.number},
        "as_of": as_of.isoformat(),
        "outcome": None if failed else decided.outcome,
        "error": decided.outcome.message if isinstance(decided.outcome, Failure) else "",
        "inputs": inputs,
        "row": None if decided.row is None else _row(made, decided.row),
        "above": above,
    }


def _row(made: Answer, number: int) -> dict[str, Any]:
    row = made.table.rows[number]
    names = [each.name for each in made.table.inputs]
    cells = {name: cell.text for name, cell in zip(names, row.cells, strict=True) if cell is not None}
    return {"number": number + 1, "line": row.line or None, "cells": cells, "outcome": row.outcome}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"file": place.file, "line": place.position.line, "column": place.position.column}


def _plain(value: Any) -> Any:
    from checker.values import Timestamp

    if isinstance(value, Timestamp):
        return value.text()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, (str, bool, int, float)) else None
