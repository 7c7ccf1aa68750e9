"""What must not be shown: fields that a schema marks with `"x-sensitive": true`, and all that lies within them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.record import MASK, Path
from checker.schemas.shape import Node, Nodes, Shape, Shapes
from checker.types import DYN, List, Map, Type


def hides(nodes: Nodes, type_: Type, shapes: Shapes) -> bool:
    """Whether a field with these schemas is to be hidden as a whole.

    So it is where it is marked, and where something within it is that no field of its type stands for.
    """
    shape = shapes.of(nodes)
    if shape.sensitive is True:
        return True
    if isinstance(type_, List):
        parts = [*shape.prefix, shape.items]
        return any(hides(part, type_.item, shapes) for part in parts)
    if isinstance(type_, Map):
        parts = [*shape.patterns.values(), shape.additional]
        return any(hides(part, type_.value, shapes) for part in parts)
    return type_ == DYN and any(_marked(shapes, nodes))


def is_sensitive(path: Sequence[str | int], shapes: Shapes) -> bool:
    """Whether the value at a path of a record, or one that it lies in, may be one that is marked."""
    if not shapes.hides:
        return False
    nodes: Nodes = (shapes.document,)
    for step in path:
        nodes = tuple(_below(nodes, step, shapes))
        if shapes.of(nodes).sensitive:
            return True
    return False


def shown_path(path: Path, shapes: Shapes) -> Path:
    """A path as it may be shown: names that the schema does not know are data where they lie in what is sensitive."""
    if not shapes.hides:
        return path
    return tuple(
        MASK
        if isinstance(step, str) and step not in shapes.at(path[:at]).properties and is_sensitive(path[:at], shapes)
        else step
        for at, step in enumerate(path)
    )


def _below(nodes: Nodes, step: str | int, shapes: Shapes) -> Iterator[Node]:
    """Every schema that may hold for a part of a value, whichever of its choices is the one that holds."""
    for shape in _all(nodes, shapes):
        if isinstance(step, int):
            yield from shape.prefix[step] if step < len(shape.prefix) else shape.items
        else:
            yield from shape.properties.get(step, ())
            yield from shape.additional
            for part in shape.patterns.values():
                yield from part


def _all(nodes: Nodes, shapes: Shapes) -> Iterator[Shape]:
    """The shape of some schemas, and those of all branches of their choices."""
    seen: set[int] = set()
    waiting: list[Nodes] = [nodes]
    while waiting:
        shape = shapes.of(waiting.pop())
        yield shape
        for branch in (branch for choice in shape.choices for branch in choice.branches):
            if id(branch) not in seen:
                seen.add(id(branch))
                waiting.append((branch,))


def _marked(shapes: Shapes, nodes: Nodes) -> Iterator[bool]:
    """Whether any schema within these, or led to by them, is marked."""
    seen: set[int] = set()
    waiting: list[Any] = list(nodes)
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, dict):
            yield part.get("x-sensitive", False) is True
            target = shapes.target(part.get("$ref"))
            waiting.extend([*part.values(), *([target] if target else [])])
        elif isinstance(part, list):
            waiting.extend(part)
