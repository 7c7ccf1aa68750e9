"""Input: files, folders, globs and standard input to records. A format is a module here with read(), and its endings.

    read_paths(paths, kinds, limits=…) -> Iterator[Record | Unreadable]

What cannot be read is a result too, so that it is counted and shown, and the other files are still read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from checker.errors import UsageError
from checker.readers._files import Input, Limits, expand, load, text_of
from checker.record import Problem, Record, Unreadable
from checker.schemas import Kinds
from checker.watching import Watch, unwatched

__all__ = ["FORMATS", "SUFFIXES", "Limits", "read_paths"]

SUFFIXES = {
    **{".yaml": "yaml", ".yml": "yaml", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson"},
    **{".csv": "csv", ".tsv": "csv"},
}
"""The endings of files of records, each with its format. A format's module is loaded when a file of it is read."""
FORMATS: tuple[str, ...] = tuple(sorted(set(SUFFIXES.values())))
"""The names of the formats, which are those of the modules in this folder."""


class _Reader(Protocol):
    def read(self, source: Input, kinds: Kinds, limits: Limits) -> Iterator[Record | Unreadable]:
        """The records of a text."""
        ...


def read_paths(
    paths: Sequence[str],
    kinds: Kinds,
    *,
    limits: Limits | None = None,
    stdin_format: str | None = None,
    stdin: BinaryIO | None = None,
    seen: Callable[[str, bytes], None] | None = None,
    without: Collection[Path] = (),
    watch: Watch = unwatched,
) -> Iterator[Record | Unreadable]:
    """The records of files, folders (recursive, hidden files left out), globs and `-`, sorted by file.

    `seen` is told each file with what it holds. `without` are files that are no records, such as the waivers.
    `watch` is told of the progress.

    Raises UsageError for a path that does not exist, for a folder or glob without records, and for `-` without its
    format.
    """
    limits = limits or Limits()
    files, folders = expand(paths, tuple(SUFFIXES))
    yield from folders
    apart = {path.resolve() for path in without}
    names = {path.name for path in apart}
    for file in watch("reading", files):
        if apart and os.path.basename(file) in names and Path(file).resolve() in apart:
            continue
        name = stdin_format if file == "-" else SUFFIXES.get(file[file.rfind(".") :].lower())
        if file == "-" and name is None:
            raise UsageError(f"Say with --stdin-format what comes on standard input: {', '.join(FORMATS)}.")
        if name is None:
            hint = f"Files of records end in {', '.join(sorted(SUFFIXES))}."
            yield Unreadable(file, Problem("the file's ending names no format that is read", hint))
            continue
        data = load(file, limits, stdin)
        if seen is not None and isinstance(data, bytes):
            seen(file, data)
        source = data if isinstance(data, Problem) else text_of(file, data)
        if isinstance(source, Problem):
            yield Unreadable(file, source)
        else:
            yield from _reader(name).read(source, kinds, limits)


def _reader(name: str) -> _Reader:
    if name not in FORMATS:
        raise UsageError(f"There is no format {name}; known: {', '.join(FORMATS)}.")
    reader: _Reader = import_module(f"{__name__}.{name}")
    return reader
