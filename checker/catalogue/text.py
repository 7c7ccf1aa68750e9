"""Text for people, before it is Markdown or HTML: what is plain, what is code, what is the name of a field.

Nothing in it is markup: whoever renders it escapes it.
"""

from __future__ import annotations

import re
from typing import TypeAlias, Union

from checker.frozen import frozen
from checker.reports.layout.printable import printable

_BREAK = re.compile(r"[ ]*[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


@frozen
class Code:
    """A value, a path or an expression, in a font of its own."""

    text: str


@frozen
class Term:
    """The title of a field, as its schema has it; `path` is where it stands, for whoever fills in the record."""

    text: str
    path: str = ""
    key: str = ""
    """Which field it is: the same title may name several."""


@frozen
class Strong:
    """A word that should be seen first."""

    text: str


@frozen
class Link:
    """A text that leads to another page of the catalogue (by its key), or to an address."""

    text: str
    to: str


@frozen
class Badge:
    """A severity, in its colour where there are colours."""

    text: str


Part: TypeAlias = Union[str, Code, Term, Strong, Link, Badge]
Line: TypeAlias = tuple[Part, ...]


@frozen
class Item:
    """An entry of a list, with the entries beneath it."""

    line: Line
    under: tuple[Item, ...] = ()
    note: Line = ()
    """A paragraph of its own, after what is beneath."""


@frozen
class Heading:
    """A title within a page; level 2 is directly below the page's own."""

    level: int
    line: Line


@frozen
class Paragraph:
    """A paragraph."""

    line: Line


@frozen
class Quote:
    """A paragraph that stands apart: what the reader must not overlook."""

    line: Line


@frozen
class Entries:
    """Labels, each with what it stands for."""

    entries: tuple[tuple[str, Line], ...]


@frozen
class Items:
    """A list."""

    items: tuple[Item, ...]
    ordered: bool = False


@frozen
class Table:
    """A table; every row has a cell for each head."""

    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@frozen
class Listing:
    """A piece of YAML, line by line."""

    text: str


Block: TypeAlias = Union[Heading, Paragraph, Quote, Entries, Items, Table, Listing]


@frozen
class Page:
    """A page of the catalogue of a pack."""

    key: str
    """`TOPIC/NAME` for a policy or a decision table; empty for the index of the pack."""
    title: str
    blocks: tuple[Block, ...]


@frozen
class Book:
    """The catalogue of one pack: its index and a page for each policy and decision table."""

    pack: str
    index: Page
    pages: tuple[Page, ...]


def shown(text: str) -> str:
    """A text on one line, with what nobody could see spelt out."""
    return printable(_BREAK.sub(" ", text))


def words(line: Line) -> str:
    """The text alone."""
    return "".join(part if isinstance(part, str) else part.text for part in line)


def sentence(line: Line) -> Line:
    """The line with a capital at its beginning."""
    if not line:
        return line
    first, *rest = line
    if isinstance(first, str):
        return (capital(first), *rest)
    if isinstance(first, Term):
        return (Term(capital(first.text), first.path, first.key), *rest)
    return line


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text as it stands inside a sentence; what is written in capitals stays so."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def listed(lines: list[Line], last: str) -> Line:
    """`a, b and c`, with the given word before the last."""
    found: list[Part] = []
    for number, line in enumerate(lines):
        if number:
            before = last if last.startswith(",") else f" {last}"
            found.append(f"{before} " if number == len(lines) - 1 else ", ")
        found.extend(line)
    return tuple(found)
