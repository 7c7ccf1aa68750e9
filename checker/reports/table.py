"""For an overview: the auditor's tables, one below the other, within the width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from checker.model import Outcome, Report
from checker.reports import Options
from checker.reports.layout.grid import tell_grid, tell_sheet
from checker.reports.layout.page import Page
from checker.reports.layout.sheet import Cell, Column, Row, Sheet
from checker.reports.layout.sheets import KEY, SIGNS, sheets
from checker.reports.layout.verdict import tell_counts, tell_verdict

_NAME = 16
_VERBOSE = ("Parameters", "Inputs")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the tables; what a page of this width has no room for is named below its table."""
    page = Page(stream, options)
    if not options.quiet:
        for sheet in _wanted(report, options):
            if sheet.title == "Matrix":
                _matrix(page, sheet)
            else:
                tell_sheet(page, _numbered(sheet) if sheet.title == "Policies" else sheet)
        tell_counts(page, report)
        page.blank()
    tell_verdict(page, report)


def _wanted(report: Report, options: Options) -> Iterator[Sheet]:
    return (sheet.filled() for sheet in sheets(report) if options.verbose or sheet.title not in _VERBOSE)


def _numbered(sheet: Sheet) -> Sheet:
    rows: list[Row] = [[number, *row] for number, row in enumerate(sheet.rows, 1)]
    return replace(sheet, columns=[Column("no.", number=True), *sheet.columns], rows=rows)


def _matrix(page: Page, sheet: Sheet) -> None:
    """The policies by their numbers, as many side by side as there is room for."""
    total = len(sheet.columns) - 2
    names = [page.safe(str(row[0])) for row in sheet.rows]
    room = page.options.width - min(_NAME, max(map(len, names)))
    many = max(1, room // (len(str(total)) + 2))
    page.line(f"{sheet.title}: {KEY}")
    page.blank()
    for first in range(0, total, many):
        numbers = range(first, min(first + many, total))
        columns = [Column("record"), *(Column(str(number + 1), number=True) for number in numbers)]
        tell_grid(page, columns, [[row[0], *(_sign(row[number + 2]) for number in numbers)] for row in sheet.rows])


def _sign(cell: Cell) -> str:
    return SIGNS[cell] if isinstance(cell, Outcome) else ""
