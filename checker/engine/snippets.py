"""Pieces of Python code, as syntax trees, of which compiled expressions are made."""

from __future__ import annotations

import ast

from checker.lang.expr import Macro
from checker.types import Map, Type

COMPARE: dict[str, ast.cmpop] = {
    "==": ast.Eq(),
    "!=": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "in": ast.In(),
}


def loop(
    node: Macro, holder: Type, target: ast.expr, names: list[str], body: ast.expr | None, transform: ast.expr | None
) -> ast.expr | None:
    """The code of a macro over a list or a map; None where there is none for it."""
    if len(names) == 2:
        items = ast.Attribute(target, "items", ast.Load())
        target = ast.Call(items, [], []) if isinstance(holder, Map) else ast.Call(name_of("enumerate"), [target], [])
    stores = [name_of(name, ast.Store()) for name in names]
    variable: ast.expr = stores[0] if len(stores) == 1 else ast.Tuple([*stores], ast.Store())
    tests = [] if body is None else [body]
    match node.name:
        case "exists" | "all" if body is not None:
            inner = ast.GeneratorExp(body, [ast.comprehension(variable, target, [], 0)])
            return ast.Call(name_of("any" if node.name == "exists" else "all"), [inner], [])
        case "exists_one":
            ones = ast.ListComp(ast.Constant(1), [ast.comprehension(variable, target, tests, 0)])
            return ast.Compare(ast.Call(name_of("len"), [ones], []), [ast.Eq()], [ast.Constant(1)])
        case "filter" if len(names) == 1:
            return ast.ListComp(name_of(names[0]), [ast.comprehension(variable, target, tests, 0)])
        case "map" | "transformList" if transform is not None:
            return ast.ListComp(transform, [ast.comprehension(variable, target, tests, 0)])
        case _:
            return None


def name_of(name: str, context: ast.expr_context | None = None) -> ast.Name:
    """A variable, read or (in a Store context) set."""
    return ast.Name(name, context or ast.Load())


def item_of(owner: ast.expr, key: ast.expr) -> ast.expr:
    """`owner[key]`."""
    return ast.Subscript(owner, key, ast.Load())


def negated(value: ast.expr) -> ast.expr:
    """`not value`."""
    return ast.UnaryOp(ast.Not(), value)


def got(owner: ast.expr, field: str, otherwise: ast.expr) -> ast.expr:
    """`owner.get(field, otherwise)`."""
    return ast.Call(ast.Attribute(owner, "get", ast.Load()), [ast.Constant(field), otherwise], [])


def shortcut(name: str, value: ast.expr, body: ast.expr) -> ast.expr:
    """The body, in which the name stands for the value."""
    parameters = ast.arguments([], [ast.arg(name)], None, [], [], None, [])
    return ast.Call(ast.Lambda(parameters, body), [value], [])
