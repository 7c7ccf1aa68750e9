"""Why an expression is true or false on a record, from its own text: the values found, their places, what was wanted.

The tree is walked from the top, and only what decided is told: of `a && b` the operands that are false, of an `exists`
what each item lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.engine.env import Binding, Env, bound, evaluate, path_of
from checker.engine.hidden import Hidden
from checker.engine.loops import rounds
from checker.engine.show import days, show
from checker.engine.tables import table_reasons
from checker.engine.unknown import Failure, Masked, Unknown
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
    Literal,
    Logic,
    Macro,
    Select,
    Unary,
    children,
)
from checker.lang.narrow import rests_on_narrowing
from checker.lang.policy import Fact
from checker.model import Reason
from checker.record import MASK, Path, Place, dotted
from checker.types import BOOL, DURATION, TIMESTAMP

MOST_ITEMS = 8
"""How many items of a list are told one by one."""

_NOT = {"==": "not {}", "!=": "the same as {}", "in": "not in {}"}
_NOT |= {"<": "not before {}", "<=": "later than {}", ">": "not after {}", ">=": "earlier than {}"}
_NOT_NUMBER = {"<": "not less than {}", "<=": "more than {}", ">": "not more than {}", ">=": "less than {}"}
_IS = {"==": "the same as {}", "!=": "not {}", "in": "in {}"}
_IS |= {"<": "before {}", "<=": "not after {}", ">": "after {}", ">=": "not before {}"}
_IS_NUMBER = {"<": "less than {}", "<=": "at most {}", ">": "more than {}", ">=": "at least {}"}
_IS_LONG = {**_IS_NUMBER, "==": "exactly {}", "!=": "not {}"}
_NOT_LONG = {**_NOT_NUMBER, "==": "not {}", "!=": "exactly {}, which it must not be"}
_TODAY = {"today"}
_BESIDE = ("today", "params", "data")
"""Variables that are no part of the record."""
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_CALLS = {
    "matches": ("does not match {}", "matches {}"),
    "contains": ("does not contain {}", "contains {}"),
    "startsWith": ("does not begin with {}", "begins with {}"),
    "endsWith": ("does not end with {}", "ends with {}"),
}


class Explainer:
    """Explains the expressions of one policy on one record."""

    def __init__(
        self, env: Env, facts: Mapping[str, Fact], locate: Any, text: str, hidden: Hidden | None = None
    ) -> None:
        self.env = env
        self.facts = facts
        self.locate = locate
        self.text = text
        self.hidden = hidden or Hidden({name: fact.expr for name, fact in facts.items()})

    def why(self, node: Expr, holds: bool) -> tuple[Reason, ...]:
        """Why the expression has this truth value (which it must have)."""
        self.hidden(node)
        match node:
            case Logic():
                return self.logic(node, holds)
            case Unary(op="!"):
                return self.why(node.operand, not holds)
            case Compare():
                return (self.compare(node, holds),)
            case Macro(name="exists" | "all" | "exists_one") if node.body is not None:
                return (self.macro(node, node.body, holds),)
            case Has():
                return (self.reason(node.select, f"{self.name(node.select)} is {'' if holds else 'not '}recorded"),)
            case FactRef():
                return (self.fact(node, holds),)
            case Bind():
                return self.bind(node, holds)
            case Conditional():
                chosen = node.yes if evaluate(node.condition, self.env) is True else node.no
                return self.why(node.condition, chosen is node.yes) + self.why(chosen, holds)
            case Call() if node.function in _CALLS:
                words = _CALLS[node.function][holds].format(self.shown(node.args[1]))
                under = self.parts(node.args[0]) + self.facts_in(node.args[1])
                return (self.reason(node.args[0], f"{self.equation(node.args[0])} {words}", under),)
            case _:
                truth = self.shown(node) if self.hidden(node) else str(holds).lower()
                return (self.reason(node, f"{self.name(node)} is {truth}", self.parts(node)),)

    def value(self, node: Expr) -> Any:
        """The value of a part, in the present scope."""
        return evaluate(node, self.env)

    def found(self, node: Expr) -> Any:
        """The value of a part as it may be shown."""
        return Masked() if self.hidden(node) else self.hidden.cleared(self.value(node), node.type)

    def shown(self, node: Expr) -> str:
        """The value of a part in words."""
        return show(self.found(node))

    def logic(self, node: Logic, holds: bool) -> tuple[Reason, ...]:
        """`&&` that fails and `||` that holds are told by the operands that decided, the others by all."""
        told: list[Expr] = []
        for operand in node.operands:
            # Once the logic is decided, what has its types from an operand before must not be looked at.
            if told and holds == (node.op == "||") and rests_on_narrowing(operand):
                continue
            if self.value(operand) is holds:
                told.append(operand)
        return tuple(reason for operand in told for reason in self.why(operand, holds))

    def compare(self, node: Compare, holds: bool) -> Reason:
        """The value found against the one that was wanted."""
        left, right, op = node.left, node.right, node.op
        if op in _FLIP and _names(left) <= _TODAY < _names(right) | _TODAY:
            left, right, op = right, left, _FLIP[op]
        if op == "in" and not _names(left):
            words = "holds" if holds else "does not hold"
            return self.reason(right, f"{self.equation(right)} {words} {self.equation(left)}", self.parts(right))
        age = self.age(left, right, op, holds)
        if age is not None:
            return age
        table = _IS if holds else _NOT
        if left.type != TIMESTAMP and op in _NOT_NUMBER:
            table = _IS_NUMBER if holds else _NOT_NUMBER
        written, wanted = not _names(right), self.equation(right)
        text = f"{self.equation(left)}, {table[op].format(wanted)}"
        if op == "==" and not holds and not written:
            text = f"{self.equation(left)}, but {wanted}"
        elif written and op == ("==" if holds else "!="):
            text = self.equation(left) if holds else f"{self.equation(left)}, which it must not be"
        elif written and holds and op == "in":
            text = self.equation(left)
        return self.reason(left, text, self.parts(left) + self.facts_in(right))

    def age(self, left: Expr, right: Expr, op: str, holds: bool) -> Reason | None:
        """`today - x <= days(365)` in words: how many days lie between."""
        if not isinstance(left, Arithmetic) or left.op != "-" or left.type != DURATION or right.type != DURATION:
            return None
        if left.left.type != TIMESTAMP or self.hidden(left) or self.hidden(right):
            return None
        length = self.value(left)
        subject, other = (left.right, left.left) if self.path(left.right) else (left.left, left.right)
        after = subject is left.left
        where = "after" if (length >= 0) == after else "before"
        base = self.name(other) if not self.path(other) else self.equation(other)
        wanted = (_IS_LONG if holds else _NOT_LONG)[op].format(days(self.value(right)))
        distance = days(type(length)(abs(length)))
        named = "".join(f" ({name})" for name in _params(right))
        return self.reason(subject, f"{self.equation(subject)}: {distance} {where} {base}, {wanted}{named}")

    def macro(self, node: Macro, body: Expr, holds: bool) -> Reason:
        """What the items of the list have and lack; of a hidden list not even how many it has."""
        if self.hidden(node.target):
            which = {"all": "every item", "exists_one": "exactly one item"}.get(node.name, "some item")
            text = (
                f"{self.name(node.target)} = {self.shown(node.target)}, of which {'' if holds else 'not '}{which} fits"
            )
            return self.reason(node.target, text, self.facts_in(node.target))
        holder, path = bound(node, self.env)
        tests, told = self.items(node, body, holder, path)
        fit, unfit = tests.count(True), tests.count(False)
        name, items = self.name(node.target), _items(len(tests))
        shown = holds
        if node.name == "all":
            wrong = f"{name}: {unfit} of {items} {'does' if unfit == 1 else 'do'} not fit"
            text = f"every item of {name} fits" if holds else wrong
        elif node.name == "exists_one":
            shown = fit > 0
            of_them = f"{fit or 'none'} of them {'fit' if fit > 1 else 'fits'}"
            text = f"{name} has {items}, {of_them}{'' if holds else ', exactly one must'}"
        else:
            text = f"{name} has {items}, {'some fit' if holds else 'none fits' if tests else 'so none fits'}"
        chosen = [reason for test, reason in zip(tests, told, strict=True) if test is shown]
        under = [reason for _, reason in sorted(chosen, key=lambda each: -each[0])]
        rest = len(under) - MOST_ITEMS
        more = (Reason(f"… and {rest} more"),) if rest > 0 else ()
        return self.reason(node.target, text, (*under[:MOST_ITEMS], *more, *self.facts_in(node.target)))

    def items(
        self, node: Macro, body: Expr, holder: Any, path: Path | None
    ) -> tuple[list[Any], list[tuple[int, Reason]]]:
        """What each item comes to, and its reason in the words of the item alone, with how much of the body holds."""
        tests: list[Any] = []
        told: list[tuple[int, Reason]] = []
        bindings = [Binding(self.env, name) for name in node.variables]
        try:
            for values, places in rounds(holder, path, len(bindings)):
                for binding, value, place in zip(bindings, values, places, strict=True):
                    binding.set(value, place)
                where = places[-1]
                test = self.value(body)
                parts = _once(self.up_to_decision(body, test) if isinstance(test, bool) else [])
                name = node.variables[-1]
                short = (part.text.removeprefix(f"{name}.") for part in parts)
                text = ", ".join(part.removeprefix(f"{name} = ") for part in short)
                label = where[-1] if where and isinstance(holder, list) else show(values[0])
                if isinstance(holder, list) and not where:
                    label = len(tests)
                under = tuple(child for part in parts for child in part.children)
                reason = Reason(f"[{label}] {text}", self.place(where), self.dotted(where), None, under)
                told.append((self.closeness(body), reason))
                tests.append(test)
        finally:
            for binding in bindings:
                binding.undo()
        return tests, told

    def closeness(self, body: Expr) -> int:
        """How many operands of a conjunction hold: the nearest misses are told first."""
        parts = body.operands if isinstance(body, Logic) and body.op == "&&" else ()
        return sum(self.value(part) is True for part in parts if not rests_on_narrowing(part))

    def bind(self, node: Bind, holds: bool) -> tuple[Reason, ...]:
        """Why the body of a `cel.bind` has this truth value."""
        binding = Binding(self.env, node.variable)
        try:
            binding.set(self.value(node.value), self.path(node.value))
            return self.why(node.body, holds)
        finally:
            binding.undo()

    def up_to_decision(self, body: Expr, holds: bool) -> list[Reason]:
        """Of a conjunction that fails: the operands that hold, up to the first that does not."""
        if not isinstance(body, Logic) or body.op != "&&" or holds:
            return list(self.why(body, holds))
        reasons: list[Reason] = []
        for operand in body.operands:
            test = self.value(operand)
            if isinstance(test, bool):
                reasons.extend(self.why(operand, test) if not test else self.context(operand))
            if test is False:
                break
        return reasons

    def context(self, node: Expr) -> list[Reason]:
        """An operand that holds, told by the values it read; of a list or an object, that it is there."""
        if isinstance(node, Has) and isinstance(self.value(node.select), (list, dict)):
            return list(self.why(node, True))
        return [self.reason(part, self.equation(part)) for part in self.reads(node)]

    def fact(self, node: FactRef, holds: bool) -> Reason:
        """A fact with its meaning, and beneath it what made it so."""
        fact, inner = self.facts[node.name], self.inside(node)
        return Reason(f"facts.{node.name} is {str(holds).lower()} ({fact.says})", children=inner.why(fact.expr, holds))

    def inside(self, node: FactRef) -> Explainer:
        """Explains the parts of a fact, which sees no variable of a macro."""
        return self.outside(self.facts[node.name].text)

    def outside(self, text: str) -> Explainer:
        """Explains an expression that stands on its own, with this text."""
        return Explainer(self.env.outside(), self.facts, self.locate, text, self.hidden)

    def facts_in(self, node: Expr) -> tuple[Reason, ...]:
        """The facts that a part reads, each with what it came from."""
        if isinstance(node, FactRef):
            return self.parts(node)
        return tuple(reason for child in children(node) for reason in self.facts_in(child))

    def parts(self, node: Expr) -> tuple[Reason, ...]:
        """The values beneath a computed part; for a fact, why it has its value."""
        self.hidden(node)
        if isinstance(node, FactRef):
            return self.because(node)
        if self.path(node):
            return ()
        return tuple(self.reason(part, self.equation(part)) for part in self.reads(node)) + tuple(
            reason for child in children(node) for reason in self.facts_in(child)
        )

    def because(self, node: FactRef) -> tuple[Reason, ...]:
        """Why a fact has the value it has: the conditions of its `?:` that decided, or the values it read."""
        fact, inner = self.facts[node.name], self.inside(node)
        reasons: list[Reason] = []
        tree = fact.expr
        if self.hidden(node) and not self.hidden(tree):
            return ()  # It is hidden only for what it is compared with, which its parts would tell.
        if isinstance(tree, Decision):
            reasons.extend(table_reasons(tree, self.outside))
            return (Reason(f"facts.{node.name}: {fact.says}", children=tuple(reasons)),)
        while isinstance(tree, Conditional):
            test = inner.value(tree.condition) is True
            reasons.extend(inner.why(tree.condition, test))
            tree = tree.yes if test else tree.no
        if tree.type == BOOL and not isinstance(tree, Literal):
            reasons.extend(inner.why(tree, inner.value(tree)))
        elif inner.path(tree):
            reasons.append(inner.reason(tree, inner.equation(tree)))
        else:
            reasons.extend(inner.parts(tree))
        return (Reason(f"facts.{node.name}: {fact.says}", children=tuple(reasons)),)

    def reads(self, node: Expr) -> list[Expr]:
        """The access chains in a part that have a value, outermost only."""
        if self.path(node) and not isinstance(self.value(node), (Unknown, Failure)):
            return [node] if isinstance(node, Select) or not isinstance(self.value(node), dict) else []
        if isinstance(node, Macro):
            return [node] if node.name == "map" else self.reads(node.target)
        if isinstance(node, Conditional):
            return self.reads(node.condition) + self.reads(node.yes if self.value(node.condition) else node.no)
        return [found for child in children(node) for found in self.reads(child)]

    def equation(self, node: Expr) -> str:
        """`path = value`; a value that is written out stands alone."""
        if not _names(node):
            return self.shown(node)
        name = f"({self.name(node)})" if isinstance(node, Conditional) else self.name(node)
        return f"{name} = {self.shown(node)}"

    def name(self, node: Expr) -> str:
        """The text of a part, on one line."""
        if isinstance(node, FactRef):
            return f"facts.{node.name}"
        return " ".join(self.text[node.span.start : node.span.end].split())

    def path(self, node: Expr) -> Path | None:
        """Where a part's value stands in the record; None where it is computed."""
        path = path_of(node, self.env)
        return path if path and path[0] not in _BESIDE else None

    def dotted(self, path: Path | None) -> str:
        """A path as people write it."""
        return dotted(path[1:], str(path[0])) if path else ""

    def place(self, path: Path | None) -> Place | None:
        """The file and line of a path of the record."""
        found: Place | None = self.locate(path[1:]) if path else None
        return found

    def reason(self, node: Expr, text: str, under: tuple[Reason, ...] = ()) -> Reason:
        """A reason about the value that a part reads."""
        path = self.path(node)
        value = self.found(node) if path else None
        found = MASK if isinstance(value, Masked) else None if isinstance(value, (Unknown, Failure)) else value
        told = "" if self.hidden.has_keys(node) else self.dotted(path)
        return Reason(text, self.place(path), told, found, under)


def _names(node: Expr) -> set[str]:
    """The variables that a part names, `facts` among them; none where its value is written out."""
    if isinstance(node, (Ident, FactRef)):
        return {node.name} if isinstance(node, Ident) else {"facts"}
    return {name for child in children(node) for name in _names(child)}


def _once(reasons: list[Reason]) -> list[Reason]:
    """Without what a later reason says again, as `kind is recorded` before `kind = "nut"`."""
    later = enumerate(reasons, 1)
    return [one for number, one in later if not any(_says(other, one) for other in reasons[number:])]


def _says(reason: Reason, other: Reason) -> bool:
    if other.text.endswith(" is recorded"):
        return bool(other.path) and f"{reason.path}.".startswith(f"{other.path}.")
    return reason.text.startswith(other.text)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items" if count else "no items"


def _params(node: Expr) -> Iterator[str]:
    """The parameters that a part reads."""
    if isinstance(node, Select) and isinstance(node.operand, Ident) and node.operand.name == "params":
        yield f"params.{node.field}"
    for child in children(node):
        yield from _params(child)
