"""Books as HTML: one file for each pack, which needs no other; light or dark as the reader's system is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from checker.catalogue.style import STYLE
from checker.catalogue.text import (
    Badge,
    Block,
    Book,
    Code,
    Entries,
    Heading,
    Item,
    Items,
    Line,
    Link,
    Listing,
    Page,
    Paragraph,
    Part,
    Quote,
    Strong,
    Table,
    Term,
    shown,
)
from checker.reports.layout.printable import printable

MARKER = '<meta name="generator" content="checker policies doc">'
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{marker}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""


def files(book: Book) -> Mapping[str, str]:
    """The text of a book, by its path."""
    head = _HEAD.format(marker=MARKER, title=_text(book.index.title), style=STYLE)
    parts = [head, "<main>\n", *_page(book.index, "header", 1)]
    for page in book.pages:
        parts.extend(_page(page, "article", 2))
    return {f"{book.pack}.html": "".join([*parts, "</main>\n</body>\n</html>\n"])}


def _page(page: Page, element: str, level: int) -> Iterator[str]:
    yield f'<{element} id="{_anchor(page.key)}">\n'
    yield f"<h{level}>{_text(page.title)}</h{level}>\n"
    for block in page.blocks:
        yield from _block(block, level - 1)
    if page.key:
        yield '<p class="up"><a href="#top">All policies</a></p>\n'
    yield f"</{element}>\n"


def _anchor(key: str) -> str:
    return escape(key) or "top"


def _block(block: Block, deeper: int) -> Iterator[str]:
    match block:
        case Heading(level=level, line=line):
            yield f"<h{level + deeper}>{_line(line)}</h{level + deeper}>\n"
        case Paragraph(line=line):
            yield f"<p>{_line(line)}</p>\n"
        case Quote(line=line):
            yield f'<p class="quote">{_line(line)}</p>\n'
        case Entries(entries=entries):
            rows = "".join(f"<div><dt>{_text(label)}</dt><dd>{_line(line)}</dd></div>\n" for label, line in entries)
            yield f"<dl>\n{rows}</dl>\n"
        case Items(items=items, ordered=ordered):
            yield from _items(items, "ol" if ordered else "ul")
        case Table():
            yield from _table(block)
        case Listing(text=text):
            code = "\n".join(printable(line) for line in text.split("\n"))
            yield f"<pre><code>{escape(code)}</code></pre>\n"


def _items(items: tuple[Item, ...], element: str) -> Iterator[str]:
    yield f"<{element}>\n"
    for item in items:
        yield f"<li>{_line(item.line)}"
        if item.under:
            yield "\n"
            yield from _items(item.under, "ul")
        if item.note:
            yield f'\n<p class="note">{_line(item.note)}</p>\n'
        yield "</li>\n"
    yield f"</{element}>\n"


def _table(table: Table) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{_line(head)}</th>' for head in table.heads)
    yield f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
    for row in table.rows:
        yield f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>\n"
    yield "</tbody>\n</table></div>\n"


def _line(line: Line) -> str:
    return "".join(map(_part, line))


def _part(part: Part) -> str:
    match part:
        case str():
            return _text(part)
        case Code(text=text):
            return f"<code>{_text(text)}</code>"
        case Term(text=text):
            return f"<em>{_text(text)}</em>"
        case Strong(text=text):
            return f"<strong>{_text(text)}</strong>"
        case Badge(text=text):
            return f'<span class="badge {_text(text)}">{_text(text)}</span>'
        case Link(text=text, to=to):
            address = to if to.startswith(("https://", "http://")) else f"#{to or 'top'}"
            return f'<a href="{_text(address)}">{_text(text)}</a>'


def _text(text: str) -> str:
    return escape(shown(text))
