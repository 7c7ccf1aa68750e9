"""The auditor's tables as parts of the page."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model import Outcome, Report
from checker.reports._html.tags import breakable, outcome, section, table, text
from checker.reports.layout.sheet import Cell, Sheet, shown
from checker.reports.layout.sheets import KEY, SIGNS, sheets

_WIDE, _MOST_CELLS = ("Matrix", "Evidence"), 40_000
"""The tables with many rows for each record, and how much of them a browser shows in good time."""
_UNBROKEN = 16
"""Characters of a text that stays in one line, such as a date."""


def tables(report: Report) -> Iterator[str]:
    """The sections; what would keep a browser busy for long is counted in the place of its table."""
    for sheet in sheets(report):
        yield section(sheet.title.lower().replace(" ", "-"), sheet.title, _inside(sheet.filled()))


def _inside(sheet: Sheet) -> str:
    if sheet.title in _WIDE and len(sheet.rows) * len(sheet.columns) > _MOST_CELLS:
        return f"<p>{len(sheet.rows)} rows are too many for this page; the format xlsx has them.</p>"
    if sheet.title != "Matrix":
        return table(sheet.says, sheet.columns, ([_cell(cell) for cell in row] for row in sheet.rows))
    rows = ([*map(_cell, row[:2]), *map(_sign, row[2:])] for row in sheet.rows)
    return f'<div class="matrix">{table(f"{sheet.says}: {KEY}", sheet.columns, rows)}</div>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Outcome):
        return outcome(cell)
    said = shown(cell)
    return f'<span class="s">{text(said)}</span>' if 0 < len(said) <= _UNBROKEN else breakable(said)


def _sign(cell: Cell) -> str:
    if not isinstance(cell, Outcome):
        return ""
    return (
        f'<span class="o {cell.value}" role="img" aria-label="{cell.value}" title="{cell.value}">{SIGNS[cell]}</span>'
    )
