"""Changes to the rows of a decision table: a row dropped, a cell that takes anything, another outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from checker.engine.tables import row_name
from checker.lang.expr import Decision, Row

Change: TypeAlias = tuple[int, str, str, Decision]
"""The row (from 0; after the last, `otherwise`), the row in words, the change in words, the table with the change."""


def row_changes(table: Decision) -> Iterator[Change]:
    """Every change to a row of a table and to its `otherwise`."""
    outcomes = list(dict.fromkeys(row.outcome for row in table.rows))
    if table.otherwise is not None and table.otherwise not in outcomes:
        outcomes.append(table.otherwise)
    for number, row in enumerate(table.rows):
        said = row_text(table, number)
        yield number, said, f"{row_name(table, number)} dropped", _with(table, number)
        for column, cell in enumerate(row.cells):
            if cell is not None:
                cells = (*row.cells[:column], None, *row.cells[column + 1 :])
                changed = _with(table, number, replace(row, cells=cells))
                yield number, said, f"{row_name(table, number)}: {table.inputs[column].name} takes anything", changed
        if other := _other(row.outcome, outcomes):
            changed = _with(table, number, replace(row, outcome=other))
            yield number, said, f"{row_name(table, number)} gives {other}", changed
    if table.otherwise is not None and (other := _other(table.otherwise, outcomes)):
        said = f"otherwise → {table.otherwise}"
        yield len(table.rows), said, f"otherwise gives {other}", replace(table, otherwise=other)


def row_text(table: Decision, number: int) -> str:
    """A row on one line: `row 2: amount >= 1000, risk high → board`."""
    row = table.rows[number]
    asked = [f"{each.name} {cell.text}" for each, cell in zip(table.inputs, row.cells, strict=True) if cell is not None]
    return f"{row_name(table, number)}: {', '.join(asked) or 'anything'} → {row.outcome}"


def _with(table: Decision, number: int, *rows: Row) -> Decision:
    return replace(table, rows=(*table.rows[:number], *rows, *table.rows[number + 1 :]))


def _other(outcome: str, outcomes: list[str]) -> str:
    """The next outcome of the table; empty where it has no other."""
    return next((each for each in (*outcomes[outcomes.index(outcome) + 1 :], *outcomes) if each != outcome), "")
