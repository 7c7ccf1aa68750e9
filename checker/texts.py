"""The text of the files that records come from, for reports that show it, without the lines that must not be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.record import MASK, Path, Record
from checker.schemas import Kinds
from checker.schemas.sensitive import is_sensitive
from checker.source import lines


class Texts:
    """Gathers texts while records are read."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._hiding = any(kind.gate.shapes.hides for kind in kinds.values())
        self._octets: dict[str, bytes] = {}
        self._starts: dict[str, dict[int, bool]] = {}
        """Where values begin, by file and line, and whether one of them is sensitive."""
        self._lost: set[str] = set()

    def seen(self, file: str, octets: bytes) -> None:
        """A file that is read."""
        self._octets[file] = octets

    def record(self, record: Record) -> None:
        """A record of a file that was seen. A line that holds anything sensitive is masked whole."""
        if not self._hiding:
            return
        name = record.value.get("kind") if isinstance(record.value, dict) else None
        kind = self._kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            # What it holds, and whether that may be shown, nobody can say.
            self._lost.add(record.file)
        else:
            starts = self._starts.setdefault(record.file, {})
            for path in _paths(record.value):
                position = record.locate(path)
                if position is not None:
                    starts[position.line] = starts.get(position.line, False) or is_sensitive(path, kind.gate.shapes)

    def shown(self, files: set[str]) -> Mapping[str, str]:
        """The texts of these files; those are left out that cannot be shown."""
        return {file: self._text(file) for file in sorted(files & self._octets.keys() - self._lost)}

    def _text(self, file: str) -> str:
        shown = lines(self._octets[file].decode("utf-8-sig", errors="replace"))
        starts = sorted(self._starts.get(file, {}).items())
        ends = [line for line, _ in starts[1:]] + [len(shown) + 1]
        for (line, sensitive), end in zip(starts, ends, strict=False):
            if sensitive:
                shown[line - 1 : end - 1] = [MASK] * (end - line)
        return "\n".join(shown)


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        yield (*path, step)
        yield from _paths(part, (*path, step))
