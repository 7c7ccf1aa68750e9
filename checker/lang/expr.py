"""The syntax tree of an expression. The parser makes it, the type checker fills in `type`; nothing else changes it.

Operators and macros are nodes of their own, so that an engine (rows today, SQL beside it) and the explanations see what
the author wrote: an `exists` stays an `exists`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, field
from typing import TYPE_CHECKING, TypeAlias, Union

from checker.frozen import frozen
from checker.source import Span
from checker.types import DYN, Type
from checker.values import TypeValue

if TYPE_CHECKING:
    from checker.lang.cells import Cell


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
    """A constant: null, a bool, an int, a uint, a double, a string, bytes, or the name of a type."""

    value: bool | int | float | str | bytes | TypeValue | None


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
    """`operand.field`, or `operand.?field` where `optional`; `at` is the span of the field's name."""

    operand: Expr
    field: str
    at: Span
    optional: bool = False


@frozen
class Has(_Node):
    """`has(operand.field)`: whether the field is recorded."""

    select: Select


@frozen
class Index(_Node):
    """`operand[index]` of a list or a map, or `operand[?index]` where `optional`."""

    operand: Expr
    index: Expr
    optional: bool = False


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
    """`[a, b, …]`; an item written as `?a` is an optional value, and left out where that is none."""

    items: tuple[Expr, ...]
    optional: tuple[int, ...] = ()
    """The positions of the items written with `?`."""


@frozen
class MapLiteral(_Node):
    """`{key: value, …}`; an entry written as `?key: value` is left out where its value is none."""

    entries: tuple[tuple[Expr, Expr], ...]
    optional: tuple[int, ...] = ()
    """The positions of the entries written with `?`."""


@frozen
class Macro(_Node):
    """`target.name(variable, body)`, or `target.name(variable, second, body)`, over a list, a map or an optional.

    all, exists, exists_one, filter: `body` is the condition. map, transformList, transformMap, transformMapEntry,
    optMap, optFlatMap: `transform` makes the new value, and `body` is a condition where one was given, or None.
    With a second variable, the first is the index or key and the second the value.
    """

    name: str
    target: Expr
    variable: str
    body: Expr | None
    transform: Expr | None = None
    second: str | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """The names that it binds, in their order."""
        return (self.variable,) if self.second is None else (self.variable, self.second)


@frozen
class Bind(_Node):
    """`cel.bind(variable, value, body)`: a name for a value within the body."""

    variable: str
    value: Expr
    body: Expr


@frozen
class Input:
    """A column of a decision table: its name, its expression, and that as its author wrote it."""

    name: str
    text: str
    expr: Expr


@frozen
class Row:
    """A row of a decision table: a cell for each input, None where it takes anything, and the outcome."""

    cells: tuple[Cell | None, ...]
    outcome: str
    line: int = 0
    """Its line in a CSV file; 0 where it stands in the policy."""


@frozen
class Decision(_Node):
    """A decision table. No author writes it in an expression: it is what a fact that `decide:` makes is."""

    hit: str
    """first: the uppermost row that fits decides; unique: the one row that fits, and no two ever do."""
    inputs: tuple[Input, ...]
    rows: tuple[Row, ...]
    otherwise: str | None
    table: str
    """The file that the rows stand in."""


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
    Bind,
    Decision,
]


def walk(tree: Expr) -> Iterator[Expr]:
    """An expression and everything below it, in the order of the text."""
    yield tree
    for child in children(tree):
        yield from walk(child)


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
        case Bind(value=value, body=body):
            return (value, body)
        case Decision(inputs=inputs):
            return tuple(each.expr for each in inputs)
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
