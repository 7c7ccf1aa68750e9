"""What jsonschema finds wrong with a value, taken apart until each leaf is one wrong thing at one path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing.exceptions import Unresolvable
from referencing.jsonschema import EMPTY_REGISTRY

from checker.record import Path
from checker.schemas.formats import FORMATS
from checker.schemas.gate import holds
from checker.schemas.shape import Node

ERRORS_READ = 1000
"""More errors than this are not looked at: the first of them are enough to begin with."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One keyword that one value fails."""

    path: Path
    """Of the value; of the field itself where a field is missing or should not be there."""
    keyword: str
    wanted: Any
    """What the keyword says."""
    found: Any


def leaves(document: Node, value: Any) -> list[Leaf]:
    """Every leaf, in the schema's order; empty where jsonschema finds nothing wrong or cannot tell."""
    try:
        errors = list(islice(_validator(document).iter_errors(value), ERRORS_READ))
    except (RecursionError, Unresolvable, re.error):
        return []
    return [leaf for error in errors for leaf in _leaves(error)]


def _validator(document: Node) -> Any:
    # An empty registry: what the schema does not hold itself is not fetched.
    return _class()(dict(document), registry=EMPTY_REGISTRY, format_checker=_formats())


@cache
def _class() -> Any:
    """jsonschema with the gate's own judgement where the two would differ: in patterns, fractions and numbers."""
    own = {
        "additionalProperties": _additional,
        "multipleOf": _as_gate("multipleOf"),
        "pattern": _as_gate("pattern"),
        "patternProperties": _pattern_properties,
        "properties": _properties,
        "uniqueItems": _as_gate("uniqueItems"),
    }
    extended: Callable[..., Any] = extend
    return extended(Draft202012Validator, own)


@cache
def _formats() -> FormatChecker:
    checker = FormatChecker(())
    for name, is_one in FORMATS.items():

        @checker.checks(name)
        def check(value: object, is_one: Any = is_one) -> bool:
            return not isinstance(value, str) or is_one(value)

    return checker


def _as_gate(keyword: str) -> Any:
    def check(_: Any, limit: Any, instance: Any, schema: Node) -> Iterator[ValidationError]:
        if not holds(keyword, limit)(instance):
            yield ValidationError(keyword)

    return check


def _properties(validator: Any, parts: Mapping[str, Any], instance: Any, schema: Node) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name, part in parts.items():
            if name in instance:
                yield from _member(validator, name, instance[name], part)


def _pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, schema: Node
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for pattern, part in patterns.items():
            for name, value in instance.items():
                if holds("pattern", pattern)(name):
                    yield from _member(validator, name, value, part)


def _additional(validator: Any, part: Any, instance: Any, schema: Node) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    for name, value in instance.items():
        if name in known or any(holds("pattern", pattern)(name) for pattern in schema.get("patternProperties", ())):
            continue
        yield from _member(validator, name, value, part)


def _member(validator: Any, name: str, value: Any, part: Any) -> Iterator[ValidationError]:
    if part is False:
        # jsonschema itself would lose the field's name.
        yield ValidationError("no such field", path=(name,))
    else:
        yield from validator.descend(value, part, path=name, schema_path=name)


def _leaves(error: ValidationError) -> Iterator[Leaf]:
    keyword = str(error.validator)
    wanted: Any = error.validator_value
    found: Any = error.instance
    path: Path = tuple(error.absolute_path)
    if keyword == "required":
        # jsonschema reports each missing field alike; `explain` keeps one of equal leaves.
        yield from (Leaf((*path, name), keyword, wanted, found) for name in wanted if name not in found)
    elif keyword in ("dependentRequired", "dependentSchemas"):
        for trigger, names in wanted.items():
            missing = [name for name in names if name not in found] if trigger in found else []
            yield from (Leaf((*path, name), keyword, trigger, found) for name in missing)
    elif keyword in ("anyOf", "oneOf") and error.context:
        yield from _chosen(Leaf(path, keyword, wanted, found), error.context)
    elif "propertyNames" in error.absolute_schema_path and isinstance(found, str):
        yield Leaf((*path, found), "propertyNames", wanted, found)
    else:
        yield Leaf(path, keyword, wanted, found)


def _chosen(choice: Leaf, context: list[ValidationError]) -> Iterator[Leaf]:
    """Of alternatives that all fail, what is wrong by the one that was most likely meant."""
    branches: dict[Any, list[Leaf]] = {}
    for error in context:
        branches.setdefault(error.relative_schema_path[0], []).extend(_leaves(error))
    parts = {number: choice.wanted[number] for number in branches if isinstance(number, int)}
    kept = [branches[n] for n, part in parts.items() if not (isinstance(part, dict) and part.get("type") == "null")]
    meant = [branch for branch in kept if not any(_of_another_kind(leaf, choice.path) for leaf in branch)]
    if meant:
        yield from _nearest(meant, choice)
    elif len(kept) == 1:
        yield from kept[0]
    else:
        yield _any_of(kept, choice)


def _of_another_kind(leaf: Leaf, path: Path) -> bool:
    """Whether a branch fails as a whole: by its type, or by the field that tells the branches apart."""
    if leaf.keyword == "const":
        return len(leaf.path) <= len(path) + 1
    return leaf.path == path and leaf.keyword in ("type", "enum")


def _nearest(branches: list[list[Leaf]], choice: Leaf) -> Iterator[Leaf]:
    if len(branches) > 1 and all(leaf.keyword == "required" for branch in branches for leaf in branch):
        names = list(dict.fromkeys(leaf.path[-1] for branch in branches for leaf in branch))
        yield replace(choice, keyword="oneRequired", wanted=names)
    else:
        yield from min(branches, key=len)


def _any_of(branches: list[list[Leaf]], choice: Leaf) -> Leaf:
    """One leaf that says all that may stand there."""
    choice = replace(choice, keyword="anyOf")
    deciding = [next(leaf for leaf in branch if _of_another_kind(leaf, choice.path)) for branch in branches]
    first = deciding[0]
    if any(leaf.path != first.path for leaf in deciding):
        return choice
    if all(leaf.keyword == "type" for leaf in deciding):
        types = [t for leaf in deciding for t in ([leaf.wanted] if isinstance(leaf.wanted, str) else leaf.wanted)]
        return replace(first, wanted=list(dict.fromkeys(types)))
    values = [v for leaf in deciding for v in _values(leaf)]
    return replace(first, keyword="enum", wanted=values) if values else choice


def _values(leaf: Leaf) -> list[Any]:
    if leaf.keyword == "type":
        return []
    return [leaf.wanted] if leaf.keyword == "const" else list(leaf.wanted)
