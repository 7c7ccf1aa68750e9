"""Markdown (GitHub's, GitLab's) in which no text of a record can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.reports.layout.printable import printable

_MARKUP = re.compile(
    r"[&<>|@#`*\[\]~\\!${}^]"  # HTML, cells, mentions, numbers of issues, code, emphasis, links, formulas
    r"|(?<![a-z0-9])_|_(?![a-z0-9])"  # emphasis; within a word it is none
    r"|:(?=\S)"  # addresses and emoji
    r"|(?<=www)\."  # addresses
    r"|^(?:[-+=.]|\d(?=\d*[.)]))",  # lists, headings and rules
    re.IGNORECASE,
)
_LINES = str.maketrans("\n\r\t\u2028\u2029\x0b\x0c\x85", " " * 8)


def plain(text: str) -> str:
    """A text that is shown as it is: no emphasis, link, mention, HTML, cell or line of its own."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", printable(text.translate(_LINES)))


def bold(text: str) -> str:
    """A text that stands out."""
    return f"**{plain(text)}**" if text.strip() else ""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; the cells must be Markdown already, such as `plain` gives."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
