"""Generated syntax trees, and their text."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

from hypothesis import strategies as st

from checker.lang.expr import (
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    FactRef,
    Has,
    Ident,
    Index,
    ListLiteral,
    Literal,
    Logic,
    Macro,
    MapLiteral,
    Select,
    Unary,
)
from checker.source import Span

NOWHERE = Span(0, 0)
_NAMES = st.sampled_from(["a", "b", "thing", "today", "facts", "_", "inner", "hash", "x1", "Ünot"[1:]])
_MACROS = st.sampled_from(["all", "exists", "exists_one", "filter", "map"])
_FUNCTIONS = st.sampled_from(["size", "f", "matches", "addMonths"])
_LITERALS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def _compound(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    select = st.builds(lambda operand, field: Select(operand, field, NOWHERE, span=NOWHERE), inner, _NAMES)
    operands = st.lists(inner, min_size=2, max_size=3).map(tuple)
    arguments = st.lists(inner, max_size=2).map(tuple)
    return st.one_of(
        select,
        st.builds(lambda chosen: Has(chosen, span=NOWHERE), select),
        st.builds(lambda operand, index: Index(operand, index, span=NOWHERE), inner, inner),
        st.builds(lambda op, operand: Unary(op, operand, span=NOWHERE), st.sampled_from("!-"), inner),
        st.builds(lambda op, parts: Logic(op, parts, span=NOWHERE), st.sampled_from(["&&", "||"]), operands),
        st.builds(
            lambda op, left, right: Compare(op, left, right, span=NOWHERE),
            st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in"]),
            inner,
            inner,
        ),
        st.builds(lambda op, a, b: Arithmetic(op, a, b, span=NOWHERE), st.sampled_from("+-*/%"), inner, inner),
        st.builds(lambda c, yes, no: Conditional(c, yes, no, span=NOWHERE), inner, inner, inner),
        st.builds(lambda name, args: Call(name, args, False, NOWHERE, span=NOWHERE), _FUNCTIONS, arguments),
        st.builds(
            lambda name, target, args: Call(name, (target, *args), True, NOWHERE, span=NOWHERE),
            _FUNCTIONS,
            inner,
            arguments,
        ),
        st.builds(lambda items: ListLiteral(items, span=NOWHERE), arguments),
        st.builds(
            lambda entries: MapLiteral(tuple(entries), span=NOWHERE), st.lists(st.tuples(inner, inner), max_size=2)
        ),
        st.builds(_macro, _MACROS, inner, _NAMES, inner, st.none() | inner),
    )


def _macro(name: str, target: Expr, variable: str, body: Expr, condition: Expr | None) -> Macro:
    if name == "map":
        return Macro(name, target, variable, condition, body, span=NOWHERE)
    return Macro(name, target, variable, body, span=NOWHERE)


TREES: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(
        _LITERALS.map(lambda value: Literal(value, span=NOWHERE)),
        _NAMES.map(lambda name: Ident(name, span=NOWHERE)),
    ),
    _compound,
    max_leaves=25,
)
"""Trees as the parser makes them, without places."""


def text_of(node: Expr) -> str:
    """An expression that parses to the tree; every operand stands in brackets."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Ident(name=name):
            return name
        case FactRef(name=name):
            return f"facts.{name}"
        case Select(operand=operand, field=field):
            return f"{_operand(operand)}.{field}"
        case Has(select=select):
            return f"has({text_of(select)})"
        case Index(operand=operand, index=index):
            return f"{_operand(operand)}[{text_of(index)}]"
        case Unary(op=op, operand=operand):
            return f"{op}{_operand(operand)}"
        case Logic(op=op, operands=operands):
            return f" {op} ".join(map(_operand, operands))
        case Compare(op=op, left=left, right=right) | Arithmetic(op=op, left=left, right=right):
            return f"{_operand(left)} {op} {_operand(right)}"
        case Conditional(condition=condition, yes=yes, no=no):
            return f"{_operand(condition)} ? {_operand(yes)} : {_operand(no)}"
        case Call(function=function, args=args, method=method):
            target = f"{_operand(args[0])}." if method else ""
            return f"{target}{function}({', '.join(map(text_of, args[method:]))})"
        case ListLiteral(items=items):
            return f"[{', '.join(map(text_of, items))}]"
        case MapLiteral(entries=entries):
            return "{" + ", ".join(f"{text_of(key)}: {text_of(value)}" for key, value in entries) + "}"
        case Macro(name=name, target=target, variable=variable, body=body, transform=transform):
            parts = ", ".join([variable, *(text_of(part) for part in (body, transform) if part is not None)])
            return f"{_operand(target)}.{name}({parts})"


def _operand(node: Expr) -> str:
    return node.name if isinstance(node, Ident) else f"({text_of(node)})"


def _literal(value: bool | int | float | str | None) -> str:
    if isinstance(value, str):
        for char, escape in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r")):
            value = value.replace(char, escape)
        return f"'{value}'"
    return "null" if value is None else repr(value).lower()


def placeless(node: Expr) -> Expr:
    """The tree without its places."""
    made: Expr = _placeless(node)
    return made


def _placeless(part: Any) -> Any:
    if isinstance(part, Span):
        return NOWHERE
    if isinstance(part, tuple):
        return tuple(_placeless(item) for item in part)
    if not isinstance(part, get_args(Expr)):
        return part
    return replace(part, **{each.name: _placeless(getattr(part, each.name)) for each in fields(part)})
