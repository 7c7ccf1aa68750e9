"""The kinds of record: each is a JSON Schema, those of checker itself and those of the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from checker.errors import SchemaError
from checker.patterns import lazy
from checker.resources import SCHEMAS
from checker.schemas.gate import Schema, compiled
from checker.schemas.hydrate import Convert, converter
from checker.types import Object

_NAME = lazy(r"[A-Za-z_][A-Za-z0-9_]*")
_TAKEN = frozenset(
    """as break const continue data else facts false for function if import in let loop namespace null package params
    return today true var void while""".split()
)


@dataclass(frozen=True)
class Kind:
    """A kind of record: its schema, and its type in the policy language."""

    name: str
    """As a record's `kind` says it, and as policies name the record."""
    schema: Mapping[str, Any]
    type: Object
    """With the fields that its references join."""
    gate: Schema = field(repr=False)
    """Judges and explains records of the kind."""

    @property
    def title(self) -> str:
        """The schema's title for people; the name where it has none."""
        return self.gate.shapes.root.title or self.name

    def is_valid(self, value: Any) -> bool:
        """Whether the schema accepts a record."""
        return self.gate.is_valid(value)

    @cached_property
    def hydrate(self) -> Convert:
        """Converts a valid record to the language's values; raises OverflowError for a number beyond 64 bits."""
        return converter(self.type)


Kinds: TypeAlias = Mapping[str, Kind]
"""The kinds of a run, by name."""


def load_kinds(extra: Mapping[str, Path] | None = None, *, show_sensitive: bool = False) -> Kinds:
    """The kinds that travel with checker and the user's own (name → schema file), which may replace them.

    With `show_sensitive`, no field is one that must not be shown.

    Raises SchemaError with the file and what is wrong with it.
    """
    from checker.schemas.derive import joined_type, object_type

    sources: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for file in sorted(SCHEMAS.glob("*.schema.json")):
        schema = _read(file)
        name = _constant(schema)
        if name is not None:
            sources[name] = (str(file), schema)
    for name, file in (extra or {}).items():
        sources[name] = (str(file), _own(name, file))
    if show_sensitive:
        sources = {name: (file, _unmarked(schema)) for name, (file, schema) in sources.items()}
    gates = {name: (file, Schema(schema)) for name, (file, schema) in sources.items()}
    plain = {name: _about(file, object_type, gate.shapes, name) for name, (file, gate) in gates.items()}
    return {
        name: Kind(name, gate.document, _about(file, joined_type, gate.shapes, name, plain), gate)
        for name, (file, gate) in gates.items()
    }


def _unmarked(schema: Any) -> Any:
    """A schema in which nothing is marked as sensitive."""
    if isinstance(schema, dict):
        return {name: _unmarked(part) for name, part in schema.items() if name != "x-sensitive"}
    return [_unmarked(part) for part in schema] if isinstance(schema, list) else schema


def _own(name: str, file: Path) -> Mapping[str, Any]:
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise SchemaError(
            f'"{name}" cannot name a kind of record: policies use the name in expressions. '
            "Take a word of letters, digits and _ that the language does not use itself."
        )
    schema = _read(file)
    _about(str(file), compiled, schema)
    constant = _constant(schema)
    if constant is not None and constant != name:
        raise SchemaError(
            f"{file} describes records of the kind {constant}, not {name}. Use --schema {constant}={file}."
        )
    if schema.get("additionalProperties") is False and "kind" not in schema.get("properties", {}):
        raise SchemaError(
            f"{file}: records say their kind, but the schema refuses a field kind. "
            f'Add "kind": {{"const": "{name}"}} to its properties.'
        )
    return schema


def _read(file: Path) -> Mapping[str, Any]:
    import json

    try:
        schema = json.loads(file.read_bytes())
    except OSError as error:
        raise SchemaError(f"{file}: the schema cannot be read: {error.strerror}. Check the path.") from None
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"{file}: the schema is not JSON: {error}. Schemas are written in JSON.") from None
    if not isinstance(schema, dict):
        raise SchemaError(f"{file}: the schema is not a JSON object, so it describes no records.")
    return schema


def _constant(schema: Mapping[str, Any]) -> str | None:
    """The kind whose records the schema describes, by the constant of its field `kind`."""
    properties = schema.get("properties")
    kind = properties.get("kind") if isinstance(properties, dict) else None
    constant = kind.get("const") if isinstance(kind, dict) else None
    return constant if isinstance(constant, str) else None


def _about(file: str, make: Any, *arguments: Any) -> Any:
    """Calls a function, and puts the file's name before what it finds wrong with the schema."""
    try:
        return make(*arguments)
    except SchemaError as error:
        raise SchemaError(f"{file}: {error}") from None
