"""JSON Schema: the kinds of record, whether a record fits its kind, why it does not, and the types of its fields.

load_kinds(extra) → Kinds                             the schemas, and the types that policies are checked against
validate(record, kinds) → ValidRecord | InvalidRecord
Schema(document)                                      the same gate for any other document
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.model import Locate, Problem
from checker.schemas.gate import Schema
from checker.schemas.kinds import Kind, Kinds, load_kinds
from checker.schemas.validate import validate

__all__ = ["Kind", "Kinds", "Schema", "explain", "load_kinds", "validate"]


def explain(schema: Mapping[str, Any], value: Any, locate: Locate) -> tuple[Problem, ...]:
    """What is wrong with a value by a schema, best problem first; empty for one that fits."""
    return Schema(schema).explain(value, locate)
