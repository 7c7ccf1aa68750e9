"""Finds the files of a run and gets their text, within the limits."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from checker.errors import UsageError
from checker.frozen import frozen
from checker.record import Problem, Unreadable
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


@frozen
class Input:
    """A text that is to be read, and its file's name as the user gave it."""

    name: str
    text: str


def expand(paths: Sequence[str], suffixes: tuple[str, ...]) -> tuple[list[str], list[Unreadable]]:
    """The files of a run, sorted, each once, and the folders that cannot be read. Raises UsageError for a path that
    leads to nothing.

    In folders only files with a known suffix are taken; hidden files and folders, and folders behind symbolic links,
    are left out. Links to files are followed. A file that is named itself is always taken. Of a file with several
    names, the first in the order is taken, so that the order of the paths does not matter.
    """
    unreadable: dict[str, Unreadable] = {}
    files = [file for path in paths for file in _files(path, suffixes, unreadable)]
    once: dict[object, str] = {}
    for file in sorted(files, key=lambda file: (Path(file).parts, file)):
        once.setdefault(_identity(file), file)
    return list(once.values()), [unreadable[folder] for folder in sorted(unreadable)]


def load(file: str, limits: Limits, stdin: BinaryIO | None) -> bytes | Problem:
    """What a file holds, or why it is not read; only regular files are opened."""
    try:
        if file == "-":
            return _bounded(b"" if stdin is None else stdin.read(limits.bytes + 1), limits)
        found = os.stat(file)
        if not stat.S_ISREG(found.st_mode):
            what = next((name for test, name in _OTHER if test(found.st_mode)), "something else")
            return Problem(f"this is {what}, not a regular file", "Name a file that holds records.")
        if found.st_size > limits.bytes:
            return _too_large(limits)
        with open(file, "rb") as stream:
            return _bounded(stream.read(limits.bytes + 1), limits)
    except OSError as problem:
        return _no_access("file", problem)


def text_of(file: str, data: bytes) -> Input | Problem:
    """The text of a file: UTF-8, without a byte-order mark; or why it is none."""
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start].decode("utf-8")
        position = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return Problem("the file is not UTF-8 text", "Save it with the encoding UTF-8.", (), position)
    at = text.find("\0")
    if at >= 0:
        position = Position(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        return Problem("the file holds a NUL byte, so it is no text", "Save it as plain text.", (), position)
    if not text.strip():
        return Problem("the file is empty", "Fill it in, or remove it.")
    return Input(file, text)


def _bounded(data: bytes, limits: Limits) -> bytes | Problem:
    return data if len(data) <= limits.bytes else _too_large(limits)


def _too_large(limits: Limits) -> Problem:
    hint = "Split it, or raise --max-bytes if this is meant."
    return Problem(f"the file is larger than {limits.bytes:,} bytes", hint)


def _identity(file: str) -> object:
    if file == "-":
        return file
    try:
        found = os.stat(file)
    except OSError:
        return os.path.abspath(file)
    return (found.st_dev, found.st_ino) if found.st_ino else os.path.realpath(file)


def _files(path: str, suffixes: tuple[str, ...], unreadable: dict[str, Unreadable]) -> Iterator[str]:
    if path == "-" or (os.path.lexists(path) and not os.path.isdir(path)):
        yield path
    elif os.path.isdir(path):
        before = len(unreadable)
        files = list(_walk(path, suffixes, unreadable))
        if not files and len(unreadable) == before:
            raise UsageError(f"No records in the folder {path}: no file there ends in {', '.join(sorted(suffixes))}.")
        yield from files
    else:
        matches = _glob(path)
        if not matches:
            raise UsageError(f"There is no file or folder {path}.")
        for match in matches:
            yield from [match] if not os.path.isdir(match) else _walk(match, suffixes, unreadable)


def _glob(pattern: str) -> list[str]:
    """What a pattern finds, without hidden files; `**` does not go through links, which may lead in a circle."""
    if "**" not in pattern:
        import glob

        return glob.glob(pattern)
    path = Path(pattern)
    named = frozenset(path.parts)
    # Pythons differ in what they make of these two, so neither is left to them.
    if any("**" in part and part != "**" for part in path.parts):
        raise UsageError(f"{pattern} is no pattern of files: ** stands for folders, and alone between two slashes.")
    matches = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
    found = [str(match) for match in matches if path.name != "**" or match.is_dir()]
    return [match for match in found if all(part[0] != "." or part in named for part in Path(match).parts)]


def _walk(folder: str, suffixes: tuple[str, ...], unreadable: dict[str, Unreadable]) -> Iterator[str]:
    def fail(problem: OSError) -> None:
        name = str(problem.filename)
        unreadable[name] = Unreadable(name, _no_access("folder", problem))

    for here, folders, files in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield os.path.join(here, name)


def _no_access(what: str, problem: OSError) -> Problem:
    return Problem(f"the {what} cannot be read: {problem.strerror}", "Check that it exists and that you may read it.")
