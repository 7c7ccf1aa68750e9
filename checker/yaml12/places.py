"""Where the values of a YAML text stand. The text is parsed once more, and only when the first place is asked for."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from checker.source import Position
from checker.yaml12.core import Limits, YamlError

if TYPE_CHECKING:
    from checker.yaml12.strict import Node

_NO_LIMITS = Limits(bytes=1 << 62, depth=1 << 30, nodes=1 << 62)


class Locations:
    """The places of every value of a text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _documents(self) -> list[Node]:
        from checker.yaml12.strict import nodes

        found: list[Node] = []
        with suppress(YamlError):
            found.extend(nodes(self._text, _NO_LIMITS))
        return found

    def position(self, number: int, path: tuple[str | int, ...]) -> Position | None:
        """Where a value of a document (from 0) stands: at its field's name, or the item; absent, its nearest parent."""
        if number >= len(self._documents):
            return None
        node = self._documents[number]
        position = node.position
        for step in path:
            if node.members is not None and step in node.members:
                key, node = node.members[str(step)]
                position = key.position
            elif node.items is not None and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                position = node.position
            else:
                break
        return position

    def scalar(self, number: int, path: tuple[str | int, ...]) -> tuple[int, int] | None:
        """The offsets of a scalar, quotes and block header included; None where there is none."""
        if number >= len(self._documents):
            return None
        node = self._documents[number]
        for step in path:
            if node.members is not None and step in node.members:
                node = node.members[str(step)][1]
            elif node.items is not None and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return None if node.items is not None or node.members is not None else (node.start, node.end)
