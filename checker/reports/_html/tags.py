"""Elements of HTML in which every text is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from checker.model import Outcome
from checker.reports.layout.printable import printable
from checker.reports.layout.sheet import Column


def text(value: str) -> str:
    """A text, made safe for an element and for an attribute in double quotes."""
    return escape("\n".join(printable(line) for line in value.split("\n")), quote=True)


def breakable(value: str) -> str:
    """A text as of `text`, in which lines may also be broken within ids, addresses and paths."""
    return re.sub("(?<=[/_@])", "<wbr>", text(value))


def outcome(value: Outcome) -> str:
    """An outcome in its colour, and in words for those who see none."""
    return f'<span class="o {value.value}">{value.value}</span>'


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """A table that can be sorted; the cells are HTML already."""
    head = "".join(f'<th{_kind(each)} scope="col">{text(each.name).replace("/", "/<wbr>")}</th>' for each in columns)
    body = "".join(f"<tr>{_row(columns, row)}</tr>\n" for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{text(caption)}">'
        f'<table class="sortable"><caption>{text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n"
    )


def section(id_: str, title: str, inside: str) -> str:
    """A part of the page with a heading."""
    return f'<section aria-labelledby="{id_}"><h2 id="{id_}">{text(title)}</h2>\n{inside}</section>\n'


def _row(columns: Sequence[Column], cells: Sequence[str]) -> str:
    first, *rest = cells
    others = (f"<td{_kind(column)}>{each}</td>" for column, each in zip(columns[1:], rest, strict=True))
    return f'<th scope="row">{first}</th>{"".join(others)}'


def _kind(column: Column) -> str:
    return ' class="n"' if column.number else ' class="p"' if column.prose else ""
