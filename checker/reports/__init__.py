"""What a run found, as bytes: a module of this package is a format, and has `write(report, stream, options)`.

To add one, add its module and its golden file; the command line's choices come from here. What formats share is in
`layout` (text for people) and `envelope` (data for machines).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TextIO, TypeAlias, cast

from checker.frozen import frozen
from checker.model import Report

FORMATS: tuple[str, ...] = tuple(
    sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem != "__init__")
)
"""The names of the formats, from the modules that are there."""


@frozen
class Options:
    """How a report for people is laid out; a format for machines pays no heed to it."""

    width: int = 80
    """In columns; only what has no blank in it goes beyond."""
    colour: bool = False
    ascii: bool = False
    """Whether ✗, → and … are written in ASCII."""
    quiet: bool = False
    """Whether the last line is enough."""
    verbose: bool = False
    """Whether to show what passed or was skipped too, and where the rules come from."""


Write: TypeAlias = Callable[[Report, TextIO, Options], None]


def writer(name: str) -> Write:
    """The function that writes the format of this name, which must be one of `FORMATS`."""
    return cast("Write", import_module(f"checker.reports.{name}").write)
