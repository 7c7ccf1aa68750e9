"""Whether an expression can come to what is not recorded, as far as the schema tells."""

from __future__ import annotations

from collections.abc import Mapping

from checker.lang.expr import Decision, Expr, FactRef, Has, Index, Select, access, children
from checker.types import Object


def always_recorded(node: Expr, facts: Mapping[str, Expr]) -> bool:
    """Whether a checked expression has a value on every valid record; false where that is not sure."""
    match node:
        case Decision():
            return True
        case FactRef(name=name):
            return name in facts and always_recorded(facts[name], facts)
        case Select(operand=operand, optional=True):
            return bool(access(operand)) or always_recorded(operand, facts)
        case Select(operand=operand, field=field):
            owner = operand.type
            field_ = owner.fields.get(field) if isinstance(owner, Object) else None
            required = field_ is not None and field_.required and field_.joined_by is None
            return required and always_recorded(operand, facts)
        case Has(select=select):
            return bool(access(select.operand)) or always_recorded(select.operand, facts)
        case Index(optional=False):
            return False
        case _:
            return all(always_recorded(child, facts) for child in children(node))
