"""Tables for a terminal: as narrow as their contents, never wider than the page as long as anything can give way."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from checker.reports.layout.page import Page
from checker.reports.layout.sheet import Column, Row, Sheet, shown
from checker.reports.layout.words import listed

_GAP = 2
_NAME, _PROSE = 10, 16
"""No column of names, or of sentences, becomes narrower."""
_ENOUGH, _AT_ONCE, _READABLE = 16, 24, 22
"""Before a name that may be left out becomes narrower than the first, it is; before one that stays becomes narrower
than the second, or sentences than the third, others go."""


def tell_sheet(page: Page, sheet: Sheet) -> None:
    """Writes a table below its heading."""
    page.line(f"{sheet.title}: {sheet.says[:1].lower()}{sheet.says[1:]}")
    page.blank()
    tell_grid(page, sheet.columns, sheet.rows)


def tell_grid(page: Page, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Writes rows below their heads and a rule; says which columns were left out for want of room."""
    texts = [[page.safe(shown(cell)) for cell in row] for row in rows]
    natural = [max(len(each) for each in (column.name, *cells)) for column, *cells in zip(columns, *texts, strict=True)]
    kept = _kept(columns, natural, page.options.width)
    widths = _widths([columns[at] for at in kept], [natural[at] for at in kept], page.options.width)
    body = [
        [
            page.painted(_fitting(page, row[at], width, columns[at]), cells[at])
            for at, width in zip(kept, widths, strict=True)
        ]
        for row, cells in zip(texts, rows, strict=True)
    ]
    # Headers of tabulate's own would be padded, and without disable_numparse an id such as 1e5 becomes a number.
    table = tabulate(
        [[columns[at].name for at in kept], ["-" * width for width in widths], *body],
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if columns[at].number else "left" for at in kept],
        maxcolwidths=[width if columns[at].prose else None for at, width in zip(kept, widths, strict=True)],
        break_on_hyphens=False,
    )
    page.stream.write("\n".join(line.rstrip() for line in table.split("\n")) + "\n")
    if out := [column.name for at, column in enumerate(columns) if at not in kept]:
        page.line(f"({listed(out, 'and')} left out: the page is too narrow)")
    page.blank()


def _least(column: Column, natural: int) -> int:
    """How narrow a column may become."""
    if column.number or column.whole:
        return natural
    return min(natural, max(len(column.name), _PROSE if column.prose else _NAME))


def _good(column: Column, natural: int) -> int:
    """How narrow a column may become as long as another one can be left out instead."""
    if column.number or column.whole:
        return natural
    good = _READABLE if column.prose else _ENOUGH if column.rank else _AT_ONCE
    return min(natural, max(len(column.name), good))


def _kept(columns: Sequence[Column], natural: Sequence[int], room: int) -> list[int]:
    """Which columns are shown: those of the highest rank go, the last of them first, until the rest fit well."""
    kept = list(range(len(columns)))
    good = [_good(column, width) for column, width in zip(columns, natural, strict=True)]
    while sum(good[at] for at in kept) + _GAP * (len(kept) - 1) > room:
        last = max(kept, key=lambda at: (columns[at].rank, at))
        if columns[last].rank == 0:
            break
        kept.remove(last)
    return kept


def _widths(columns: Sequence[Column], natural: Sequence[int], room: int) -> list[int]:
    """How wide each column is: sentences give way first, then names, of these the widest, until all fit."""
    widths = list(natural)
    least = [_least(column, width) for column, width in zip(columns, natural, strict=True)]
    while sum(widths) + _GAP * (len(widths) - 1) > room:
        giving = [at for at, width in enumerate(widths) if width > least[at]]
        if not giving:
            break
        widths[max(giving, key=lambda at: (columns[at].prose, widths[at]))] -= 1
    return widths


def _fitting(page: Page, text: str, room: int, column: Column) -> str:
    if column.prose or len(text) <= room:
        return text
    dots = page.safe("…")
    return dots + text[len(text) - room + len(dots) :]
