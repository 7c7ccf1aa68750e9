"""Conditions that come to the same for every record: what their authors mean is something else, so they are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.lang.expr import Call, Compare, Expr, FactRef, Ident, ListLiteral, Literal, Logic, access, children
from checker.lang.faults import Fault
from checker.lang.vary import exclusive, settled
from checker.types import String

_SIZES = {">=": 0, ">": -1, "<": 0, "<=": -1, "!=": -1, "==": -1}
"""Comparisons of a size that nothing decides: with a number up to this one, from below."""


def always(tree: Expr) -> Iterator[Fault]:
    """The comparisons, and the conditions joined by `&&` and `||`, of a checked tree that never vary."""
    if isinstance(tree, Compare):
        why = _comparison(tree)
        if why:
            yield Fault("L019", tree.span, why)
            return
    if isinstance(tree, Logic):
        why = _joined(tree)
        if not why and tree.op == "&&" and exclusive(tree):
            why = "these conditions exclude each other, so this is never true"
        if why:
            yield Fault("L019", tree.span, why)
    for child in children(tree):
        yield from always(child)


def never(tree: Expr) -> Fault | None:
    """Why a checked condition can never be true; None where it can."""
    why = _joined(tree) if isinstance(tree, Logic) and tree.op == "&&" else ""
    if not why and settled(tree) is False:
        why = "this is never true, whatever a record says"
    return Fault("L026", tree.span, f"{why}; the policy would be about no record") if why else None


def _comparison(node: Compare) -> str:
    if not _reads(node):
        return "this compares what is written here with what is written here, and comes to the same for every record"
    name = access(node.left)
    if name and name == access(node.right):
        return f"this compares {name} with itself"
    if node.op == "in" and isinstance(node.right, ListLiteral) and isinstance(node.left.type, String):
        listed = {item.value for item in node.right.items if isinstance(item, Literal)}
        values = node.left.type.values
        if values is not None and len(values) > 1 and listed >= set(values) and not isinstance(node.left, Literal):
            return f"the list has every value that can occur ({', '.join(values)}), so this is always true"
    if isinstance(node.left, Call) and node.left.function == "size" and isinstance(node.right, Literal):
        limit, number = _SIZES.get(node.op), node.right.value
        if limit is not None and type(number) is int and number <= limit:
            told = "always true" if node.op in (">=", ">", "!=") else "never true"
            return f"a size is 0 or more, so this is {told}"
    return ""


def _joined(node: Logic) -> str:
    """Why operands decide each other: `x == a && x == b`, `x != a || x != b`, `x == a || x != a`."""
    seen: dict[str, set[object]] = {}
    for operand in node.operands:
        for name, (equal, values) in _values(operand).items():
            if equal is not (node.op == "&&"):
                continue
            before = seen.get(name)
            seen[name] = values if before is None else before & values
            if before and not seen[name]:
                first, second = (" or ".join(sorted(map(_shown, each))) for each in (before, values))
                if node.op == "&&":
                    return f"{name} cannot be {first} and {second}, so this is never true"
                return f"{name} cannot be {first} and {second} at once, so this is always true; is && meant?"
    return ""


def _values(node: Expr) -> Mapping[str, tuple[bool, set[object]]]:
    """The field that a comparison is about, whether it says what the field is (or is not), and the values."""
    if not isinstance(node, Compare):
        return {}
    if node.op in ("==", "!="):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if access(one) and isinstance(other, Literal):
                return {access(one): (node.op == "==", {other.value})}
    if node.op == "in" and isinstance(node.right, ListLiteral) and access(node.left):
        items = [item.value for item in node.right.items if isinstance(item, Literal)]
        if len(items) == len(node.right.items):
            return {access(node.left): (True, set(items))}
    return {}


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _reads(node: Expr) -> bool:
    """Whether a part hangs on the record, on the day, or on anything that is not written out."""
    return isinstance(node, (Ident, FactRef)) or any(_reads(child) for child in children(node))
