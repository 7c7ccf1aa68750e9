"""Comparisons in English: how old something is, before and after, at least and at most, one of, empty."""

from __future__ import annotations

from checker.catalogue.claim import Claim
from checker.catalogue.constants import constant
from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Line, listed
from checker.catalogue.values import counted_noun, value
from checker.lang.expr import Arithmetic, Call, Compare, Expr, Ident, ListLiteral, Literal, Macro, children
from checker.types import BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT, Map, String

_NOT = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NUMBER = {"<": "is less than {}", "<=": "is at most {}", ">": "is more than {}", ">=": "is at least {}"}
_NUMBER |= {"==": "is {}", "!=": "is not {}"}
_AGE = {"<": "is less than {} {}", "<=": "is not more than {} {}", ">": "is more than {} {}", ">=": "is at least {} {}"}
_AGE |= {"==": "is exactly {} {}", "!=": "is not exactly {} {}"}
_TODAY = {"<": "is before today", "<=": "is today or earlier", ">": "is after today", ">=": "is today or later"}
_TODAY |= {"==": "is today", "!=": "is not today"}
_MOMENT = {"<": "is before {}", "<=": "is not after {}", ">": "is after {}", ">=": "is not before {}"}
_FIXED = {"<": "is before {}", "<=": "is {} or earlier", ">": "is after {}", ">=": "is {} or later"}
_SIZE = {"<": "has fewer than {}", "<=": "has at most {}", ">": "has more than {}", ">=": "has at least {}"}
_SIZE |= {"==": "has exactly {}", "!=": "does not have exactly {}"}
_EMPTY = {("==", 0), ("<=", 0), ("<", 1)}
_FILLED = {("!=", 0), (">", 0), (">=", 1)}
_NUMBERS = (INT, UINT, DOUBLE)


def compare(say: Speaker, node: Compare, holds: bool) -> Claim:
    """That a comparison holds, or that it does not."""
    if node.op == "in":
        return _membership(say, node.left, node.right, holds)
    left, right = node.left, node.right
    op = node.op if holds else _NOT[node.op]
    if _is_fixed(left) and not _is_fixed(right):
        left, right, op = right, left, _FLIP[op]
    truth = right.value if isinstance(right, Literal) else None
    if isinstance(truth, bool) and op in ("==", "!=") and left.type == BOOL:
        wanted = truth is (op == "==")
        return say.condition(left, wanted)
    return _age(say, left, op, right) or _size(say, left, op, right) or _plain(say, node, left, op, right, holds)


def _is_fixed(node: Expr) -> bool:
    """Whether a part is the same for every record on one day."""
    if isinstance(node, Ident):
        return node.name in ("today", "params")
    return isinstance(node, Literal) or (bool(children(node)) and all(map(_is_fixed, children(node))))


def _age(say: Speaker, left: Expr, op: str, right: Expr) -> Claim | None:
    """`today - x <= days(365)`: x is not more than 365 days ago."""
    if not isinstance(left, Arithmetic) or left.op != "-" or left.type != DURATION or right.type != DURATION:
        return None
    until, since = left.left, left.right
    if until.type != TIMESTAMP or since.type != TIMESTAMP:
        return None
    length = value(say, right)
    if say.is_today(until):
        return Claim(_filled(_AGE[op], length, ("ago",)), value(say, since))
    return Claim(_filled(_AGE[op], length, ("after ", *value(say, since))), value(say, until))


def _size(say: Speaker, left: Expr, op: str, right: Expr) -> Claim | None:
    """`size(x) >= 1`: x is not empty."""
    if not isinstance(left, Call) or left.function != "size" or len(left.args) != 1 or isinstance(left.args[0], Macro):
        return None
    noun, count = counted_noun(left.args[0]), constant(say, right)
    if noun is None or type(count) is not int:
        return None
    subject = value(say, left.args[0])
    if isinstance(right, Literal) and (op, count) in _EMPTY | _FILLED:
        return Claim(("is empty" if (op, count) in _EMPTY else "is not empty",), subject)
    return Claim(_filled(_SIZE[op], (*value(say, right), f" {noun[count != 1]}")), subject)


def _plain(say: Speaker, node: Compare, left: Expr, op: str, right: Expr, holds: bool) -> Claim:
    subject, other = value(say, left), value(say, right)
    if left.type == TIMESTAMP and right.type == TIMESTAMP and op not in ("==", "!="):
        if say.is_today(right):
            return Claim((_TODAY[op],), subject)
        return Claim(_filled((_FIXED if _is_fixed(right) else _MOMENT)[op], other), subject)
    if op in ("==", "!="):
        if say.is_today(right):
            return Claim((_TODAY[op],), subject)
        if isinstance(right, Literal) and right.value == "":
            return Claim(("is empty" if op == "==" else "is not empty",), subject)
        same = "" if _is_fixed(right) else "the same as "
        return Claim((f"is {same}" if op == "==" else f"is not {same}", *other), subject)
    if left.type in _NUMBERS and right.type in _NUMBERS:
        # Of numbers with a fraction, one may be no number at all: then neither `<` nor `>=` holds.
        if not holds and DOUBLE in (left.type, right.type):
            return Claim(_filled(_NUMBER[_NOT[op]].replace("is ", "is not ", 1), other), subject)
        return Claim(_filled(_NUMBER[op], other), subject)
    if left.type == DURATION and right.type == DURATION:
        return Claim(_filled(_NUMBER[op], other), subject)
    return Claim(("holds" if holds else "does not hold",), say.code(node))


def _membership(say: Speaker, left: Expr, right: Expr, holds: bool) -> Claim:
    """`x in [a, b]`: x is a or b; `x in list`: the list includes x."""
    subject, wanted = value(say, left), value(say, right)
    if isinstance(right, ListLiteral) and right.items and not right.optional:
        return Claim(_one_of([value(say, each) for each in right.items], holds), subject)
    if isinstance(right.type, Map):
        return Claim(("has an entry for " if holds else "has no entry for ", *subject), wanted)
    if isinstance(right.type, String):
        return Claim(("holds" if holds else "does not hold",), say.code(right))
    return Claim(("includes " if holds else "does not include ", *subject), wanted)


def _one_of(items: list[Line], holds: bool) -> Line:
    if len(items) == 1:
        return ("is " if holds else "is not ", *items[0])
    if len(items) == 2:
        return ("is " if holds else "is neither ", *listed(items, "or" if holds else "nor"))
    return ("is one of " if holds else "is none of ", *listed(items, "or" if holds else "and"))


def _filled(form: str, *given: Line) -> Line:
    """A form with its holes filled."""
    first, *rest = form.split("{}")
    found: Line = (first,)
    for line, text in zip(given, rest, strict=True):
        found = (*found, *line, *([text] if text else []))
    return found
