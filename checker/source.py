"""Places in texts: where a value stands, and a message about policy text with a caret under it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import NamedTuple

from checker.frozen import frozen
from checker.patterns import lazy

_BREAK = lazy(r"\r\n|\r|\n")
_LONGEST = 120
"""How many characters of a line are shown around a mistake."""


def lines(text: str) -> list[str]:
    """The lines of a text, without their breaks; a carriage return alone ends one too, as YAML and CSV have it."""
    return _BREAK.split(text)


class Position(NamedTuple):
    """A place in a text: line and column, both from 1; columns count code points."""

    line: int
    column: int


@frozen
class Span:
    """A half-open range of code-point offsets, from 0, in a source's text."""

    start: int
    end: int


@frozen
class Source:
    """A text with a name (the path as the user knows it)."""

    name: str
    text: str
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        object.__setattr__(self, "_starts", starts)

    def position(self, offset: int) -> Position:
        """The position of a code-point offset; offsets past the end give the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, from 1, without its line break; empty past the end."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")


@frozen
class Mark:
    """A part of a line of a text, to be shown with carets under it."""

    position: Position
    text: str
    """The whole line."""
    length: int = 1
    """How many characters the carets underline."""

    def render(self, message: str = "") -> str:
        """The line with its number, and below it the carets with the message."""
        gutter = f"  {self.position.line} | "
        before, marked, after = self._around()
        pad = " " * (len(gutter) - 2) + "| " + " " * _width(before)
        return f"{gutter}{before}{marked}{after}\n{pad}{'^' * max(1, _width(marked))} {message}".rstrip(" ")

    def _around(self) -> tuple[str, str, str]:
        """The line before, under and after the caret; of a long one, what stands near."""
        text, start = self.text.replace("\t", " "), self.position.column - 1
        end = start + self.length
        before, marked, after = text[:start], text[start:end], text[end:]
        if len(text) <= _LONGEST:
            return before, marked, after
        room = max(_LONGEST - len(marked), 0) // 2
        return (
            before if len(before) <= room else "…" + before[len(before) - room :],
            marked if len(marked) <= _LONGEST else marked[:_LONGEST] + "…",
            after if len(after) <= room else after[:room] + "…",
        )


@frozen
class Diagnostic:
    """What is wrong in policy text (never in a record), where, and what to do."""

    code: str
    """As `checker explain` documents it, for example L012."""
    title: str
    """The kind of mistake in two or three words, for example "unknown field"."""
    message: str
    file: str
    position: Position | None = None
    """None where the whole file is meant."""
    text: str = ""
    """The line the caret stands under."""
    length: int = 1
    """How many characters the caret underlines."""

    def render(self) -> str:
        """The diagnostic as a compiler prints it: head line, source line, caret with the message."""
        if self.position is None:
            return f"{self.file}  {self.code} {self.title}: {self.message}"
        line, column = self.position.line, self.position.column
        head = f"{self.file}:{line}:{column}  {self.code} {self.title}"
        if not self.text:
            return f"{head}: {self.message}"
        return f"{head}\n{Mark(self.position, self.text, self.length).render(self.message)}"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
