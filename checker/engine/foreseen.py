"""What can be told of an expression before it runs."""

from __future__ import annotations

from typing import Any

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.lang.expr import Arithmetic, Call, Expr, Has, Ident, Literal, Select, Unary, children
from checker.types import BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT, String, Type
from checker.values import Duration, Timestamp

UNTOLD = object()
_PLAIN = (BOOL, INT, UINT, DOUBLE, TIMESTAMP, DURATION)


def directly(type_: Type) -> bool:
    """Whether Python's own comparison is CEL's."""
    return type_ in _PLAIN or isinstance(type_, String)


def same_type(one: Type | None, other: Type) -> bool:
    """Whether values of the two types are of one Python type."""
    return one == other or (isinstance(one, String) and isinstance(other, String))


def can_be_lost(node: Expr) -> bool:
    """Whether a condition may have no value; that a field of the record is recorded or not is always known."""
    match node:
        case Unary(op="!", operand=operand):
            return can_be_lost(operand)
        case Has(select=Select(operand=operand)):
            return not is_chain(operand)
        case _:
            return True


def is_chain(node: Expr) -> bool:
    """Whether a node is a variable, or a field of a field … of one."""
    while isinstance(node, Select) and not node.optional:
        node = node.operand
    return isinstance(node, Ident)


def constant(node: Expr) -> Any:
    """The value of an expression that reads nothing; UNTOLD where it does, or where it has none."""
    if isinstance(node, Literal):
        return node.value
    if not isinstance(node, (Call, Arithmetic, Unary)) or not children(node):
        return UNTOLD
    if any(constant(part) is UNTOLD for part in children(node)):
        return UNTOLD
    value = evaluate(node, Env(new_program(), {}))
    plain = (str, int, float, bool, Timestamp, Duration)
    return value if type(value) in plain else UNTOLD
