"""What a JSON Schema says of a value, gathered from `$ref`, `allOf` and the schema itself.

What holds for some values only (`oneOf`, `anyOf`, `if`) is kept apart as choices, and what narrows further still
(`not`, `dependentSchemas` …) is left aside: a shape never promises more than the gate asserts, so types derived from it
fit every value that the gate lets through.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import unquote

from checker.frozen import frozen

Node: TypeAlias = Mapping[str, Any]
"""A schema or a part of one."""

Nodes: TypeAlias = tuple[Node, ...]
"""Schemas that all hold for the same value; what the first says to people comes first."""

_TEXTS = ("title", "description", "format")
_OF_OBJECTS = {"properties", "patternProperties", "required", "additionalProperties", "unevaluatedProperties"}
_CHOOSING = {"oneOf", "anyOf", "if"}
_NOTES = {"title", "description", "$comment", "examples"}


@frozen
class Choice:
    """Schemas of which at least one holds for a value: the branches of `oneOf` or `anyOf`, or `then` and `else`."""

    key: tuple[int, str]
    """Which choice it is, in whatever shape it is met."""
    branches: Nodes
    property: str = ""
    """Of an `if` on the value of one property: which one."""
    values: tuple[Any, ...] = ()
    """The values of that property with which the first branch holds; with all others the second does."""


@dataclass(slots=True)
class Shape:
    """The statements of several schemas about one value, merged."""

    types: frozenset[str] | None = None
    """JSON types that may stand here; None where any may. `number` includes `integer`."""
    values: tuple[Any, ...] | None = None
    """The closed list of an `enum` or `const`."""
    title: str = ""
    description: str = ""
    format: str = ""
    examples: Sequence[Any] = ()
    properties: dict[str, Nodes] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: Nodes = ()
    """What holds for items; where there is a prefix, for those after it."""
    prefix: tuple[Nodes, ...] = ()
    """What holds for the first items, one by one (`prefixItems`)."""
    no_more_items: bool = False
    """Whether no item may follow the prefix."""
    additional: Nodes = ()
    """What holds for fields that are not named."""
    patterns: dict[str, Nodes] = field(default_factory=dict)
    """What holds for fields whose names match a pattern."""
    closed: bool = False
    """Whether fields that are not named, and match no pattern, are refused."""
    never: frozenset[str] = frozenset()
    """Fields that are refused by name."""
    choices: tuple[Choice, ...] = ()
    references: Any = None
    """The `x-references` of a field."""
    sensitive: Any = False
    """The `x-sensitive` of a field."""

    @property
    def own_fields(self) -> bool:
        """Whether users may add fields of their own, with names that begin with x-."""
        return "^x-" in self.patterns

    @property
    def alternatives(self) -> Nodes:
        """The branches of the first `oneOf` or `anyOf`."""
        return next((choice.branches for choice in self.choices if choice.key[1] != "if"), ())


class Shapes:
    """Reads shapes out of one schema document, each once."""

    def __init__(self, document: Node) -> None:
        self.document = document
        self._known: dict[tuple[int, ...], Shape] = {}

    @property
    def root(self) -> Shape:
        """The shape of the whole document."""
        return self.of((self.document,))

    @cached_property
    def hides(self) -> bool:
        """Whether the document marks anything as sensitive."""
        waiting: list[Any] = [self.document]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                if "x-sensitive" in part:
                    return True
                waiting.extend(part.values())
            elif isinstance(part, list):
                waiting.extend(part)
        return False

    def of(self, nodes: Nodes) -> Shape:
        """The shape of a value for which all these schemas hold."""
        key = tuple(map(id, nodes))
        shape = self._known.get(key)
        if shape is None:
            shape = self._known[key] = Shape()
            for node in self._flat(nodes):
                _merge(shape, node)
        return shape

    def at(self, path: Sequence[str | int]) -> Shape:
        """The shape of the value at a path of a record; an empty shape where the schema says nothing."""
        shape = self.root
        for step in path:
            shape = self.of(self._step(shape, step))
        return shape

    def _step(self, shape: Shape, step: str | int) -> Nodes:
        if isinstance(step, int):
            own = shape.prefix[step] if step < len(shape.prefix) else shape.items
        else:
            own = shape.properties.get(step) or shape.additional
        if own or not shape.choices:
            return own
        found: dict[int, Node] = {}
        for branch in (branch for choice in shape.choices for branch in choice.branches):
            if branch is not self.document:
                found.update((id(node), node) for node in self._step(self.of((branch,)), step))
        return tuple(found.values())

    def _flat(self, nodes: Nodes) -> Iterator[Node]:
        """Every schema that holds with these, each once: what `$ref` and `allOf` lead to."""
        seen: set[int] = set()
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            # A part with an $id of its own is another document, in which #/… means something else.
            if id(node) in seen or ("$id" in node and node is not self.document):
                continue
            seen.add(id(node))
            yield node
            further = [part for part in node.get("allOf", ()) if isinstance(part, dict)]
            target = self.target(node.get("$ref"))
            waiting.extend(reversed([*([target] if target else []), *further]))

    def target(self, reference: Any) -> Node | None:
        """The schema of this document that a `$ref` leads to; None where it leads elsewhere or nowhere."""
        if not isinstance(reference, str):
            return None
        document, _, fragment = reference.partition("#")
        if document and document != self.document.get("$id"):
            return None
        if fragment and not fragment.startswith("/"):
            definitions = self.document.get("$defs", {}).values()
            return next((d for d in definitions if isinstance(d, dict) and d.get("$anchor") == fragment), None)
        target: Any = self.document
        for step in fragment.split("/")[1:]:
            name = unquote(step).replace("~1", "/").replace("~0", "~")
            if isinstance(target, list):
                target = target[int(name)] if name.isdigit() and int(name) < len(target) else None
            else:
                target = target.get(name) if isinstance(target, dict) else None
        return target if isinstance(target, dict) else None


def is_null(shape: Shape) -> bool:
    """Whether only null may stand there."""
    return shape.types == frozenset(("null",))


def json_type(value: Any) -> str:
    """The JSON type of a value, in JSON Schema's words; `integer` for whole numbers however written."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if value == value // 1 else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _merge(shape: Shape, node: Node) -> None:
    for name in _TEXTS:
        text = node.get(name)
        if isinstance(text, str) and not getattr(shape, name):
            setattr(shape, name, text)
    shape.examples = shape.examples or node.get("examples", ())
    if shape.references is None:
        shape.references = node.get("x-references")
    shape.sensitive = shape.sensitive or node.get("x-sensitive", False)
    _narrow(shape, node)
    if not _OF_OBJECTS.isdisjoint(node):
        _merge_fields(shape, node)
    if "items" in node or "prefixItems" in node:
        _merge_items(shape, node)
    if not _CHOOSING.isdisjoint(node):
        shape.choices = (*shape.choices, *_choices(node))


def _merge_fields(shape: Shape, node: Node) -> None:
    for name, part in node.get("properties", {}).items():
        shape.properties[name] = _with(shape.properties.get(name, ()), part)
        if part is False:
            shape.never |= {name}
    for pattern, part in node.get("patternProperties", {}).items():
        shape.patterns[pattern] = _with(shape.patterns.get(pattern, ()), part)
    shape.required.update(node.get("required", ()))
    shape.additional = _with(shape.additional, node.get("additionalProperties"))
    if False in (node.get("additionalProperties"), node.get("unevaluatedProperties")):
        shape.closed = True


def _merge_items(shape: Shape, node: Node) -> None:
    prefix = node.get("prefixItems", ())
    if prefix and not shape.prefix:
        shape.prefix = tuple(_with((), part) for part in prefix)
        shape.items = _with((), node.get("items"))
        shape.no_more_items = node.get("items") is False or node.get("maxItems", math.inf) <= len(prefix)
    elif not prefix and not shape.prefix:
        shape.items = _with(shape.items, node.get("items"))


def _choices(node: Node) -> Iterator[Choice]:
    for keyword in ("oneOf", "anyOf"):
        branches = node.get(keyword)
        if branches:
            yield Choice((id(node), keyword), tuple(_dict(branch) for branch in branches if branch is not False))
    if "if" in node and ("then" in node or "else" in node):
        branches = (_dict(node.get("then")), _dict(node.get("else")))
        name, values = _condition(node["if"])
        yield Choice((id(node), "if"), branches, name, values)


def _condition(test: Any) -> tuple[str, tuple[Any, ...]]:
    """The property that an `if` asks for, and the values that make it true; an empty name where it asks more."""
    properties = test.get("properties") if isinstance(test, dict) else None
    if not isinstance(properties, dict) or len(properties) != 1:
        return "", ()
    ((name, part),) = properties.items()
    named = isinstance(part, dict) and part.keys() - _NOTES in ({"const"}, {"enum"})
    more = test.keys() - _NOTES - {"properties", "required"} or set(test.get("required", ())) - {name}
    if not named or (more and not (more == {"type"} and test["type"] == "object")):
        return "", ()
    return name, tuple(part["enum"] if "enum" in part else [part["const"]])


def _dict(branch: Any) -> Node:
    return branch if isinstance(branch, dict) else {}


def _with(nodes: Nodes, part: Any) -> Nodes:
    return (*nodes, part) if isinstance(part, dict) and not any(part is node for node in nodes) else nodes


def _narrow(shape: Shape, node: Node) -> None:
    if "type" in node:
        named = node["type"]
        types = {named} if isinstance(named, str) else set(named)
        if "number" in types:
            types.add("integer")
        shape.types = frozenset(types) if shape.types is None else shape.types & types
    for values in ([node["const"]] if "const" in node else None, node.get("enum")):
        if values is not None:
            shape.values = tuple(values if shape.values is None else (v for v in values if v in shape.values))
