"""Which of a schema's choices hold for which values of one property: the tag that tells the cases of a union apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.frozen import frozen
from checker.schemas.shape import Choice, Node, Nodes, Shape, Shapes, is_null, json_type
from checker.types import Tag


@frozen
class Tagged:
    """A choice that a tag decides."""

    choice: Choice
    tag: str
    branches: Mapping[Tag, Node]
    """The schema that holds for each value of the tag."""
    other: Node | None
    """The schema that holds for every other value; None where no other is allowed."""


def open_choices(shape: Shape, shapes: Shapes, done: frozenset[tuple[int, str]]) -> list[Choice]:
    """The choices of a shape that are still to be made and that say something of fields."""
    return [choice for choice in shape.choices if choice.key not in done and _tells(choice, shapes)]


def tagged(choices: list[Choice], nodes: Nodes, shapes: Shapes) -> list[Tagged]:
    """The choices that the tag of the first such choice decides; empty where no tag decides any."""
    first = next((found for choice in choices for found in _tagged(choice, nodes, shapes)), None)
    if first is None:
        return []
    more = (found for choice in choices for found in _tagged(choice, nodes, shapes) if found.tag == first.tag)
    return list(more)


def cases(found: list[Tagged], nodes: Nodes, shapes: Shapes) -> dict[Tag | None, Nodes]:
    """For every value of the tag (None: any other) the schemas that hold, those of the choices included."""
    part = shapes.of(shapes.of(nodes).properties.get(found[0].tag, ()))
    closed = [list(each.branches) for each in found if each.other is None]
    if part.values is not None:
        closed.append([value for value in part.values if value is not None])
    elif part.types == frozenset(("boolean",)):
        closed.append([True, False])
    named = dict.fromkeys(value for each in found for value in each.branches)
    values: list[Tag | None] = [*named] if not closed else [v for v in closed[0] if all(v in more for more in closed)]
    if not closed:
        values.append(None)
    return {value: (*nodes, *_holding(found, value)) for value in values}


def _holding(found: list[Tagged], value: Tag | None) -> Iterator[Node]:
    for each in found:
        node = each.other if value is None else each.branches.get(value, each.other)
        if node:
            yield node


def _tells(choice: Choice, shapes: Shapes) -> bool:
    """Whether a branch names fields: most choices only say which fields are required together."""
    parts = [shapes.of((branch,)) for branch in choice.branches]
    return any(part.properties or part.choices for part in parts)


def _tagged(choice: Choice, nodes: Nodes, shapes: Shapes) -> Iterator[Tagged]:
    if choice.property:
        base = shapes.of(nodes)
        if choice.property in base.required and _is_tag(base, choice.property, choice.values, shapes):
            then, other = choice.branches
            yield Tagged(choice, choice.property, dict.fromkeys(choice.values, then), other)
        return
    if choice.key[1] == "if":
        return
    branches = [branch for branch in choice.branches if not is_null(shapes.of((branch,)))]
    made = [shapes.of((*nodes, branch)) for branch in branches]
    for name in dict.fromkeys(name for shape in made for name in shape.properties):
        values = [shapes.of(shape.properties.get(name, ())).values or () for shape in made]
        flat = [value for each in values for value in each]
        sound = all(
            each and name in shape.required and _is_tag(shape, name, each, shapes)
            for shape, each in zip(made, values, strict=True)
        )
        if sound and len(set(flat)) == len(flat) and len(branches) > 1:
            by_value = {v: branch for branch, each in zip(branches, values, strict=True) for v in each}
            yield Tagged(choice, name, by_value, None)


def _is_tag(shape: Shape, name: str, values: tuple[object, ...], shapes: Shapes) -> bool:
    """Whether these can tell cases apart: all are texts (or true and false), as is whatever else may stand there."""
    part = shapes.of(shape.properties.get(name, ()))
    types = part.types if part.values is None else frozenset(map(json_type, part.values))
    kind = frozenset(map(json_type, values))
    return kind in ({"string"}, {"boolean"}) and types == kind
