"""JSON Schema: the kinds of record, whether a record fits its kind, why it does not, and the types of its fields.

load_kinds(extra) → Kinds                             the schemas, and the types that policies are checked against
validate(record, kinds) → ValidRecord | InvalidRecord
Schema(document)                                      the same gate for any other document
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.record import Locate, Problem
from checker.schemas.gate import Schema
from checker.schemas.hydrate import Convert, converter
from checker.schemas.kinds import Kind, Kinds, load_kinds
from checker.schemas.validate import validate
from checker.types import Object

__all__ = ["Kind", "Kinds", "Schema", "entry_type", "explain", "load_kinds", "validate"]


def explain(schema: Mapping[str, Any], value: Any, locate: Locate) -> tuple[Problem, ...]:
    """What is wrong with a value by a schema, best problem first; empty for one that fits."""
    return Schema(schema).explain(value, locate)


def entry_type(schema: Schema, name: str) -> tuple[Object, Convert]:
    """The type of values that are no records, and what makes the policy language's values of them.

    Raises SchemaError where they need not be objects.
    """
    from checker.schemas.derive import object_type

    type_ = object_type(schema.shapes, name)
    return type_, converter(type_)
