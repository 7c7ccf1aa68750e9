"""What can be wrong with a comparison or an `in` whose two sides have their types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checker.lang.expr import Compare, Expr, ListLiteral, Literal, access
from checker.lang.faults import Fault
from checker.lang.lattice import ANY, comparable, described, impossible, ordered
from checker.lang.mismatch import not_comparable
from checker.lang.narrow import untyped
from checker.types import DYN, NULL, List, Map, Object, Simple, Type


def check_comparison(node: Compare) -> Iterator[Fault]:
    """The faults of a comparison in a policy: it must have a meaning, and be able to come out either way."""
    left, right = node.left, node.right
    if NULL in (left.type, right.type):
        subject = access(right if left.type == NULL else left)
        test = f"write {'' if node.op == '!=' else '!'}has({subject})"
        advice = test if "." in subject else "ask has() of a field"
        yield Fault("L015", node.span, f"null means not recorded; {advice}")
    elif node.op == "in":
        yield from _membership(node)
    elif not (comparable if node.op in ("==", "!=") else ordered)(left.type, right.type):
        why = not_comparable(node.op, left.type, right.type) + untyped(left, right)
        yield Fault("L013", node.span, why)
    elif node.op in ("==", "!="):
        yield from _possible(left, right)


def check_open_comparison(node: Compare) -> Iterator[Fault]:
    """The same outside of policies: `==` compares anything, and what is not known may be ordered."""
    left, right = _opened(node.left.type), _opened(node.right.type)
    if node.op == "in":
        if not isinstance(right, (List, Map)) and right != ANY:
            yield Fault("L013", node.right.span, f"'in' needs a list or a map, this is {described(right)}")
    elif node.op not in ("==", "!=") and not ordered(left, right):
        yield Fault("L013", node.span, not_comparable(node.op, left, right))


def _opened(type_: Type) -> Type:
    return ANY if type_ == DYN else type_


def _membership(node: Compare) -> Iterator[Fault]:
    left, right = node.left, node.right
    match right.type:
        case List(item=item) | Map(key=item):
            if not comparable(left.type, item):
                yield Fault("L013", node.span, not_comparable("in", left.type, item) + untyped(left, right))
            elif isinstance(right, ListLiteral):
                for each in right.items:
                    yield from _possible(left, each)
            else:
                yield from _possible(left, replace(right, type=item))
        case Simple(name="?"):
            pass
        case _:
            advice = "; has() says whether a field is recorded" if isinstance(right.type, Object) else ""
            message = f"'in' needs a list or a map on its right, this is {described(right.type)}{advice}"
            yield Fault("L013", right.span, message + untyped(right))


def _possible(left: Expr, right: Expr) -> Iterator[Fault]:
    """A text that a closed list of values does not have; two texts that are written out may differ."""
    if isinstance(left, Literal) and isinstance(right, Literal):
        return
    for one, other in ((left, right), (right, left)):
        message = impossible(one.type, other.type)
        if message and (isinstance(one, Literal) or not isinstance(other, Literal)):
            yield Fault("L014", one.span, message)
            return
