"""Calls that are no functions: `has`, the macros over lists, maps and optionals, and `cel.bind`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.lang.expr import Bind, Call, Expr, Has, Ident, Macro, Select
from checker.lang.faults import SyntaxFault
from checker.source import Span

if TYPE_CHECKING:
    from checker.lang.lexer import Token

NAMESPACES = frozenset({"math", "optional", "strings"})
"""`math.abs(x)` is the function math.abs, not a method of a variable math."""

FORMS = {
    "all": "list.all(item, condition on item)",
    "exists": "list.exists(item, condition on item)",
    "exists_one": "list.exists_one(item, condition on item)",
    "existsOne": "list.existsOne(item, condition on item)",
    "filter": "list.filter(item, condition on item)",
    "map": "list.map(item, value)",
    "transformList": "list.transformList(index, item, value)",
    "transformMap": "map.transformMap(key, value, new value)",
    "transformMapEntry": "map.transformMapEntry(key, value, {new key: new value})",
    "optMap": "optional.optMap(value, new value)",
    "optFlatMap": "optional.optFlatMap(value, new optional)",
}
"""Every macro, as an author writes it."""

_CONDITIONS = frozenset({"all", "exists", "exists_one", "existsOne"})
_TRANSFORMS = frozenset({"transformList", "transformMap", "transformMapEntry"})


def call(name: Token, args: tuple[Expr, ...], span: Span) -> Expr:
    """`name(args)`. Raises SyntaxFault where it is a macro with other arguments than it has."""
    if name.text != "has":
        return Call(name.text, args, False, name.span, span=span)
    if len(args) != 1 or not isinstance(args[0], Select) or args[0].optional:
        raise SyntaxFault(span, "has() takes one field, for example has(engagement.dates.end)")
    return Has(args[0], span=span)


def method(target: Expr, name: Token, args: tuple[Expr, ...], span: Span) -> Expr:
    """`target.name(args)`. Raises SyntaxFault where it is a macro with other arguments than it has."""
    if isinstance(target, Ident) and target.name == "cel" and name.text == "bind":
        return _bind(name, args, span)
    if isinstance(target, Ident) and target.name in NAMESPACES:
        at = Span(target.span.start, name.span.end)
        return Call(f"{target.name}.{name.text}", args, False, at, span=span)
    if name.text not in FORMS:
        return Call(name.text, (target, *args), True, name.span, span=span)
    names, rest = _split(name.text, args)
    if not names:
        wrong = Span(name.span.start, span.end)
        names_wanted = "two names" if name.text in _TRANSFORMS else "a name"
        raise SyntaxFault(wrong, f"{name.text} takes {names_wanted} and an expression: {FORMS[name.text]}")
    text = "exists_one" if name.text == "existsOne" else name.text
    second = names[1] if len(names) == 2 else None
    if text in _CONDITIONS or text == "filter":
        return Macro(text, target, names[0], rest[0], None, second, span=span)
    body = rest[0] if len(rest) == 2 else None
    return Macro(text, target, names[0], body, rest[-1], second, span=span)


def _split(name: str, args: tuple[Expr, ...]) -> tuple[tuple[str, ...], tuple[Expr, ...]]:
    """The variables and the expressions of a macro's arguments; no variables where they do not fit."""
    one: tuple[int, ...] = ()
    two: tuple[int, ...] = ()
    if name in _CONDITIONS:
        one, two = (2,), (3,)
    elif name in _TRANSFORMS:
        two = (3, 4)
    else:
        one = (2, 3) if name == "map" else (2,)
    number = 1 if len(args) in one else 2 if len(args) in two else 0
    names = tuple(arg.name for arg in args[:number] if isinstance(arg, Ident) and not arg.name.startswith("."))
    distinct = len(set(names)) == len(names) == number
    return (names, args[number:]) if distinct else ((), ())


def _bind(name: Token, args: tuple[Expr, ...], span: Span) -> Expr:
    if len(args) != 3 or not isinstance(args[0], Ident):
        wrong = Span(name.span.start, span.end)
        raise SyntaxFault(
            wrong, "cel.bind takes a name, its value and an expression: cel.bind(name, value, expression)"
        )
    return Bind(args[0].name, args[1], args[2], span=span)
