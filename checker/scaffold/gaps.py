"""What the schema still finds wrong with a record in the making: the gate's own objections, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from checker.record import Problem
from checker.scaffold.fields import plain
from checker.schemas import Kind

if TYPE_CHECKING:
    from checker.schemas.leaves import Leaf

MISSING = ("required", "dependentRequired", "dependentSchemas")
"""Keywords whose path is that of a field which is not there."""
TOO_FEW = ("minItems", "contains", "minProperties", "oneRequired")
"""Keywords that ask for more of what is there."""


def gaps(kind: Kind, record: Mapping[str, Any]) -> list[Leaf]:
    """Everything that keeps a record from being valid, in the schema's order; empty for a valid one."""
    found = plain(record)
    if kind.is_valid(found):
        return []
    from checker.schemas.leaves import leaves

    return leaves(kind.schema, found)


def problems(kind: Kind, record: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The same in the user's words."""
    return kind.gate.explain(plain(record), lambda path: None, "record")
