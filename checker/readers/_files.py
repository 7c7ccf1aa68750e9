"""Finds the files of a run and gets their text, within the limits."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from checker.errors import UsageError
from checker.model import Problem
from checker.source import Position
from checker.yaml12 import Limits

__all__ = ["Input", "Limits", "expand", "load", "text_of"]

_OTHER = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


@dataclass(frozen=True, slots=True)
class Input:
    """A text that is to be read, and its file's name as the user gave it."""

    name: str
    text: str


def expand(paths: Sequence[str], suffixes: tuple[str, ...]) -> list[str]:
    """The files of a run, sorted, each once. Raises UsageError for a path that leads to nothing.

    In folders only files with a known suffix are taken; hidden files and folders, and folders behind symbolic links,
    are left out. A file that is named itself is always taken.
    """
    found: dict[str, str] = {}
    for path in paths:
        for file in _files(path, suffixes):
            found.setdefault(file if file == "-" else os.path.realpath(file), file)
    return sorted(found.values(), key=lambda file: Path(file).parts)


def load(file: str, limits: Limits, stdin: BinaryIO | None) -> bytes | Problem:
    """What a file holds, or why it is not read; only regular files are opened."""
    try:
        if file == "-":
            return _bounded(b"" if stdin is None else stdin.read(limits.bytes + 1), limits)
        mode = os.stat(file).st_mode
        if not stat.S_ISREG(mode):
            what = next((name for test, name in _OTHER if test(mode)), "something else")
            return Problem(f"this is {what}, not a regular file", "Name a file that holds records.")
        with open(file, "rb") as stream:
            return _bounded(stream.read(limits.bytes + 1), limits)
    except OSError as problem:
        return Problem(f"the file cannot be read: {problem.strerror}", "Check that it exists and that you may read it.")


def text_of(file: str, data: bytes) -> Input | Problem:
    """The text of a file: UTF-8, without a byte-order mark; or why it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start]
        position = Position(before.count(b"\n") + 1, problem.start - before.rfind(b"\n"))
        return Problem("the file is not UTF-8 text", "Save it with the encoding UTF-8.", (), position)
    at = text.find("\0")
    if at >= 0:
        position = Position(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        return Problem("the file holds a NUL byte, so it is no text", "Save it as plain text.", (), position)
    if not text.strip():
        return Problem("the file is empty", "Fill it in, or remove it.")
    return Input(file, text)


def _bounded(data: bytes, limits: Limits) -> bytes | Problem:
    if len(data) <= limits.bytes:
        return data
    hint = "Split it, or raise --max-bytes if this is meant."
    return Problem(f"the file is larger than {limits.bytes:,} bytes", hint)


def _files(path: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    if path == "-" or (os.path.lexists(path) and not os.path.isdir(path)):
        yield path
    elif os.path.isdir(path):
        files = sorted(_walk(path, suffixes))
        if not files:
            raise UsageError(f"No records in the folder {path}: no file there ends in {', '.join(sorted(suffixes))}.")
        yield from files
    else:
        matches = glob.glob(path, recursive=True)
        if not matches:
            raise UsageError(f"There is no file or folder {path}.")
        for match in sorted(matches):
            yield from [match] if not os.path.isdir(match) else _walk(match, suffixes)


def _walk(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield os.path.join(here, name)
