"""What is said of each wrong thing: what was found, what was wanted, and the next step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from checker.record import MASK, Path, dotted
from checker.schemas.leaves import Leaf
from checker.schemas.names import nearest
from checker.schemas.shape import Shape

Said: TypeAlias = tuple[str, str]
"""A message and a hint."""


class _Hidden:
    """Stands for a value that must not be shown."""


_HIDDEN = _Hidden()

_LISTED = 12
_LONG = 60
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a group of fields",
    "string": "text",
}
_FORMATS = {
    "date": ("a date of the calendar", "Write it as year-month-day, for example 2026-01-31."),
    "date-time": ("a moment with its time zone", "Write it as 2026-01-31T09:00:00Z."),
    "email": ("an e-mail address", "Write one address, for example name@company.example."),
    "uri": ("a full web address", "Write it in full, for example https://company.example/contract."),
}


def say(leaf: Leaf, shape: Shape, subject: str, optional: bool) -> Said:
    """The message and the hint for a leaf.

    `shape` is what the schema says of the value at its path, which is called `subject`; `optional`, whether it may be
    left out.
    """
    said = _SAY.get(leaf.keyword)
    if said is None:
        return f"{subject} is {shown(leaf.found)}, which its schema does not allow", _example(shape)
    message, hint = said(leaf, shape)
    if optional and hint in (_FILL, _ADD):
        hint = f"{hint[:-1]}, or leave the field out."
    return f"{subject} {message}", hint


def hidden(leaf: Leaf) -> Leaf:
    """A leaf of which the message does not tell the value."""
    return replace(leaf, found=leaf.found if leaf.keyword in _OF_OTHERS else _HIDDEN)


def label(path: Path, shape: Shape, root: str) -> str:
    """How a value is called: its path, and its title where that says more."""
    if not path:
        return f"the {root}"
    name = dotted(path)
    plain = shape.title.lower().replace("-", " ")
    repeats = plain == str(path[-1]).lower().replace("_", " ").replace("-", " ")
    return f"{name} ({shape.title})" if shape.title and not repeats and isinstance(path[-1], str) else name


def shown(value: Any) -> str:
    """A value as the message quotes it."""
    if isinstance(value, dict):
        return "a group of fields" if value else "an empty group of fields"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if value is None:
        return "empty (null)"
    if isinstance(value, _Hidden):
        return MASK
    text = json.dumps(value, ensure_ascii=False)
    end = '"' if isinstance(value, str) else ""
    return text if len(text) <= _LONG else f"{text[: _LONG - 2]}…{end}"


def listed(values: Iterable[Any], most: int = _LISTED) -> str:
    """Values as people list them, cut off where there are many."""
    items = [value if isinstance(value, str) else json.dumps(value) for value in values if value is not None]
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more} more" if more > 0 else "")


def _example(shape: Shape) -> str:
    for example in shape.examples:
        if not isinstance(example, (dict, list)):
            return f"For example {shown(example)}."
    return ""


def _choice(values: Sequence[Any]) -> str:
    known = [value for value in values if value is not None]
    if len(known) == 1:
        return shown(known[0])
    return (
        f"one of {listed(known)}" if len(known) <= 2 * _LISTED else f"one of the {len(known)} values that it may have"
    )


def _enum(leaf: Leaf, shape: Shape) -> Said:
    values = [leaf.wanted] if leaf.keyword == "const" else leaf.wanted
    near = nearest(leaf.found, values) if isinstance(leaf.found, str) else None
    if near is not None:
        hint = f"Did you mean {near}?"
    elif len(values) > 2 * _LISTED:
        hint = " ".join(filter(None, (shape.description, _example(shape))))
    else:
        hint = ""
    return f"is {shown(leaf.found)}, not {_choice(values)}", hint


def _type(leaf: Leaf, shape: Shape) -> Said:
    named = [leaf.wanted] if isinstance(leaf.wanted, str) else leaf.wanted
    types = [name for name in named if name != "null"]
    if not types:
        return f"is {shown(leaf.found)}, where nothing may stand", "Leave it out."
    if types == ["string"] and shape.values:
        wanted, hint = _choice(shape.values), ""
    elif types == ["string"] and shape.format in _FORMATS:
        wanted, hint = _FORMATS[shape.format]
    else:
        wanted, hint = " or ".join(_TYPES[name] for name in types), _type_hint(leaf.found, types, shape)
    return f"is {shown(leaf.found)}, not {wanted}", hint


def _type_hint(found: Any, types: Sequence[str], shape: Shape) -> str:
    if "string" in types and isinstance(found, (int, float)):
        return f'Put it in quotes: "{json.dumps(found)}".'
    if "array" in types and found is not None:
        return "Write it as a list, even if it has one item only."
    if types == ["object"] and shape.properties:
        return f"Its fields are {listed(shape.properties)}."
    if isinstance(found, str):
        text = found.strip().lower()
        if types == ["boolean"] and text in ("yes", "no", "true", "false", "y", "n"):
            return f"Write {'true' if text[0] in 'yt' else 'false'}, without quotes."
        if types[0] in ("integer", "number") and text.removeprefix("-").replace(".", "", 1).isdecimal():
            return f"Write {text} without quotes."
    return _example(shape)


def _missing(leaf: Leaf, shape: Shape) -> Said:
    because = f", and is wanted because {leaf.wanted} is given" if leaf.keyword == "dependentRequired" else ""
    name = leaf.path[-1]
    if shape.values is not None and len(shape.values) <= 2 * _LISTED:
        what = f"{name}: {listed(shape.values)}" if len(shape.values) == 1 else f"{name}, {_choice(shape.values)}"
        return f"is missing{because}", f"Add {what}."
    return f"is missing{because}", " ".join(filter(None, (f"Add {name}.", shape.description, _example(shape))))


def _one_required(leaf: Leaf, shape: Shape) -> Said:
    return f"needs one of {listed(leaf.wanted)}, and has none", f"Add {' or '.join(map(str, leaf.wanted))}."


def _format(leaf: Leaf, shape: Shape) -> Said:
    wanted, hint = _FORMATS[leaf.wanted]
    return f"is {shown(leaf.found)}, not {wanted}", hint


def _pattern(leaf: Leaf, shape: Shape) -> Said:
    told = " ".join(filter(None, (shape.description, _example(shape)))) or f"It must match {leaf.wanted}."
    return f"is {shown(leaf.found)}, which does not have the form that is wanted", told


def _name(leaf: Leaf, shape: Shape) -> Said:
    return "is no name that a field may have here", "Rename it."


def _refused(leaf: Leaf, shape: Shape) -> Said:
    return "must not be there", "Remove it."


def _surplus(leaf: Leaf, shape: Shape) -> Said:
    count = "" if isinstance(leaf.found, _Hidden) else f"{len(leaf.found)} items, "
    return f"has {count}more than it may have", "Remove the last ones."


def _length(wanted: str, empty: str) -> Callable[[Leaf, Shape], Said]:
    def say_it(leaf: Leaf, shape: Shape) -> Said:
        if isinstance(leaf.found, _Hidden):
            parts = {"Length": "characters", "Items": "items"}.get(leaf.keyword[3:], "fields")
            return f"is {MASK}, which must have {wanted} {leaf.wanted} {parts}", ""
        count = len(leaf.found)
        if not count:
            return "is empty", empty
        unit = {"str": "character", "list": "item", "dict": "field"}[type(leaf.found).__name__]
        units = unit if count == 1 else f"{unit}s"
        return f"has {count} {units}, not {wanted} {leaf.wanted}", ""

    return say_it


def _bound(wanted: str) -> Callable[[Leaf, Shape], Said]:
    def say_it(leaf: Leaf, shape: Shape) -> Said:
        return f"is {shown(leaf.found)}, not {wanted} {shown(leaf.wanted)}", ""

    return say_it


def _twice(leaf: Leaf, shape: Shape) -> Said:
    seen: dict[str, int] = {}
    if isinstance(leaf.found, _Hidden):
        return "has the same item twice", "Remove one of the two."
    for number, item in enumerate(leaf.found):
        first = seen.setdefault(json.dumps(_whole(item), sort_keys=True), number)
        if first != number:
            what = "" if isinstance(item, (dict, list)) else f" ({shown(item)})"
            return f"has the same item twice: [{first}] and [{number}]{what}", "Remove one of the two."
    return "has the same item twice", "Remove one of the two."


def _whole(value: Any) -> Any:
    """The value with 1.0 as 1: to JSON Schema they are the same."""
    if isinstance(value, dict):
        return {name: _whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _contains(leaf: Leaf, shape: Shape) -> Said:
    return "lacks an item that is wanted in it", shape.description


def _several(leaf: Leaf, shape: Shape) -> Said:
    titles = [part["title"] for part in leaf.wanted if isinstance(part, dict) and "title" in part]
    which = f" ({listed(titles)})" if titles else ""
    return f"fits more than one of its alternatives{which}", "Leave out what belongs to the others."


_OF_OTHERS = ("required", "dependentRequired", "oneRequired")
"""The keywords by which something else is missing."""
_FILL = "Fill it in."
_ADD = "Add an item."
_SAY: Mapping[str, Callable[[Leaf, Shape], Said]] = {
    "anyOf": lambda leaf, shape: (f"is {shown(leaf.found)}, which fits none of its alternatives", shape.description),
    "const": _enum,
    "contains": _contains,
    "dependentRequired": _missing,
    "enum": _enum,
    "exclusiveMaximum": _bound("less than"),
    "exclusiveMinimum": _bound("more than"),
    "format": _format,
    "items": _surplus,
    "maxItems": _length("at most", _ADD),
    "maxLength": _length("at most", _FILL),
    "maxProperties": _length("at most", _FILL),
    "maximum": _bound("at most"),
    "minItems": _length("at least", _ADD),
    "minLength": _length("at least", _FILL),
    "minProperties": _length("at least", _FILL),
    "minimum": _bound("at least"),
    "multipleOf": _bound("a multiple of"),
    "oneOf": _several,
    "oneRequired": _one_required,
    "pattern": _pattern,
    "patternProperties": _refused,
    "properties": _refused,
    "propertyNames": _name,
    "required": _missing,
    "type": _type,
    "unevaluatedItems": _surplus,
    "uniqueItems": _twice,
}
