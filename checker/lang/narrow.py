"""What a condition tells of the cases of a union: after `x.kind == "a" &&`, x is what it is where its kind is "a".

Only the types of variables are replaced. A variable that holds the union somewhere within gets a type of its own, in
which that part is the case; so whatever is read through the variable needs no more to be known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import TypeAlias

from checker.lang.expr import Call, Compare, Expr, Ident, ListLiteral, Literal, Logic, Select, Unary, access, children
from checker.schemas.unions import union, where
from checker.types import BOOL, DOUBLE, DYN, INT, STRING, List, Map, Object, String, Tag, Type
from checker.values import TypeValue

_Subject: TypeAlias = tuple[tuple[str, ...], str]
"""A union's path from its variable, and its tag."""

_OPEN_TYPES: Mapping[str, Type] = {
    "bool": BOOL,
    "int": INT,
    "double": DOUBLE,
    "string": STRING,
    "list": List(DYN),
    "map": Map(STRING, DYN),
}
"""What a field without a type can turn out to hold, by the name of its type."""
_Known: TypeAlias = dict[_Subject, frozenset[Tag | None]]
"""For each union that a condition speaks of, the cases that are left."""


def narrowed(test: Expr, holds: bool, names: Mapping[str, Type]) -> dict[str, Type]:
    """The names with the types that they have where a checked condition has this truth value."""
    made = dict(names)
    for (path, tag), left in _known(test, holds).items():
        root, *steps = path
        if root in made:
            made[root] = _within(made[root], tuple(steps), tag, left)
    for (root, *steps), type_ in _types(test, holds).items():
        if root in made and steps:
            made[root] = _typed(made[root], tuple(steps), type_)
    return made


def rests_on_narrowing(node: Expr) -> bool:
    """Whether a checked expression has its types only where a condition before it holds."""
    own = isinstance(node, Ident) and isinstance(node.type, Object) and node.type.whole is not None
    return own or any(rests_on_narrowing(child) for child in children(node))


def untyped(*nodes: Expr) -> str:
    """Why the fields that these expressions read have no type, to follow a message; empty where they have one."""
    for node in nodes:
        owner = node.operand.type if isinstance(node, Select) else None
        if isinstance(node, Select) and isinstance(owner, Object) and node.field in owner.fields:
            why = owner.fields[node.field].untyped
            if why:
                return f"; {access(node) or node.field} {why}"
    return ""


def _known(test: Expr, holds: bool) -> _Known:
    match test:
        case Unary(op="!"):
            return _known(test.operand, not holds)
        case Logic():
            parts = [_known(operand, holds) for operand in test.operands]
            return reduce(_both if (test.op == "&&") == holds else _one_of, parts)
        case Compare(op="==" | "!="):
            for one, other in ((test.left, test.right), (test.right, test.left)):
                if isinstance(other, Literal):
                    return _about(one, (other,), (test.op == "==") == holds)
            return {}
        case Compare(op="in", left=left, right=ListLiteral(items=items, optional=())):
            return _about(left, items, holds)
        case Select():
            return _about(test, (Literal(True, span=test.span),), holds)
        case _:
            return {}


def _types(test: Expr, holds: bool) -> dict[tuple[str, ...], Type]:
    """The fields without a type of which a condition says what they hold: `type(x.y) == string`."""
    match test:
        case Unary(op="!"):
            return _types(test.operand, not holds)
        case Logic(op=op, operands=operands) if (op == "&&") == holds:
            return {path: type_ for operand in operands for path, type_ in _types(operand, holds).items()}
        case Compare(
            op="==" | "!=", left=Call(function="type", args=(node,)), right=Literal(value=TypeValue() as value)
        ):
            meant = _OPEN_TYPES.get(value.name) if (test.op == "==") == holds else None
            path = _path(node)
            return {path: meant} if meant is not None and path else {}
        case _:
            return {}


def _typed(type_: Type, path: tuple[str, ...], meant: Type) -> Type:
    """A type in which what stands at a path, and has no type in its schema, has this one."""
    if not path:
        return meant if type_ == DYN else type_
    field = type_.fields.get(path[0]) if isinstance(type_, Object) else None
    inner = None if field is None else _typed(field.type, path[1:], meant)
    if not isinstance(type_, Object) or field is None or inner is None or inner is field.type:
        return type_
    return replace(type_, fields={**type_.fields, path[0]: replace(field, type=inner)}, whole=type_.whole or type_)


def _about(node: Expr, values: Iterable[Expr], among: bool) -> _Known:
    """What is left of the union whose tag a node reads, where that is (or is not) among some values."""
    owner = node.operand.type if isinstance(node, Select) and not node.optional else None
    if not isinstance(node, Select) or not isinstance(owner, Object) or owner.tag != node.field:
        return {}
    path = _path(node.operand)
    given = [each.value if isinstance(each, Literal) else None for each in values]
    named: set[Tag | None] = {value for value in given if isinstance(value, (str, bool))}
    if not path or len(named) < len(set(given)):
        return {}
    cases = owner.cases.keys()
    meant = {value if value in cases else None for value in named} if among else cases - named
    return {(path, owner.tag): frozenset(meant & cases)}


def _path(node: Expr) -> tuple[str, ...]:
    """A chain of fields from its variable; empty where the node is anything else."""
    if isinstance(node, Ident):
        return (node.name,)
    if isinstance(node, Select) and not node.optional:
        owner = _path(node.operand)
        return (*owner, node.field) if owner else ()
    return ()


def _both(one: _Known, other: _Known) -> _Known:
    return one | other | {subject: one[subject] & other[subject] for subject in one.keys() & other.keys()}


def _one_of(one: _Known, other: _Known) -> _Known:
    return {subject: one[subject] | other[subject] for subject in one.keys() & other.keys()}


def _within(type_: Type, path: tuple[str, ...], tag: str, left: frozenset[Tag | None]) -> Type:
    """A type in which the union at a path has only the cases that are left."""
    if not isinstance(type_, Object):
        return type_
    if not path:
        return _cases(type_, left) if type_.tag == tag else type_
    field = type_.fields.get(path[0])
    inner = None if field is None else _within(field.type, path[1:], tag, left)
    if field is None or inner is None or inner is field.type:
        return type_
    return replace(type_, fields={**type_.fields, path[0]: replace(field, type=inner)}, whole=type_.whole or type_)


def _cases(type_: Object, left: frozenset[Tag | None]) -> Object:
    kept = {value: case for value, case in type_.cases.items() if value in left}
    if not kept or len(kept) == len(type_.cases):
        return type_
    whole = type_.whole or type_
    made = union(f"{whole.name} where {where(type_.tag, list(kept), list(whole.cases))}", type_.tag, kept)
    field = made.fields[type_.tag]
    texts = tuple(value for value in kept if isinstance(value, str))
    if len(texts) == len(kept) and isinstance(field.type, String):
        field = replace(field, type=String(texts))
    return replace(made, fields={**made.fields, type_.tag: field}, whole=whole)
