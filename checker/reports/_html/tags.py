"""Elements of HTML in which every text is shown as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from checker.model import Outcome
from checker.reports.layout.printable import printable


def text(value: str) -> str:
    """A text, made safe for an element and for an attribute in double quotes."""
    return escape("\n".join(printable(line) for line in value.split("\n")), quote=True)


def outcome(value: Outcome) -> str:
    """An outcome in its colour, and in words for those who see none."""
    return f'<span class="o {value.value}">{value.value}</span>'


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> str:
    """A table that can be sorted; the cells are HTML already, the last `numbers` of each row are numbers."""
    head = "".join(f'<th scope="col">{text(each).replace("/", "/<wbr>")}</th>' for each in heads)
    body = "".join(f"<tr>{_row(row, numbers)}</tr>\n" for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{text(caption)}">'
        f'<table class="sortable"><caption>{text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n"
    )


def section(id_: str, title: str, inside: str) -> str:
    """A part of the page with a heading."""
    return f'<section aria-labelledby="{id_}"><h2 id="{id_}">{text(title)}</h2>\n{inside}</section>\n'


def _row(cells: Sequence[str], numbers: int) -> str:
    first, *rest = cells
    plain, counted = (rest[: len(rest) - numbers], rest[len(rest) - numbers :]) if numbers else (rest, [])
    inside = "".join(f"<td>{each}</td>" for each in plain) + "".join(f'<td class="n">{each}</td>' for each in counted)
    return f'<th scope="row">{first}</th>{inside}'
