"""Generated syntax trees, and their text."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

from hypothesis import strategies as st

from checker.lang.expr import (
    Arithmetic,
    Bind,
    Call,
    Compare,
    Conditional,
    Decision,
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
from checker.values import UInt

NOWHERE = Span(0, 0)
_NAMES = st.sampled_from(["a", "b", "thing", "today", "facts", "_", "inner", "hash", "x1", "Ünot"[1:]])
_ONE = st.sampled_from(["all", "exists", "exists_one", "filter", "map", "optMap", "optFlatMap"])
_TWO = st.sampled_from(["all", "exists", "exists_one", "transformList", "transformMap", "transformMapEntry"])
_FUNCTIONS = st.sampled_from(["size", "f", "matches", "addMonths"])
_SPACED = st.sampled_from(["math.abs", "optional.of", "strings.quote"])
_FIELDS = _NAMES | st.sampled_from(["content-type", "a.b", "for", "x y"])
_LITERALS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.integers(0, (1 << 64) - 1).map(UInt),
    st.binary(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def _compound(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    select = st.builds(lambda operand, field: Select(operand, field, NOWHERE, span=NOWHERE), inner, _FIELDS)
    marked = st.sampled_from([(), (0,)])
    operands = st.lists(inner, min_size=2, max_size=3).map(tuple)
    arguments = st.lists(inner, max_size=2).map(tuple)
    return st.one_of(
        select,
        st.builds(lambda chosen: Has(chosen, span=NOWHERE), select),
        st.builds(lambda operand, field: Select(operand, field, NOWHERE, True, span=NOWHERE), inner, _FIELDS),
        st.builds(lambda owner, index, mark: Index(owner, index, mark, span=NOWHERE), inner, inner, st.booleans()),
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
        st.builds(lambda name, args: Call(name, args, False, NOWHERE, span=NOWHERE), _SPACED, arguments),
        st.builds(lambda items, mark: ListLiteral(items, mark if items else (), span=NOWHERE), arguments, marked),
        st.builds(
            lambda entries, mark: MapLiteral(tuple(entries), mark if entries else (), span=NOWHERE),
            st.lists(st.tuples(inner, inner), max_size=2),
            marked,
        ),
        st.builds(_macro, _ONE, inner, st.tuples(_NAMES), inner, st.none() | inner),
        st.builds(_macro, _TWO, inner, st.tuples(_NAMES, st.just("second")), inner, st.none() | inner),
        st.builds(lambda name, value, body: Bind(name, value, body, span=NOWHERE), _NAMES, inner, inner),
    )


def _macro(name: str, target: Expr, variables: tuple[str, ...], body: Expr, condition: Expr | None) -> Macro:
    second = variables[1] if len(variables) == 2 else None
    if name not in ("all", "exists", "exists_one", "filter"):
        kept = None if name.startswith("opt") else condition
        return Macro(name, target, variables[0], kept, body, second, span=NOWHERE)
    return Macro(name, target, variables[0], body, None, second, span=NOWHERE)


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
        case Select(operand=operand, field=field, optional=optional):
            name = field if field.isidentifier() else f"`{field}`"
            return f"{_operand(operand)}.{'?' * optional}{name}"
        case Has(select=select):
            return f"has({text_of(select)})"
        case Index(operand=operand, index=index, optional=optional):
            return f"{_operand(operand)}[{'?' * optional}{text_of(index)}]"
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
        case ListLiteral(items=items, optional=marked):
            return "[" + ", ".join("?" * (n in marked) + text_of(item) for n, item in enumerate(items)) + "]"
        case MapLiteral(entries=entries, optional=marked):
            shown = (f"{'?' * (n in marked)}{text_of(k)}: {text_of(v)}" for n, (k, v) in enumerate(entries))
            return "{" + ", ".join(shown) + "}"
        case Macro(name=name, target=target, body=body, transform=transform):
            parts = [*node.variables, *(text_of(part) for part in (body, transform) if part is not None)]
            return f"{_operand(target)}.{name}({', '.join(parts)})"
        case Bind(variable=variable, value=value, body=body):
            return f"cel.bind({variable}, {text_of(value)}, {text_of(body)})"
        case Decision():
            raise AssertionError("no text parses to a decision table")


def _operand(node: Expr) -> str:
    return node.name if isinstance(node, Ident) else f"({text_of(node)})"


def _literal(value: object) -> str:
    match value:
        case str():
            for char, escape in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r")):
                value = value.replace(char, escape)
            return f"'{value}'"
        case bytes():
            return "b'" + "".join(f"\\x{octet:02x}" for octet in value) + "'"
        case UInt():
            return f"{int(value)}u"
        case _:
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
