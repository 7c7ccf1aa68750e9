"""Writes a catalogue to a folder: each file atomically, over none but its own; pages that are no longer made go."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.catalogue import html, markdown
from checker.errors import UsageError
from checker.frozen import frozen

_HEAD = 400
"""Within how many characters of its beginning a file says that it is ours."""


@frozen
class Written:
    """What was done to the folder."""

    written: int
    """How many files are new or other than before."""
    same: int
    removed: int


def write(files: Mapping[str, str], folder: Path, *, force: bool = False) -> Written:
    """Writes the files below the folder, and removes the pages of the same packs that are no longer made.

    Raises UsageError, before anything is written, where one would replace a file that the catalogue did not make
    (unless `force`), and where a file cannot be written.
    """
    current = {path: _read(folder / path) for path in files}
    foreign = [path for path, text in current.items() if text is not None and not _is_ours(text)]
    if foreign and not force:
        raise UsageError(
            f"{folder / foreign[0]} is no page of a catalogue, and would be overwritten; choose another folder "
            "with -o, or overwrite it with --force."
        )
    changed = [path for path, text in files.items() if current[path] != text]
    for path in changed:
        _replace(folder / path, files[path])
    stale = list(_stale(files, folder))
    for old in stale:
        _remove(old)
    return Written(len(changed), len(files) - len(changed), len(stale))


def _is_ours(text: str) -> bool:
    return markdown.MARKER in text[:_HEAD] or html.MARKER in text[:_HEAD]


def _read(path: Path) -> str | None:
    """The text of a file, line ends as they are; None where there is none."""
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def _replace(path: Path, text: str) -> None:
    """Puts a file in its place when it is complete; what was there stays until then."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _stale(files: Mapping[str, str], folder: Path) -> Iterator[Path]:
    """Pages in the folders of these packs that the catalogue made, and would not make now."""
    kept = {folder / path for path in files}
    for pack in sorted({path.partition("/")[0] for path in files if "/" in path}):
        for path in sorted((folder / pack).rglob("*.md")):
            if path not in kept and path.is_file() and not path.is_symlink() and _is_ours(_read(path) or ""):
                yield path


def _remove(path: Path) -> None:
    try:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    except OSError as error:
        raise UsageError(f"{path} is no longer needed and cannot be removed: {error.strerror}.") from error
