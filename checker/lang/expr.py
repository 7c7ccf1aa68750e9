"""The syntax tree of an expression. The parser makes it, the type checker fills in `type`; nothing else changes it.

Operators and macros are nodes of their own, so that an engine (rows today, SQL beside it) and the explanations see what
the author wrote: an `exists` stays an `exists`.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, field
from typing import TypeAlias, Union

from checker.frozen import frozen
from checker.source import Span
from checker.types import DYN, Type


@frozen
class _Node:
    """What every node has."""

    _: KW_ONLY
    span: Span
    """Where it stands in the expression's text."""
    type: Type = field(default=DYN, compare=False)
    """Filled in by the type checker."""


@frozen
class Literal(_Node):
    """A constant: null, a bool, an int, a double or a string."""

    value: bool | int | float | str | None


@frozen
class Ident(_Node):
    """A variable: the record's kind, `today`, or one that a macro binds."""

    name: str


@frozen
class FactRef(_Node):
    """`facts.NAME`; the parser gives a `Select`, the type checker makes this of it."""

    name: str


@frozen
class Select(_Node):
    """`operand.field`; `at` is the span of the field's name."""

    operand: Expr
    field: str
    at: Span


@frozen
class Has(_Node):
    """`has(operand.field)`: whether the field is recorded."""

    select: Select


@frozen
class Index(_Node):
    """`operand[index]` of a list or a map."""

    operand: Expr
    index: Expr


@frozen
class Unary(_Node):
    """`!x` or `-x`."""

    op: str
    operand: Expr


@frozen
class Logic(_Node):
    """`a && b && …` or `a || b || …`, two operands or more."""

    op: str
    operands: tuple[Expr, ...]


@frozen
class Compare(_Node):
    """`==`, `!=`, `<`, `<=`, `>`, `>=` or `in`."""

    op: str
    left: Expr
    right: Expr


@frozen
class Arithmetic(_Node):
    """`+`, `-`, `*`, `/` or `%`; `+` joins strings and lists too."""

    op: str
    left: Expr
    right: Expr


@frozen
class Conditional(_Node):
    """`condition ? yes : no`."""

    condition: Expr
    yes: Expr
    no: Expr


@frozen
class Call(_Node):
    """`function(args)`, or `args[0].function(args[1:])` where `method` is true; `at` is the span of the name."""

    function: str
    args: tuple[Expr, ...]
    method: bool
    at: Span


@frozen
class ListLiteral(_Node):
    """`[a, b, …]`."""

    items: tuple[Expr, ...]


@frozen
class MapLiteral(_Node):
    """`{key: value, …}`."""

    entries: tuple[tuple[Expr, Expr], ...]


@frozen
class Macro(_Node):
    """`target.name(variable, body)` for all, exists, exists_one, filter and map.

    `map` has its value in `transform`, and a condition in `body` where it was given three arguments (None otherwise).
    """

    name: str
    target: Expr
    variable: str
    body: Expr | None
    transform: Expr | None = None


Expr: TypeAlias = Union[
    Literal,
    Ident,
    FactRef,
    Select,
    Has,
    Index,
    Unary,
    Logic,
    Compare,
    Arithmetic,
    Conditional,
    Call,
    ListLiteral,
    MapLiteral,
    Macro,
]


def children(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly below a node, in the order of the text."""
    match node:
        case Select(operand=operand) | Unary(operand=operand):
            return (operand,)
        case Has(select=select):
            return (select,)
        case Index(operand=operand, index=index):
            return (operand, index)
        case Logic(operands=items) | ListLiteral(items=items) | Call(args=items):
            return items
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Conditional(condition=condition, yes=yes, no=no):
            return (condition, yes, no)
        case MapLiteral(entries=entries):
            return tuple(part for entry in entries for part in entry)
        case Macro(target=target, body=body, transform=transform):
            return tuple(part for part in (target, body, transform) if part is not None)
        case _:
            return ()


def access(node: Expr) -> str:
    """A chain of fields as text (`engagement.dates.end`); empty where the node is anything else."""
    match node:
        case Ident(name=name):
            return name
        case Select(operand=operand, field=field):
            owner = access(operand)
            return f"{owner}.{field}" if owner else ""
        case _:
            return ""
