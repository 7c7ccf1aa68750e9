"""Why an expression is true or false on a record, from its own text: the values found, their places, what was wanted.

The tree is walked from the top, and only what decided is told: of `a && b` the operands that are false, of an `exists`
what each item lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.engine.evaluate import Binding, Env, bound, evaluate, item_path, path_of
from checker.engine.show import days, show
from checker.engine.unknown import Failure, Unknown
from checker.lang.expr import (
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    FactRef,
    Has,
    Literal,
    Logic,
    Macro,
    Select,
    Unary,
    children,
)
from checker.lang.policy import Fact
from checker.model import Path, Place, Reason, dotted
from checker.types import BOOL, DURATION, TIMESTAMP

MOST_ITEMS = 8
"""How many items of a list are told one by one."""

_NOT = {
    "==": "not {}",
    "!=": "the same as {}",
    "<": "not before {}",
    "<=": "later than {}",
    ">": "not after {}",
    ">=": "earlier than {}",
    "in": "not in {}",
}
_NOT_NUMBER = {"<": "not less than {}", "<=": "more than {}", ">": "not more than {}", ">=": "less than {}"}
_IS = {"==": "is {}", "!=": "is not {}", "<": "is before {}", "<=": "is not after {}", ">": "is after {}"}
_IS |= {">=": "is not before {}", "in": "is in {}"}
_IS_NUMBER = {"<": "is less than {}", "<=": "is at most {}", ">": "is more than {}", ">=": "is at least {}"}
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_CALLS = {
    "matches": ("does not match {}", "matches {}"),
    "contains": ("does not contain {}", "contains {}"),
    "startsWith": ("does not begin with {}", "begins with {}"),
    "endsWith": ("does not end with {}", "ends with {}"),
}


class Explainer:
    """Explains the expressions of one policy on one record."""

    def __init__(self, env: Env, facts: Mapping[str, Fact], locate: Any, text: str) -> None:
        self.env = env
        self.facts = facts
        self.locate = locate
        self.text = text

    def why(self, node: Expr, holds: bool) -> tuple[Reason, ...]:
        """Why the expression has this truth value (which it must have)."""
        match node:
            case Logic():
                return self.logic(node, holds)
            case Unary(op="!"):
                return self.why(node.operand, not holds)
            case Compare():
                return (self.compare(node, holds),)
            case Macro() if node.name != "map" and node.body is not None:
                return (self.macro(node, node.body, holds),)
            case Has():
                return (self.reason(node.select, f"{self.name(node.select)} is {'' if holds else 'not '}recorded"),)
            case FactRef():
                return (self.fact(node, holds),)
            case Conditional():
                chosen = node.yes if evaluate(node.condition, self.env) is True else node.no
                return self.why(node.condition, chosen is node.yes) + self.why(chosen, holds)
            case Call() if node.function in _CALLS:
                words = _CALLS[node.function][holds].format(show(self.value(node.args[1])))
                return (self.reason(node.args[0], f"{self.equation(node.args[0])} {words}"),)
            case _:
                return (self.reason(node, f"{self.name(node)} is {str(holds).lower()}", self.parts(node)),)

    def value(self, node: Expr) -> Any:
        """The value of a part, in the present scope."""
        return evaluate(node, self.env)

    def logic(self, node: Logic, holds: bool) -> tuple[Reason, ...]:
        """`&&` that fails and `||` that holds are told by the operands that decided, the others by all."""
        told = [operand for operand in node.operands if self.value(operand) is holds]
        return tuple(reason for operand in told for reason in self.why(operand, holds))

    def compare(self, node: Compare, holds: bool) -> Reason:
        """The value found against the one that was wanted."""
        left, right, op = node.left, node.right, node.op
        if isinstance(left, Literal) and op in _FLIP:
            left, right, op = right, left, _FLIP[op]
        age = self.age(left, right, op, holds)
        if age is not None:
            return age
        words = _IS if holds else _NOT
        if left.type != TIMESTAMP and op in _NOT_NUMBER:
            words = _IS_NUMBER if holds else _NOT_NUMBER
        written = isinstance(right, Literal) or op == "in"
        wanted = show(self.value(right)) if written else self.equation(right)
        said = f"but {wanted}" if op == "==" and not holds and not written else words[op].format(wanted)
        text = self.equation(left) if holds and written and op in ("==", "in") else f"{self.equation(left)}, {said}"
        under = () if isinstance(left, Literal) else self.parts(left)
        return self.reason(left, text, under + self.facts_in(right))

    def age(self, left: Expr, right: Expr, op: str, holds: bool) -> Reason | None:
        """`today - x <= days(365)` in words: how many days lie between."""
        if not isinstance(left, Arithmetic) or left.op != "-" or left.type != DURATION or right.type != DURATION:
            return None
        if left.left.type != TIMESTAMP:
            return None
        length = self.value(left)
        subject, other = (left.right, left.left) if self.path(left.right) else (left.left, left.right)
        after = subject is left.left
        where = "after" if (length >= 0) == after else "before"
        base = self.name(other) if not self.path(other) else self.equation(other)
        word = (_IS_NUMBER if holds else _NOT_NUMBER) | {"==": "exactly {}" if holds else "not {}", "!=": "not {}"}
        wanted = word.get(op, "{}").format(days(self.value(right))).removeprefix("is ")
        distance = days(type(length)(abs(length)))
        return self.reason(subject, f"{self.equation(subject)}: {distance} {where} {base}, {wanted}")

    def macro(self, node: Macro, body: Expr, holds: bool) -> Reason:
        """What the items of the list have and lack."""
        holder, path = bound(node, self.env)
        name = self.name(node.target)
        tests, told = self.items(node, body, holder, path)
        fit, count = sum(tests), len(tests)
        if node.name == "all":
            wanted = not holds
            text = (
                f"every item of {name} fits"
                if holds
                else f"{name}: {count - fit} of {_items(count)} {'does' if count - fit == 1 else 'do'} not fit"
            )
        elif node.name == "exists_one":
            wanted = fit > 0
            text = f"{name} has {_items(count)}, {fit} of them fit, exactly one must"
        else:
            wanted = holds
            text = f"{name} has {_items(count)}, {'some fit' if holds else 'none fits' if count else 'so none fits'}"
        if node.name == "all":
            wanted = holds
        under = [reason for test, reason in zip(tests, told, strict=True) if test is wanted]
        rest = len(under) - MOST_ITEMS
        more = (Reason(f"… and {rest} more"),) if rest > 0 else ()
        return self.reason(node.target, text, tuple(under[:MOST_ITEMS]) + more)

    def items(self, node: Macro, body: Expr, holder: Any, path: Path | None) -> tuple[list[bool], list[Reason]]:
        """Each item's truth value and its reason, in the words of the item alone."""
        tests: list[bool] = []
        told: list[Reason] = []
        binding = Binding(self.env, node.variable)
        try:
            for number, item in enumerate(holder):
                where = item_path(holder, path, number) if isinstance(holder, list) else None
                binding.set(item, where)
                test = self.value(body) is True
                tests.append(test)
                parts = self.up_to_decision(body, test)
                text = ", ".join(part.text.removeprefix(f"{node.variable}.") for part in parts)
                label = f"[{where[-1] if where else number}]" if isinstance(holder, list) else f"[{show(item)}]"
                under = tuple(child for part in parts for child in part.children)
                told.append(Reason(f"{label} {text}", self.place(where), self.dotted(where), None, under))
        finally:
            binding.undo()
        return tests, told

    def up_to_decision(self, body: Expr, holds: bool) -> list[Reason]:
        """Of a conjunction that fails: the operands that hold, up to the first that does not."""
        if not isinstance(body, Logic) or body.op != "&&" or holds:
            return list(self.why(body, holds)) if isinstance(self.value(body), bool) else []
        reasons: list[Reason] = []
        for operand in body.operands:
            test = self.value(operand)
            if isinstance(test, bool):
                reasons.extend(self.why(operand, test) if not test else self.context(operand))
            if test is False:
                break
        told = {reason.path: number for number, reason in enumerate(reasons) if reason.path}
        return [reason for number, reason in enumerate(reasons) if told.get(reason.path, number) == number]

    def context(self, node: Expr) -> list[Reason]:
        """An operand that holds, told by the values it read."""
        return [self.reason(part, self.equation(part)) for part in self.reads(node)]

    def fact(self, node: FactRef, holds: bool) -> Reason:
        """A fact with its meaning, and beneath it what made it so."""
        fact = self.facts[node.name]
        inner = Explainer(self.env, self.facts, self.locate, fact.text)
        return Reason(f"facts.{node.name} is {str(holds).lower()} ({fact.says})", children=inner.why(fact.expr, holds))

    def facts_in(self, node: Expr) -> tuple[Reason, ...]:
        """The facts that a part reads, each with what it came from."""
        if isinstance(node, FactRef):
            return self.parts(node)
        return tuple(reason for child in children(node) for reason in self.facts_in(child))

    def parts(self, node: Expr) -> tuple[Reason, ...]:
        """The values beneath a computed part; for a fact, why it has its value."""
        if isinstance(node, FactRef):
            return self.because(node)
        if self.path(node):
            return ()
        return tuple(self.reason(part, self.equation(part)) for part in self.reads(node)) + tuple(
            reason for child in children(node) for reason in self.facts_in(child)
        )

    def because(self, node: FactRef) -> tuple[Reason, ...]:
        """Why a fact has the value it has: the conditions of its `?:` that decided, or the values it read."""
        fact = self.facts[node.name]
        inner = Explainer(self.env, self.facts, self.locate, fact.text)
        reasons: list[Reason] = []
        tree = fact.expr
        while isinstance(tree, Conditional):
            test = self.value(tree.condition) is True
            reasons.extend(inner.why(tree.condition, test))
            tree = tree.yes if test else tree.no
        if not isinstance(tree, Literal):
            reasons.extend(inner.why(tree, self.value(tree)) if tree.type == BOOL else inner.parts(tree))
        return (Reason(f"facts.{node.name}: {fact.says}", children=tuple(reasons)),)

    def reads(self, node: Expr) -> list[Expr]:
        """The access chains in a part that have a value, outermost only."""
        if self.path(node) and not isinstance(self.value(node), (Unknown, Failure)):
            return [node] if isinstance(node, Select) or not isinstance(self.value(node), dict) else []
        if isinstance(node, Macro):
            return [node] if node.name == "map" else self.reads(node.target)
        return [found for child in children(node) for found in self.reads(child)]

    def equation(self, node: Expr) -> str:
        """`path = value`; a value that is written out stands alone."""
        if isinstance(node, Literal):
            return show(node.value)
        return f"{self.name(node)} = {show(self.value(node))}"

    def name(self, node: Expr) -> str:
        """The text of a part, on one line."""
        if isinstance(node, FactRef):
            return f"facts.{node.name}"
        return " ".join(self.text[node.span.start : node.span.end].split())

    def path(self, node: Expr) -> Path | None:
        """Where a part's value stands in the record; None where it is computed."""
        path = path_of(node, self.env)
        return path if path and path != ("today",) else None

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
        value = self.value(node) if path else None
        found = None if isinstance(value, (Unknown, Failure)) else value
        return Reason(text, self.place(path), self.dotted(path), found, under)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items" if count else "no items"
