"""What a JSON Schema says of a value, gathered from `$ref`, `allOf` and the schema itself.

Only what narrows further is left aside (`if`, `not`, `oneOf` beside a type …): a shape never promises more than the
gate asserts, so types derived from it fit every value that the gate lets through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

Node: TypeAlias = Mapping[str, Any]
"""A schema or a part of one."""

Nodes: TypeAlias = tuple[Node, ...]
"""Schemas that all hold for the same value; what the first says to people comes first."""

_TEXTS = ("title", "description", "format")


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
    tuple_like: bool = False
    """Whether items differ by their position (`prefixItems`)."""
    additional: Nodes = ()
    """What holds for fields that are not named."""
    patterns: dict[str, Nodes] = field(default_factory=dict)
    """What holds for fields whose names match a pattern."""
    alternatives: Nodes = ()
    """The branches of one `anyOf` or `oneOf`."""
    references: Any = None
    """The `x-references` of a field."""

    @property
    def own_fields(self) -> bool:
        """Whether users may add fields of their own, with names that begin with x-."""
        return "^x-" in self.patterns


class Shapes:
    """Reads shapes out of one schema document, each once."""

    def __init__(self, document: Node) -> None:
        self.document = document
        self._known: dict[tuple[int, ...], Shape] = {}

    @property
    def root(self) -> Shape:
        """The shape of the whole document."""
        return self.of((self.document,))

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
        own = shape.items if isinstance(step, int) else shape.properties.get(step) or shape.additional
        if own or not shape.alternatives:
            return own
        found: dict[int, Node] = {}
        for alternative in shape.alternatives:
            if alternative is not self.document:
                found.update((id(node), node) for node in self._step(self.of((alternative,)), step))
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
            target = self._target(node.get("$ref"))
            waiting.extend(reversed([*([target] if target else []), *further]))

    def _target(self, reference: Any) -> Node | None:
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
    _narrow(shape, node)
    for name, part in node.get("properties", {}).items():
        shape.properties[name] = _with(shape.properties.get(name, ()), part)
    for pattern, part in node.get("patternProperties", {}).items():
        shape.patterns[pattern] = _with(shape.patterns.get(pattern, ()), part)
    shape.required.update(node.get("required", ()))
    shape.items = _with(shape.items, node.get("items"))
    shape.tuple_like = shape.tuple_like or "prefixItems" in node
    shape.additional = _with(shape.additional, node.get("additionalProperties"))
    branches = node.get("oneOf") or node.get("anyOf")
    if branches and not shape.alternatives:
        shape.alternatives = tuple(branch if isinstance(branch, dict) else {} for branch in branches)


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
