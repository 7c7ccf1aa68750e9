"""Whether a condition hangs on the record at all: tried with every value that makes a difference to it.

settled(condition, given) -> True, False, or None where it varies. Parts that are not understood may come to anything,
so an answer other than None holds for every record that the condition can be told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from checker.lang.expr import Compare, Conditional, Expr, FactRef, Has, ListLiteral, Literal, Logic, Unary, access
from checker.types import BOOL, INT, String

_MOST = 4096
"""How many combinations of values are tried; a condition with more is taken to vary."""
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_OTHER = object()
"""Any value that the condition does not mention."""


def settled(condition: Expr, given: Expr | None = None) -> bool | None:
    """What a checked condition comes to wherever `given` is true; None where that is not always the same."""
    domains: dict[object, set[object]] = {}
    for tree in (condition, given):
        for name, type_, values in _asked(tree) if tree else ():
            domains.setdefault(name, set()).update(_samples(type_, values))
    if prod(map(len, domains.values())) > _MOST:
        return None
    came: set[bool] = set()
    for values in product(*domains.values()):
        chosen = dict(zip(domains, values, strict=True))
        if given is None or _value(given, chosen):
            came.add(_value(condition, chosen))
            if len(came) > 1:
                return None
    return came.pop() if len(came) == 1 else None


def exclusive(joined: Logic) -> bool:
    """Whether conditions joined by `&&` are never true together, although each may be by itself."""
    asked = [{name for name, _, _ in _asked(each)} for each in joined.operands]
    if sum(map(len, asked)) == len(set().union(*asked)):
        return False
    return settled(joined) is False and all(settled(each) is None for each in joined.operands)


def parts(tree: Expr) -> tuple[Expr, ...]:
    """The conditions that a condition is joined of; none where it is not joined."""
    match tree:
        case Logic(operands=operands):
            return operands
        case Unary(op="!", operand=operand):
            return (operand,)
        case Conditional(condition=condition, yes=yes, no=no):
            return condition, yes, no
    return ()


def _asked(tree: Expr) -> Iterator[tuple[object, object, tuple[object, ...]]]:
    """What the condition asks about: the name, its type, and the values that it is compared with."""
    if parts(tree):
        for part in parts(tree):
            yield from _asked(part)
    elif not isinstance(tree, Literal):
        field, _, values = _comparison(tree)
        if field is None:
            yield _key(tree), BOOL, ()
        else:
            yield access(field), field.type, values


def _comparison(node: Expr) -> tuple[Expr | None, str, tuple[object, ...]]:
    """A field, the operator and the values that it is compared with; no field where the node is something else."""
    if not isinstance(node, Compare):
        return None, "", ()
    if node.op == "in":
        items = node.right.items if isinstance(node.right, ListLiteral) else ()
        values = tuple(item.value for item in items if isinstance(item, Literal))
        return (
            (node.left, "in", values) if len(values) == len(items) > 0 and _told(node.left, values) else (None, "", ())
        )
    for field, other, op in ((node.left, node.right, node.op), (node.right, node.left, _MIRROR[node.op])):
        if isinstance(other, Literal) and _told(field, (other.value,)) and (op in ("==", "!=") or field.type == INT):
            return field, op, (other.value,)
    return None, "", ()


def _told(field: Expr, values: tuple[object, ...]) -> bool:
    if isinstance(field.type, String):
        wanted: type = str
    elif field.type in (BOOL, INT):
        wanted = bool if field.type == BOOL else int
    else:
        return False
    return bool(access(field)) and all(type(value) is wanted for value in values)


def _samples(type_: object, values: tuple[object, ...]) -> set[object]:
    """Values of a field of which each stands for all that a condition cannot tell from it."""
    if type_ == BOOL:
        return {True, False}
    if type_ == INT:
        return {near for each in values if isinstance(each, int) for near in (each - 1, each, each + 1)}
    closed = type_.values if isinstance(type_, String) else None
    return {*values, _OTHER} if closed is None else set(closed)


def _key(node: Expr) -> object:
    """By what a part is known again where it stands twice."""
    match node:
        case FactRef(name=name):
            return "fact", name
        case Has(select=select) if access(select):
            return "has", access(select)
    return access(node) or id(node)


def _value(tree: Expr, chosen: Mapping[object, object]) -> bool:
    match tree:
        case Literal(value=value):
            return value is True
        case Logic(op=op, operands=operands):
            return (all if op == "&&" else any)(_value(each, chosen) for each in operands)
        case Unary(op="!", operand=operand):
            return not _value(operand, chosen)
        case Conditional(condition=condition, yes=yes, no=no):
            return _value(yes if _value(condition, chosen) else no, chosen)
    field, op, values = _comparison(tree)
    if field is None:
        return chosen[_key(tree)] is True
    return _compared(chosen[access(field)], op, values)


def _compared(found: object, op: str, values: tuple[object, ...]) -> bool:
    if op in ("==", "in"):
        return found in values
    if op == "!=":
        return found not in values
    (limit,) = values
    assert isinstance(found, int) and isinstance(limit, int)
    if op in ("<", "<="):
        return found < limit or (op == "<=" and found == limit)
    return found > limit or (op == ">=" and found == limit)
