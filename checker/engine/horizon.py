"""On which day what a condition comes to may change next, if nothing changes but the day.

Nothing is tried day by day where it can be solved. What a comparison comes to hangs on whether its left side is less
than, equal to or greater than its right; where the one only rises with the days and the other only falls (or stays),
that changes at most twice, and bisection finds the days. Every comparison that is evaluated is asked, within loops for
each item; one that is not evaluated cannot matter before another changes. Where nothing is known of a value's way with
the days (a day of the week), the answer is the next day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from checker.engine.env import Env
from checker.engine.evaluate import new_program
from checker.engine.unknown import Failure, Unknown
from checker.engine.watch import Watch, Watched
from checker.lang.calls import overload
from checker.lang.expr import (
    Arithmetic,
    Bind,
    Call,
    Compare,
    Conditional,
    Decision,
    Expr,
    FactRef,
    Ident,
    Macro,
    Unary,
    children,
)
from checker.values import DAY, Timestamp

_RISING = {"add_months": (1, None), "year": (1,), "months_until": (-1, 1), "timestamp": (1,), "date": (1,)}
_RISING |= {name: (1,) for name in ("in_hours", "in_minutes", "in_seconds", "days", "duration")}
"""Of functions that rise or fall with their arguments: which way with each; None where that argument must not move."""
_ORDERED = ("==", "!=", "<", "<=", ">", ">=")
_Way: TypeAlias = "int | None"
"""1: the value rises with the days or stays; -1: it falls or stays; 0: it stays; None: that is open."""


class _Open(Exception):
    """A side of a comparison errs."""


class Horizon:
    """The conditions of a policy, with the facts that they use, and the next day on which one of them may change."""

    def __init__(self, conditions: Sequence[Expr], facts: Mapping[str, Expr]) -> None:
        self._conditions = conditions
        self._facts = facts
        self._moving = _Moving([*conditions, *facts.values()], facts)
        self._next: int | None = None
        self._last = 0
        self._plain = new_program()
        self._daily = any(self._moving.moves(condition) for condition in conditions)
        self._watched = Watched({id(node): watch for node, watch in self._watches()})
        self.moves = any(hangs(condition, facts) for condition in conditions)
        """Whether anything in the conditions hangs on the day."""

    def after(self, base: Mapping[str, Any], last: int) -> int | None:
        """The first day after that of `base` (its `today`), up to `last`, on which a condition may change.

        Days are counted from 1970-01-01. None where nothing changes.
        """
        self._next, self._last = None, last
        env = Env(self._watched, base, self._facts)
        for condition in self._conditions:
            self._watched.step(condition)(env)
        if self._daily:
            self._note(_day(env) + 1)
        return self._next

    def _watches(self) -> Iterator[tuple[Expr, Watch]]:
        seen: set[int] = set()
        roots = [*self._conditions, *self._facts.values()]
        for node in (node for root in roots for node in _all(root)):
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, Compare) and (self._moving.moves(node.left) or self._moving.moves(node.right)):
                yield node, self._comparison(node)
            elif isinstance(node, Decision):
                for each in node.inputs:
                    if self._moving.moves(each.expr):
                        yield each.expr, self._value(each.expr)

    def _comparison(self, node: Compare) -> Watch:
        left, right = self._plain.step(node.left), self._plain.step(node.right)
        ways = self._moving.way(node.left), self._moving.way(node.right)
        slopes = self._moving.slope(node.left), self._moving.slope(node.right)
        one_way = None not in ways and (0 in ways or ways[0] != ways[1])
        if node.op not in _ORDERED or not (one_way or None not in slopes):
            return lambda value, env: self._note(_day(env) + 1)

        def sign(env: Env) -> int | None:
            a, b = left(env), right(env)
            if _unknown(a) or _unknown(b):
                return None
            return int(a > b) - int(a < b)

        return lambda value, env: self._solve(sign, env)

    def _value(self, node: Expr) -> Watch:
        """Of an input of a decision table: any other value may fit another row."""
        step, way = self._plain.step(node), self._moving.way(node)

        def found(env: Env) -> Any:
            value = step(env)
            return None if _unknown(value) else value

        if way is None:
            return lambda value, env: self._note(_day(env) + 1)
        return lambda value, env: self._solve(found, env)

    def _solve(self, test: Callable[[Env], Any], env: Env) -> None:
        """Notes the first day on which the test comes out otherwise; once it does, it never comes out as now again."""
        day = _day(env)
        last = self._last if self._next is None else self._next
        if day >= last:
            return
        try:
            now = test(_on(env, day))
            if test(_on(env, last)) == now:
                return
            same, other = day, last
            while other - same > 1:
                middle = (same + other) // 2
                if test(_on(env, middle)) == now:
                    same = middle
                else:
                    other = middle
        except _Open:
            other = day + 1
        self._note(other)

    def _note(self, day: int) -> None:
        if day <= self._last and (self._next is None or day < self._next):
            self._next = day


class _Moving:
    """Which values hang on the day other than by comparisons, which are watched themselves; and which way they go."""

    def __init__(self, roots: Sequence[Expr], facts: Mapping[str, Expr]) -> None:
        self._facts = facts
        self._known: dict[int, bool] = {}
        self._names: set[str] = set()
        """Variables that may hold such a value, whatever else has their names."""
        nodes = [node for root in roots for node in _all(root)]
        while found := {name for node in nodes for name in self._bound(node)} - self._names:
            self._names |= found
            self._known.clear()

    def _bound(self, node: Expr) -> Sequence[str]:
        """The variables that a node gives values that hang on the day."""
        if isinstance(node, Bind):
            return (node.variable,) if self.moves(node.value) else ()
        return node.variables if isinstance(node, Macro) and self.moves(node.target) else ()

    def moves(self, node: Expr) -> bool:
        """Whether the value hangs on the day."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = self._moves(node)
        return known

    def _moves(self, node: Expr) -> bool:
        match node:
            case Ident(name=name):
                return name.removeprefix(".") == "today" or name in self._names
            case FactRef(name=name):
                return self.moves(self._facts[name])
            case Compare() | Decision():
                return False
            case _:
                return any(map(self.moves, children(node)))

    def way(self, node: Expr) -> _Way:
        """Which way the value goes with the days; open where a comparison within it may change it, too."""
        if not self.moves(node):
            return None if hangs(node, self._facts) else 0
        match node:
            case Ident(name="today" | ".today"):
                return 1
            case FactRef(name=name):
                return self.way(self._facts[name])
            case Unary(op="-", operand=operand):
                return _turned(self.way(operand))
            case Arithmetic(op="+", left=left, right=right):
                return _together(self.way(left), self.way(right))
            case Arithmetic(op="-", left=left, right=right):
                return _together(self.way(left), _turned(self.way(right)))
            case Conditional(condition=condition, yes=yes, no=no) if not hangs(condition, self._facts):
                return _together(self.way(yes), self.way(no))
            case Call():
                return self._called(node)
            case _:
                return None

    def _called(self, node: Call) -> _Way:
        found = overload(node, tuple(arg.type for arg in node.args))
        ways = _RISING.get(found[0].key) if found else None
        if ways is None or len(ways) != len(node.args):
            return None
        result: _Way = 0
        for arg, turn in zip(node.args, ways, strict=True):
            way = self.way(arg)
            if way is None or (way and turn is None):
                return None
            result = _together(result, way * (turn or 0))
        return result

    def slope(self, node: Expr) -> int | None:
        """By how many days the value grows in a day, for sums and differences of moments; None for anything else."""
        if not self.moves(node):
            return None if hangs(node, self._facts) else 0
        match node:
            case Ident(name="today" | ".today"):
                return 1
            case FactRef(name=name):
                return self.slope(self._facts[name])
            case Arithmetic(op="+" | "-" as op, left=left, right=right):
                one, other = self.slope(left), self.slope(right)
                return None if one is None or other is None else one + other if op == "+" else one - other
            case _:
                return None


def hangs(node: Expr, facts: Mapping[str, Expr]) -> bool:
    """Whether `today` is read anywhere in a node, comparisons included."""
    for each in _all(node):
        if isinstance(each, Ident) and each.name.removeprefix(".") == "today":
            return True
        if isinstance(each, FactRef) and hangs(facts[each.name], facts):
            return True
    return False


def _all(node: Expr) -> Iterator[Expr]:
    yield node
    for child in children(node):
        yield from _all(child)


def _turned(way: _Way) -> _Way:
    return None if way is None else -way


def _together(one: _Way, other: _Way) -> _Way:
    if one is None or other is None:
        return None
    return one or other if one == other or not one or not other else None


def _unknown(value: Any) -> bool:
    """Whether a value is not recorded, which no day changes; raises _Open for an error, which another day may mend."""
    if type(value) is Failure:
        raise _Open
    return type(value) is Unknown


def _day(env: Env) -> int:
    return int(env.base["today"]) // DAY


def _on(env: Env, day: int) -> Env:
    """The same variables on another day; facts are found anew."""
    today = Timestamp(day * DAY)
    moved = Env(env.program, {**env.base, "today": today}, env.facts)
    moved.values.update(env.values)
    moved.values["today"] = today
    moved.paths = env.paths
    return moved
