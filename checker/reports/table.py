"""For an overview: a row for every record, then a row for every policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TextIO, TypeAlias

from checker.model import Outcome, RecordReport, Report
from checker.reports import Options
from checker.reports.layout.grid import tell_grid
from checker.reports.layout.page import Page
from checker.reports.layout.verdict import BAD, tell_counts, tell_verdict
from checker.reports.layout.words import named

_COUNTED = (*BAD, Outcome.WAIVED, Outcome.KNOWN, Outcome.PASS, Outcome.SKIP)
_GAP = 2
_LEAST = len(Outcome.INCOMPLETE.value)
"""No column of names becomes narrower."""
_Row: TypeAlias = tuple[list[str], "Counter[Outcome]"]


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the tables within the width; names that are too long lose their beginning."""
    page = Page(stream, options)
    if not options.quiet:
        _records(page, report)
        if report.policies:
            _policies(page, report)
        tell_counts(page, report)
        page.blank()
    tell_verdict(page, report)


def _records(page: Page, report: Report) -> None:
    rows = [
        ([named(record.ref), _place(record), record.outcome.value], Counter(each.outcome for each in record.results))
        for record in report.records
    ]
    rows += [(["", each.file, Outcome.UNREADABLE.value], Counter()) for each in report.unreadable]
    if page.options.width - _numbers(rows) < _LEAST * 3 + _GAP * 2:
        # Too many outcomes for all: the file gives way where the record has an id of its own.
        rows = [([name or file, outcome], counts) for (name, file, outcome), counts in rows]
        _table(page, ["record", "outcome"], rows)
    else:
        _table(page, ["record", "file", "outcome"], rows)


def _policies(page: Page, report: Report) -> None:
    counts: dict[str, Counter[Outcome]] = {policy.id: Counter() for policy in report.policies}
    for record in report.records:
        for result in record.results:
            counts[result.policy.id][result.outcome] += 1
    rows = [([policy.id, policy.severity.label], counts[policy.id]) for policy in report.policies]
    _table(page, ["policy", "severity"], rows)


def _counted(rows: Sequence[_Row]) -> list[Outcome]:
    return [outcome for outcome in _COUNTED if any(counts[outcome] for _, counts in rows)]


def _numbers(rows: Sequence[_Row]) -> int:
    """How wide the columns of numbers are."""
    return sum(len(outcome.value) + _GAP for outcome in _counted(rows))


def _table(page: Page, heads: list[str], rows: Sequence[_Row]) -> None:
    """The names of each row, then its numbers; an outcome that never occurs has no column."""
    counted = _counted(rows)
    names = [[page.safe(name) for name in row] for row, _ in rows]
    room = page.options.width - _numbers(rows)
    widths = _widths([heads, *names], room)
    cells = []
    for row, (_, counts) in zip(names, rows, strict=True):
        shown = [_fitting(page, name, width) for name, width in zip(row, widths, strict=True)]
        cells.append([*shown, *(str(counts[outcome] or "") for outcome in counted)])
    tell_grid(page, [*heads, *(outcome.value for outcome in counted)], cells, right=len(counted))


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column of names may be: the widest gives way until all fit."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    while sum(widths) + _GAP * (len(widths) - 1) > room and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _place(record: RecordReport) -> str:
    return f"{record.ref.file}:{record.ref.position.line}" if record.ref.position else record.ref.file


def _fitting(page: Page, text: str, room: int) -> str:
    if len(text) <= room:
        return text
    dots = page.safe("…")
    return dots + text[len(text) - room + len(dots) :]
