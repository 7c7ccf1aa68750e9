"""What a run found, as bytes: a module of this package is a format, and has `write(report, stream, options)`.

One that writes bytes says `BINARY = True`; one that shows the text of records says `TEXTS = True`.

To add one, add its module and its golden file; the command line's choices come from here. What formats share is in
`layout` (text for people) and `envelope` (data for machines).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias, cast

from checker.errors import UsageError
from checker.frozen import frozen
from checker.model import Report

FORMATS: tuple[str, ...] = tuple(
    sorted(file.stem.replace("_", "-") for file in Path(__file__).parent.glob("*.py") if file.stem[0] != "_")
)
"""The names of the formats, from the modules that are there."""
WIDTH = 80
"""Of text that goes to no terminal, in columns."""


@frozen
class Options:
    """How a report for people is laid out; a format for machines pays no heed to it."""

    width: int = WIDTH
    """In columns; only what has no blank in it goes beyond."""
    colour: bool = False
    ascii: bool = False
    """Whether ✗, → and … are written in ASCII."""
    quiet: bool = False
    """Whether the last line is enough."""
    verbose: bool = False
    """Whether to show what passed or was skipped too, and where the rules come from."""


Write: TypeAlias = Callable[[Report, Any, Options], None]
"""Its stream is one of text, or of bytes for a format that is binary."""


def writer(name: str) -> Write:
    """The function that writes the format of this name, which must be one of `FORMATS`."""
    return cast("Write", _module(name).write)


def write_report(report: Report, format_: str, stream: Any, options: Options | None = None) -> None:
    """Writes a report in one of `FORMATS` to a stream: of bytes for a binary format, and of text for any other.

    Raises UsageError for a format that does not exist.
    """
    if format_ not in FORMATS:
        raise UsageError(f"There is no format {format_}; there are {', '.join(FORMATS)}.")
    writer(format_)(report, stream, options or Options())


def is_binary(name: str) -> bool:
    """Whether the format is written to a stream of bytes."""
    return getattr(_module(name), "BINARY", False)


def wants_texts(name: str) -> bool:
    """Whether the format shows the text of records."""
    return getattr(_module(name), "TEXTS", False)


def _module(name: str) -> ModuleType:
    return import_module(f"checker.reports.{name.replace('-', '_')}")
