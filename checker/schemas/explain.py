"""Why a value does not fit its schema: one problem for each wrong thing, best first, in the user's words.

Loaded only where something is wrong: jsonschema takes long to load and to run, and then says everything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from checker.record import MASK, Locate, Path, Problem
from checker.schemas.leaves import Leaf, leaves
from checker.schemas.names import elsewhere, spelling
from checker.schemas.sensitive import is_sensitive, shown_path
from checker.schemas.shape import Shapes
from checker.schemas.words import hidden, label, listed, say, shown

if TYPE_CHECKING:
    from checker.schemas.gate import Schema

_SHOWN = 50
_UNKNOWN = ("additionalProperties", "unevaluatedProperties")
_MISSING = ("required", "dependentRequired", "dependentSchemas", "oneRequired")
_RANK = ("type", "const", "enum", "format", "pattern")
"""Which of several leaves at one path speaks for all of them."""


def problems(schema: Schema, value: Any, locate: Locate, root: str) -> tuple[Problem, ...]:
    """What is wrong with a value that the gate refused; never empty."""
    foreign = list(_foreign(value, ()))
    if foreign:
        return tuple(
            Problem(*_of_json(path, part, schema, root), shown_path(path, schema.shapes), locate(path))
            for path, part in foreign[:_SHOWN]
        )
    found = _tidy(leaves(schema.document, value), schema.shapes)
    if not found:
        why = "" if schema.shapes.hides else f": {schema.refusal(value)}"
        message = f"{label((), schema.shapes.root, root)} does not fit its schema{why}"
        return (Problem(message, "Compare it with the schema.", (), locate(())),)
    told = [_problem(leaf, schema.shapes, locate, root) for leaf in found[:_SHOWN]]
    if len(found) > _SHOWN:
        told.append(Problem(f"{len(found) - _SHOWN} more things are wrong", "Mend these first, then check again."))
    return tuple(told)


def _problem(leaf: Leaf, shapes: Shapes, locate: Locate, root: str) -> Problem:
    if leaf.keyword in _UNKNOWN:
        said = _unknown(leaf, shapes, root)
    else:
        group, shape = shapes.at(leaf.path[:-1]), shapes.at(leaf.path)
        optional = bool(leaf.path) and leaf.path[-1] in group.properties.keys() - group.required
        known = hidden(leaf) if is_sensitive(leaf.path, shapes) else leaf
        said = say(known, shape, label(shown_path(leaf.path, shapes), shape, root), optional)
    return Problem(*said, shown_path(leaf.path, shapes), locate(leaf.path))


def _unknown(leaf: Leaf, shapes: Shapes, root: str) -> tuple[str, str]:
    """What is said of a field that its group does not know."""
    group, name = leaf.path[:-1], str(leaf.path[-1])
    shape = shapes.at(group)
    given = shown_path(leaf.path, shapes)
    message = f"{label(given[:-1], shape, root)} has no field {shown(given[-1])[1:-1]}"
    near = spelling(name, shape, leaf.found)
    if near is not None:
        return message, f"Did you mean {near}?"
    places = elsewhere(name, shapes)
    if places and len(places) <= 3:
        return message, f"Did you mean {' or '.join(places)}?"
    own = " A field of your own begins with x-." if shape.own_fields else ""
    fields = f"Its fields are {listed(shape.properties, 20)}." if shape.properties else "Remove it."
    return message, fields + own


def _tidy(found: Sequence[Leaf], shapes: Shapes) -> list[Leaf]:
    """One leaf for each wrong thing, what is wrong before what is missing, the outermost first."""
    best: dict[Path, Leaf] = {}
    for leaf in (part for whole in found for part in _parts(whole, shapes)):
        known = best.get(leaf.path)
        if known is None or _rank(leaf) < _rank(known):
            best[leaf.path] = leaf
    for leaf in list(best.values()):
        if leaf.keyword in _UNKNOWN:
            # A misspelt field is one wrong thing, although the right one is missing as well.
            group = leaf.path[:-1]
            near = spelling(str(leaf.path[-1]), shapes.at(group), leaf.found)
            meant = best.get((*group, near)) if near is not None else None
            if meant is not None and meant.keyword in _MISSING:
                del best[meant.path]
    wrong = [path for path, leaf in best.items() if leaf.keyword == "type"]
    kept = [leaf for leaf in best.values() if not any(_beneath(leaf.path, path) for path in wrong)]
    return sorted(kept, key=lambda leaf: (leaf.keyword in _MISSING, len(leaf.path)))


def _parts(leaf: Leaf, shapes: Shapes) -> Iterator[Leaf]:
    """A leaf about a whole group whose fields are not known, as leaves about each of the fields."""
    if leaf.keyword == "unevaluatedProperties":
        known = shapes.at(leaf.path).properties
        names = [name for name in leaf.found if name not in known and not name.startswith("x-")]
        yield from (Leaf((*leaf.path, name), leaf.keyword, False, leaf.found) for name in names or list(leaf.found)[:1])
    else:
        yield leaf


def _rank(leaf: Leaf) -> int:
    return _RANK.index(leaf.keyword) if leaf.keyword in _RANK else len(_RANK)


def _beneath(path: Path, top: Path) -> bool:
    return len(path) > len(top) and path[: len(top)] == top


def _foreign(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """What JSON has no word for, and so no schema can judge."""
    if isinstance(value, dict):
        for name, part in value.items():
            if not isinstance(name, str) or not _encodable(name):
                yield path, name
            else:
                yield from _foreign(part, (*path, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _foreign(part, (*path, index))
    elif isinstance(value, str):
        if not _encodable(value):
            yield path, value
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield path, value
    elif value is not None and not isinstance(value, (bool, int)):
        yield path, value


def _encodable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _of_json(path: Path, part: Any, schema: Schema, root: str) -> tuple[str, str]:
    subject = label(shown_path(path, schema.shapes), schema.shapes.at(path), root)
    if is_sensitive(path, schema.shapes):
        return f"{subject} is {MASK}, which is neither text nor a number that can be calculated with", "Write it anew."
    if isinstance(part, str):
        return f"{subject} holds text that is no Unicode", "Write the text anew; half of a character is missing."
    if isinstance(part, float):
        return (
            f"{subject} is {part}, not a number that can be calculated with",
            "Leave the field out if it is not known.",
        )
    return f"{subject} has {part!r}, which is neither text nor a number", "Write it as text, in quotes."
