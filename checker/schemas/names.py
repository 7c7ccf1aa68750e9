"""The nearest valid name for one that is not valid."""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from checker.schemas.shape import Nodes, Shape, Shapes

_GROUPS = 1000
"""How many parts of a schema are looked through for a name: one that refers to itself has no end."""


def nearest(name: str, names: Iterable[Any], cutoff: float = 0.6) -> str | None:
    """The name that was most likely meant; None where none is near.

    Capitals, spaces and hyphens do not count. Short codes (of countries, of currencies) resemble each other by chance,
    so among them only the same letters do.
    """
    plain: dict[str, str] = {}
    for known in names:
        if isinstance(known, str):
            plain.setdefault(_plain(known), known)
    same = plain.get(_plain(name))
    if same is not None:
        return same
    close = difflib.get_close_matches(_plain(name), [each for each in plain if len(each) > 3], n=1, cutoff=cutoff)
    return plain[close[0]] if close else None


def elsewhere(name: str, shapes: Shapes) -> list[str]:
    """The dotted paths of the fields in the whole schema that have exactly this name, nearest to the top first."""
    found: list[str] = []
    waiting: deque[tuple[str, Shape]] = deque([("", shapes.root)])
    for _ in range(_GROUPS):
        if not waiting:
            break
        prefix, shape = waiting.popleft()
        if name in shape.properties:
            found.append(prefix + name)
        waiting.extend((path, shapes.of(nodes)) for path, nodes in _parts(prefix, shape))
    return found


def spelling(name: str, shape: Shape, present: Collection[str]) -> str | None:
    """The field of the same group that was most likely meant; not one that is there already."""
    return nearest(name, [known for known in shape.properties if known not in present], 0.7)


def _parts(prefix: str, shape: Shape) -> Iterator[tuple[str, Nodes]]:
    for step, nodes in shape.properties.items():
        yield f"{prefix}{step}.", nodes
    if shape.items:
        yield f"{prefix.removesuffix('.')}[].", shape.items


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")
