"""Whatever a policy holds, its text stays text: no markup in Markdown, none in HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.catalogue import html, markdown
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
    Quote,
    Strong,
    Table,
    Term,
)
from checker.catalogue.text import shown as one_line
from checker.reports.layout.printable import printable

NASTY = [
    "a | b", "a \\| b", "`a` ``b", "```", "*a* _b_ __c__ **d**", "<script>alert(1)</script>", "<!-- x", "-->",
    "&lt; &#124;",
    "# a", "a #", "- a", "+ a", "1. a", "12) a", "> a", "===", "---", "***", "___", "[a](b)", "![a](b)", "[a]: b",
    "~~a~~",
    "a\nb", "a\r\n\n# b", "a\\", "\\`", "  a", "    a", "a  ", "\ta", "|", "``", "a`", "`", "$a$", "\u202eabc",
    "\x1b[31m",
    "a&amp;b", "http://a.b/c_d_e", "snake_case_name", "x_", "_x", "=a", "a=", "\"q\" 'q'", "</code></pre>", "{a}",
    "a^b^",
    "é — “x”", "a|b`c|", "\\", "\\|", "\\\\|", "{{x}}", "<https://a.b>", "&", "&copy;", "!x", "!", "<", ">", " ",
]  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text(
    st.sampled_from(list("ab1 |`*_<>&#-+.)([]!\\~\n\r\t=:/\"'{}$x\u2028")), max_size=12
)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _Text(HTMLParser):
    """The elements of a page in their order, and the text within each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, ""))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.found.append(("", data))

    def handle_comment(self, data: str) -> None:
        self.found.append(("!", data))


def read(text: str) -> tuple[list[str], str]:
    """The elements of a page in their order, and all its text without white space."""
    parser = _Text()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    said = "".join(data for tag, data in parser.found if not tag)
    return [tag for tag, _ in parser.found if tag], "".join(said.split())


def page(text: str) -> Page:
    """A page that has the text in every place that a text can have."""
    line: Line = (text, " ", Code(text), " ", Term(text), " ", Strong(text), " ", Badge(text), " ", Link(text, "a/b"))
    blocks: tuple[Block, ...] = (
        Heading(2, (text,)),
        Heading(3, line),
        Paragraph((text,)),
        Paragraph(line),
        Quote((text,)),
        Entries(((text, (text,)), ("x", line))),
        Items((Item((text,), (Item((text,)),), (text,)), Item(line))),
        Items((Item((text,)), Item(line, note=line)), ordered=True),
        Table(((text,), ("b",)), ((line, (text,)), ((text,), (Code(text),)))),
    )
    return Page("", text, blocks)


def shown(text: str, make: str) -> tuple[list[str], str]:
    """What a browser shows of the page."""
    book = Book("x", page(text), ())
    if make == "html":
        (made,) = html.files(book).values()
        return read(made.partition("<body>")[2].partition("</body>")[0])
    (made,) = markdown.files(book).values()
    start, _, rest = made.partition("\n")
    assert start == markdown.MARKER
    return read(READER.render(rest))


@pytest.mark.parametrize("make", ["html", "markdown"])
@pytest.mark.parametrize("text", NASTY)
def test_known_tricks_stay_text(text: str, make: str) -> None:
    """Markup in a text makes no element, and each character of it is shown."""
    stays_text(text, make)


@given(TEXTS)
def test_any_text_stays_text(text: str) -> None:
    """The same for whatever characters markup is made of."""
    stays_text(text, "html")
    stays_text(text, "markdown")


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_listing_stays_a_listing(lines: list[str]) -> None:
    """Whatever stands in a piece of YAML is one block of code, and all that a page has."""
    text = "\n".join(one_line(line) for line in lines)
    book = Book("x", Page("", "t", (Listing(text),)), ())
    wanted = "t" + "".join("".join(printable(line) for line in text.split("\n")).split())
    (made,) = markdown.files(book).values()
    assert read(READER.render(made.partition("\n")[2])) == (["h1", "pre", "code"], wanted)
    (made,) = html.files(book).values()
    assert read(made.partition("<body>")[2].partition("</body>")[0]) == (
        ["main", "header", "h1", "pre", "code"],
        wanted,
    )


def stays_text(text: str, make: str) -> None:
    """The page has the elements that it has with a harmless text, and shows that text wherever it stands."""
    elements, said = shown(f"k{text}k", make)
    assert elements == shown("kk", make)[0]
    wanted = "".join(one_line(f"k{text}k").split())
    assert said.count(wanted) >= shown("kQk", make)[1].count("kQk")
    assert shown(text, make)[0] == shown("Q", make)[0] or not text.strip()
