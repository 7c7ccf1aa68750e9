"""An auditor's workbook: summary, findings, and every one of the auditor's tables on a sheet of its own.

Every cell is a text or a number, never a formula. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, BinaryIO

from checker.model import Outcome, Report
from checker.reports import Options
from checker.reports.csv import HEADS, neutral, rows
from checker.reports.layout.sheet import Cell, Row, shown
from checker.reports.layout.sheets import sheets
from checker.reports.layout.verdict import verdict

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BINARY = True
_MOST = 32_000
"""Characters of a cell; Excel takes 32,767."""
_COLOURS = {
    Outcome.PASS: "#D9EAD3",
    Outcome.SKIP: "#EFEFEF",
    Outcome.WAIVED: "#D9D2E9",
    Outcome.KNOWN: "#CFE2F3",
    Outcome.INCOMPLETE: "#FFF2CC",
    Outcome.FAIL: "#F4CCCC",
    Outcome.ERROR: "#F9CB9C",
    Outcome.INVALID: "#EA9999",
    Outcome.UNREADABLE: "#EA9999",
}


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """Writes the workbook; the options change nothing."""
    from xlsxwriter import Workbook

    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, settings)
    day = datetime.combine(report.as_of, time())
    book.set_properties({"title": f"checker, as of {report.as_of}", "author": "checker", "created": day})
    paper = _Paper(book)
    _summary(paper, report)
    paper.sheet("Findings", HEADS, rows(report))
    for sheet in sheets(report):
        page = paper.sheet(sheet.title, [column.name for column in sheet.columns], sheet.rows)
        if sheet.title == "Matrix":
            page.freeze_panes(1, 2)
    book.close()


class _Paper:
    """A workbook with the formats that its sheets share."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bg_color": "#D0D8E8", "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.outcomes = {
            outcome.value: book.add_format({"bg_color": colour, "valign": "top"})
            for outcome, colour in _COLOURS.items()
        }

    def sheet(self, name: str, heads: Sequence[str], lines: Iterable[Row]) -> Worksheet:
        """A sheet with a frozen head, a filter, and columns about as wide as what they hold."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, neutral(head), self.head)
        widths = [len(head) for head in heads]
        count = 0
        for count, line in enumerate(lines, 1):
            for column, cell in enumerate(line):
                self.cell(sheet, count, column, cell)
                widths[column] = max(widths[column], min(len(shown(cell)), 60))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, 60) + 2)
        if count:
            sheet.autofilter(0, 0, count, max(len(heads) - 1, 0))
        return sheet

    def cell(self, sheet: Worksheet, row: int, column: int, value: Cell) -> None:
        """A number, or a text that is shown as it is; an outcome has its colour."""
        if isinstance(value, int):
            sheet.write_number(row, column, value)
        elif text := shown(value):
            sheet.write_string(row, column, neutral(text)[:_MOST], self.outcomes.get(text, self.text))


def _summary(paper: _Paper, report: Report) -> None:
    lines: list[tuple[Cell, ...]] = [
        ("checker", report.version),
        ("as of", report.as_of.isoformat()),
        ("verdict", verdict(report)),
        ("fails from severity", report.fail_on.label),
        ("files", report.files),
        ("records", len(report.records)),
        ("policies", len(report.policies)),
        *((outcome.value, report.counts.get(outcome, 0)) for outcome in Outcome),
    ]
    lines += [(each.file, f"unreadable: {each.problem.message}") for each in report.unreadable]
    paper.sheet("Summary", ("what", "value"), lines)
