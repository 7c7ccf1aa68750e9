"""Books as Markdown: a folder for each pack, with README.md as its index and a file for each page.

Texts come from policies, records and tests that anybody may have written, so whatever Markdown would act on is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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

MARKER = "<!-- Made by `checker policies doc`: change the policies and run it again. -->"
_SPECIAL = re.compile(r"[\\`*\[\]<>~]|&(?=#|[A-Za-z])|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#")
_AT_START = re.compile(r"^()([+=-])|^(\d+)([.)])")
_TICKS = re.compile(r"`+")
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9:/?#@!$&'*+,;=%._~-]")


def files(book: Book) -> Mapping[str, str]:
    """The texts of a book's pages, by their paths."""
    made = {f"{book.pack}/README.md": _page(book.index)}
    made.update({f"{book.pack}/{page.key}.md": _page(page) for page in book.pages})
    return made


def _page(page: Page) -> str:
    depth = page.key.count("/") + 1 if page.key else 0
    writer = _Writer("../" * (depth - 1) if depth else "")
    blocks = [MARKER, f"# {writer.text(page.title)}", *(writer.block(each) for each in page.blocks)]
    return "\n\n".join(blocks) + "\n"


class _Writer:
    """Writes the parts of one page; `up` leads from its folder to that of the pack."""

    def __init__(self, up: str) -> None:
        self.up = up

    def block(self, block: Block) -> str:
        """A block, without the blank line after it."""
        match block:
            case Heading(level=level, line=line):
                return f"{'#' * level} {self.line(line)}"
            case Paragraph(line=line):
                return _start(self.line(line))
            case Quote(line=line):
                return f"> {_start(self.line(line))}"
            case Entries(entries=entries):
                return "\n".join(f"- {_start(self.line((Strong(f'{label}:'), ' ', *line)))}" for label, line in entries)
            case Items(items=items, ordered=ordered):
                return "\n".join(self.items(items, "", ordered))
            case Table():
                return "\n".join(self.table(block))
            case Listing(text=text):
                return self.listing(text)

    def items(self, items: tuple[Item, ...], pad: str, ordered: bool) -> Iterator[str]:
        """A list, line by line."""
        for number, item in enumerate(items, start=1):
            mark = f"{number}. " if ordered else "- "
            inner = pad + " " * len(mark)
            yield f"{pad}{mark}{_start(self.line(item.line))}"
            yield from self.items(item.under, inner, ordered=False)
            if item.note:
                yield ""
                yield f"{inner}{_start(self.line(item.note))}"
                if number < len(items):
                    yield ""

    def table(self, table: Table) -> Iterator[str]:
        """A table, line by line; a bar in a cell is written as an entity, which is none."""
        yield self.row(table.heads)
        yield "|" + "---|" * len(table.heads)
        for row in table.rows:
            yield self.row(row)

    def row(self, cells: tuple[Line, ...]) -> str:
        """The cells between bars."""
        return "| " + " | ".join("".join(self.part(part, cell=True) for part in cell) for cell in cells) + " |"

    def listing(self, text: str) -> str:
        """A block of code, with a fence that its text does not have."""
        lines = [printable(line) for line in text.split("\n")]
        fence = _fence("\n".join(lines), 3)
        return "\n".join([f"{fence}yaml", *lines, fence])

    def line(self, line: Line) -> str:
        """A line of text."""
        return "".join(self.part(part) for part in line)

    def part(self, part: Part, *, cell: bool = False) -> str:
        """A part of a line."""
        match part:
            case str() | Badge():
                made = self.text(part if isinstance(part, str) else part.text)
            case Code(text=text):
                return _code(text, cell=cell)
            case Term(text=text):
                made = _around("*", self.text(text))
            case Strong(text=text):
                made = _around("**", self.text(text))
            case Link(text=text, to=to):
                made = f"[{self.text(text) or 'here'}]({self.address(to)})"
        return made.replace("|", "&#124;") if cell else made

    def address(self, to: str) -> str:
        """Where a link leads."""
        if to.startswith(("https://", "http://")):
            return _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), to)
        return f"{self.up}{to}.md" if to else f"{self.up}README.md"

    def text(self, text: str) -> str:
        """Plain text, in which nothing is Markdown."""
        return _SPECIAL.sub(lambda found: f"\\{found[0]}", shown(text))


def _start(text: str) -> str:
    """A line that begins a block, in which its first characters make no list."""
    return _AT_START.sub(lambda found: f"{found[1] or found[3] or ''}\\{found[2] or found[4]}", text.lstrip())


def _around(mark: str, text: str) -> str:
    """Emphasis, which must touch the text."""
    inner = text.strip()
    if not inner:
        return text
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{start}{mark}{inner}{mark}{end}"


def _code(text: str, *, cell: bool) -> str:
    code = shown(text)
    if not code.strip():
        return f"<code>{'&#32;' * len(code)}</code>"
    if cell and "|" in code:
        # A bar would end the cell even in code, and a backslash before it shows in some readers and not in others.
        return "<code>" + "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in code) + "</code>"
    fence = _fence(code, 1)
    pad = " " if code[0] == "`" or code[-1] == "`" or (code[0] == code[-1] == " ") else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)
