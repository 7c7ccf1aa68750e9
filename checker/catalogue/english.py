"""Conditions in English: every kind of node of a checked expression, or the expression itself where words would fail.

Negation is pushed down to where it can be said in a word: `!(a && b)` becomes "a is not …, or b is not …".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.catalogue.calls import CONDITIONS
from checker.catalogue.claim import Claim, after, beneath, inline, together
from checker.catalogue.compare import compare
from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Code, Line
from checker.catalogue.values import value
from checker.frozen import frozen
from checker.lang.expr import (
    Bind,
    Call,
    Compare,
    Conditional,
    Expr,
    FactRef,
    Has,
    Index,
    Literal,
    Logic,
    Macro,
    Select,
    Unary,
    children,
)
from checker.lang.policy import CheckedPolicy, Clause, Fact
from checker.types import Map

_QUANTIFIERS = ("all", "exists", "exists_one")


def clause_claim(clause: Clause, policy: CheckedPolicy) -> Claim:
    """What a clause, or `when`, says."""
    return condition(speaker(clause.text, policy.summary.applies_to, policy.facts, policy.values), clause.expr)


def speaker(text: str, kind: str, facts: Mapping[str, Fact], values: Mapping[str, Any]) -> Speaker:
    """Who speaks of an expression; `text` is the expression as its author wrote it."""
    return Speaker(text, kind, facts, values.get("params", {}), condition, value)


def condition(say: Speaker, node: Expr, holds: bool = True) -> Claim:
    """That a condition holds, or that it does not."""
    match node:
        case Logic():
            same = [condition(say, each, holds) for each in _flat(node)]
            return together(same, "and" if (node.op == "&&") == holds else "or")
        case Unary(op="!"):
            return condition(say, node.operand, not holds)
        case Compare():
            return compare(say, node, holds)
        case Has():
            return Claim(("is recorded" if holds else "is not recorded",), value(say, node.select))
        case Macro(name=name) if name in _QUANTIFIERS and node.body is not None:
            return _quantified(say, node, node.body, holds)
        case Conditional():
            return _either(say, node, holds)
        case Bind():
            return _bound(say, node, holds)
        case FactRef():
            return Claim(("holds" if holds else "does not hold",), value(say, node))
        case Literal(value=bool(given)):
            return Claim(("this always holds" if given is holds else "this never holds",))
        case Call() if (node.function, len(node.args)) in CONDITIONS:
            return _called(say, node, holds)
        case _:
            return _true(say, node, holds)


def _flat(node: Logic) -> list[Expr]:
    """The operands, with those of the same operator in brackets among them."""
    found: list[Expr] = []
    for each in node.operands:
        found.extend(_flat(each) if isinstance(each, Logic) and each.op == node.op else [each])
    return found


def _true(say: Speaker, node: Expr, holds: bool) -> Claim:
    """That a value is true: a field, or an expression as its author wrote it."""
    subject = value(say, node)
    if subject == say.code(node):
        return Claim(("holds" if holds else "does not hold",), subject)
    return Claim(("is true" if holds else "is false",), subject)


def _called(say: Speaker, node: Call, holds: bool) -> Claim:
    form = CONDITIONS[node.function, len(node.args)][0 if holds else 1]
    subject, *others = node.args
    if node.function == "hasValue" and _may_be_absent(subject):
        form = "is recorded" if holds else "is not recorded"
    if "{}" not in form:
        return Claim((form,), value(say, subject))
    before, _, rest = form.partition("{}")
    return Claim((before, *value(say, others[0]), *([rest] if rest else [])), value(say, subject))


def _may_be_absent(node: Expr) -> bool:
    return isinstance(node, (Select, Index)) and node.optional


@frozen
class _Words:
    """How a macro is said: what stands before its list, and between that and its condition."""

    start: str
    link: str


_SAID = {
    ("exists", True): _Words("there is at least one ", " for which "),
    ("exists", False): _Words("there is no ", " for which "),
    ("all", True): _Words("for every ", ", "),
    ("all", False): _Words("there is at least one ", " for which "),
    ("exists_one", True): _Words("there is exactly one ", " for which "),
    ("exists_one", False): _Words("there is not exactly one ", " for which "),
}


def _quantified(say: Speaker, node: Macro, body: Expr, holds: bool) -> Claim:
    """`exists`, `all` and `exists_one`, with what the items must be."""
    said = _SAID[node.name, holds]
    named = say.inside or node.second is not None or isinstance(node.target.type, Map) or _nests(body)
    inner = say.within(node, named=named)
    claim = condition(inner, body, holds or node.name != "all")
    return beneath((said.start, *items(say, node, inner)), said.link, claim)


def items(say: Speaker, node: Macro, inner: Speaker) -> Line:
    """The items that a macro goes through: `item of LIST`, with the conditions of filters before it."""
    target, filters = node.target, []
    while isinstance(target, Macro) and target.name == "filter" and target.second is None and target.body is not None:
        filters.append(target)
        target = target.target
    noun = "key of " if isinstance(target.type, Map) and node.second is None else "item of "
    label = inner.label(node)
    claims = []
    for each in reversed(filters):
        assert each.body is not None
        claims.append(condition(inner.renamed(each.variable, node.variables[-1]), each.body))
    kept: Line = (" where ", *inline(together(claims, "and"))) if claims else ()
    return (noun.removesuffix("of "), *label, "of ", *value(say, target), *kept)


def _nests(node: Expr) -> bool:
    """Whether there are variables within the variables of a macro."""
    return isinstance(node, (Macro, Bind)) or any(_nests(child) for child in children(node))


def _either(say: Speaker, node: Conditional, holds: bool) -> Claim:
    """`condition ? yes : no`, where one of the two is often true or false itself."""
    yes, no = _truth(node.yes), _truth(node.no)
    if yes is not None and no is not None:
        if yes is no:
            return condition(say, node.yes, holds)
        return condition(say, node.condition, yes is holds)
    if yes is not None:
        other = condition(say, node.no, holds)
        return together([condition(say, node.condition, yes is holds), other], "or" if yes is holds else "and")
    if no is not None and no is not holds:
        return together([condition(say, node.condition), condition(say, node.yes, holds)], "and")
    first = after(("if ", *inline(condition(say, node.condition)), ", then "), condition(say, node.yes, holds))
    if no is not None:
        return first
    second = after(("otherwise, ",), condition(say, node.no, holds))
    return Claim(("both of these hold",), under=(first, second), joined=True)


def _truth(node: Expr) -> bool | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, bool) else None


def _bound(say: Speaker, node: Bind, holds: bool) -> Claim:
    """`cel.bind`: the name is code, and what it stands for is told first."""
    inner = say.bound(node.variable)
    claim = condition(inner, node.body, holds)
    return after(("with ", Code(node.variable), " for ", *value(say, node.value), ", "), claim)
