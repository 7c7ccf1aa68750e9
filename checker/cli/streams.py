"""Standard output and standard error: what they can show, and what to do when nobody reads them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from checker.errors import UsageError
from checker.reports import WIDTH, Options
from checker.reports.layout.printable import printable

_MARKS = "✗✓→…·•"
_NARROW, _WIDE = 60, 120


def say(text: str) -> None:
    """Writes a message to standard error, each of its lines made printable."""
    lines = [printable(line) for line in text.split("\n")]
    with suppress(BrokenPipeError):
        _tolerant(sys.stderr)
        print("\n".join(lines), file=sys.stderr, flush=True)


def silence() -> None:
    """Stops Python from complaining at exit that nobody reads standard output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def stdout() -> TextIO:
    """Standard output, which writes what its encoding lacks as an escape instead of failing."""
    _tolerant(sys.stdout)
    return sys.stdout


def layout(
    stream: TextIO,
    *,
    quiet: bool = False,
    verbose: bool = False,
    width: int | None = None,
    colour: bool | None = None,
) -> Options:
    """What suits a stream: colours and the full width for a terminal, the same bytes everywhere else.

    A width and a choice of colours, where they are given, count in any case.
    """
    terminal = stream.isatty()
    suits = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Options(
        width=width or (_width(stream) if terminal else WIDTH),
        colour=suits if colour is None else colour,
        ascii=not _can_show(stream, _MARKS),
        quiet=quiet,
        verbose=verbose,
    )


@contextmanager
def replacing(path: Path, *, binary: bool = False) -> Iterator[Any]:
    """A file to write to that takes the place of `path` when all is written; what was there stays until then.

    Raises UsageError where the file cannot be written. A device or a pipe is written to directly.
    """
    target = path.resolve()
    special = target.exists() and not target.is_file()
    beside = target if special else target.with_name(f".{target.name}.{os.getpid()}.part")
    mode = "w" if special else "x"
    try:
        with beside.open(f"{mode}b") if binary else beside.open(mode, encoding="utf-8", newline="\n") as stream:
            yield stream
        if not special:
            beside.replace(target)
    except OSError as error:
        raise UsageError(f"The report cannot be written to {path}: {error.strerror}.") from error
    finally:
        if not special:
            beside.unlink(missing_ok=True)


def _tolerant(stream: TextIO) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _can_show(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _width(stream: TextIO) -> int:
    try:
        return min(max(os.get_terminal_size(stream.fileno()).columns, _NARROW), _WIDE)
    except OSError:
        return WIDTH
