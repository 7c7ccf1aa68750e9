"""Writes lines that wrap at the page's width, below where their text begins."""

from __future__ import annotations

from typing import TextIO

from checker.frozen import frozen
from checker.model import Outcome
from checker.reports import Options
from checker.reports.layout.printable import printable, shortened

MOST = 1200
"""How many characters of one text are printed; the JSON report has all of it."""
_GLUE = "\0"
"""Stands for a blank at which no line is broken; `printable` leaves none in a text."""
_ASCII = str.maketrans({"✗": "x", "→": "->", "…": "...", "·": "-", "✓": "ok", "•": "*"})
_COLOURS = {
    Outcome.PASS: "32",
    Outcome.SKIP: "2",
    Outcome.WAIVED: "2",
    Outcome.KNOWN: "2",
    Outcome.INCOMPLETE: "33",
    Outcome.FAIL: "1;31",
    Outcome.ERROR: "1;31",
    Outcome.INVALID: "1;31",
    Outcome.UNREADABLE: "1;31",
}


@frozen
class Page:
    """A stream with a layout. Everything that is written through it is made printable first."""

    stream: TextIO
    options: Options

    def blank(self) -> None:
        """An empty line."""
        self.stream.write("\n")

    def line(self, text: str, *, at: int = 0, mark: str = "", tail: str = "", outcome: Outcome | None = None) -> None:
        """A text that begins at column `at` with a mark, and goes on below the text behind the mark.

        The tail is not broken in two; with an outcome, the mark has its colour.
        """
        safe = self.safe(text) + (f"  {self.safe(tail).replace(' ', _GLUE)}" if tail else "")
        mark = mark.translate(_ASCII) if self.options.ascii else mark
        first = " " * at + mark
        whole = (first + safe).rstrip()
        if len(whole) > self.options.width:
            whole = _wrapped(safe, first, max(self.options.width, len(first) + 20)) or first.rstrip()
        whole = whole.replace(_GLUE, " ")
        if outcome is not None and self.options.colour:
            whole = f"{' ' * at}{self.painted(mark.rstrip(), outcome)}{whole[len(first.rstrip()) :]}"
        self.stream.write(whole + "\n")

    def painted(self, text: str, outcome: object) -> str:
        """A text that is safe already, in the colour of its outcome where it is one and colours are wanted."""
        if self.options.colour and isinstance(outcome, Outcome):
            return f"\x1b[{_COLOURS[outcome]}m{text}\x1b[0m"
        return text

    def verbatim(self, text: str) -> None:
        """Lines that are not wrapped, since what stands in one belongs below what stands in another."""
        for line in text.split("\n"):
            self.stream.write(f"{self.safe(line)}\n")

    def head(self, outcome: Outcome, parts: list[str], tail: list[str], indent: int) -> None:
        """A finding's first line: the outcome in capitals, then parts; the tail goes below where it does not fit."""
        label = f"{outcome.value.upper()}  "
        together = "  ".join(parts + tail)
        if len(label) + len(self.safe(together)) <= self.options.width or not tail:
            self.line(together, mark=label, outcome=outcome)
        else:
            self.line("  ".join(parts), mark=label, outcome=outcome)
            self.line("  ".join(tail), at=indent)

    def safe(self, text: str) -> str:
        """The text as it is printed: bounded, without control characters, in ASCII marks where need be."""
        text = printable(shortened(text, MOST))
        return text.translate(_ASCII) if self.options.ascii else text


def _wrapped(text: str, first: str, width: int) -> str:
    import textwrap

    lines = textwrap.wrap(
        text,
        width=width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
    return "\n".join(lines)
