"""What an expression sees while it is evaluated: variables, facts, and where in the record each value stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from checker.engine.unknown import Failure, Unknown
from checker.lang.expr import Expr, FactRef, Ident, Index, Macro, Select, children
from checker.lang.lattice import is_open
from checker.record import Path

MOST_STEPS = 1_000_000
"""How often the bodies of macros may run for one record and policy; beyond it the result is an error."""

MOST_MADE = 1 << 25
"""How long all texts and lists together may be that expressions make for one record and policy."""
_TOO_MUCH = Failure(f"this makes more than {MOST_MADE:,} characters and items")


class Located(list[Any]):
    """A list that `filter` made: it remembers where in the record each of its items stands."""

    __slots__ = ("paths",)

    def __init__(self, items: list[Any], paths: list[Path | None]) -> None:
        super().__init__(items)
        self.paths = paths


class Env:
    """What an expression sees during one evaluation."""

    __slots__ = ("base", "facts", "known", "made", "paths", "program", "steps", "values")

    def __init__(
        self,
        program: Program,
        base: Mapping[str, Any],
        facts: Mapping[str, Expr] | None = None,
        known: dict[str, Any] | None = None,
    ) -> None:
        self.program = program
        self.base = base
        """The variables outside of every macro: the record under its kind's name, and `today`."""
        self.facts = {} if facts is None else facts
        self.known = {} if known is None else known
        """Facts that have been evaluated."""
        self.values = dict(base)
        """Every variable's value, those of macros included."""
        self.paths: dict[str, Path | None] = {name: (name,) for name in base}
        """Where each variable's value stands; the record itself stands at its own name."""
        self.steps = 0
        """How often the bodies of macros have run."""
        self.made = 0
        """How long the texts and lists are, taken together, that have been made."""

    def outside(self) -> Env:
        """What a fact sees: the same record, and no variable of a macro."""
        env = Env(self.program, self.base, self.facts, self.known)
        env.steps, env.made = self.steps, self.made
        return env

    def counted(self, value: Any) -> Any:
        """A value that was made just now, or the failure that all of them together have become too long."""
        if isinstance(value, (str, bytes, list)):
            self.made += len(value)
            if self.made > MOST_MADE:
                return _TOO_MUCH
        return value


Step: TypeAlias = Callable[[Env], Any]
Compile: TypeAlias = Callable[[Expr], Step]
Maker: TypeAlias = Callable[[Any, Compile], Step]


class Program:
    """Expressions made ready to run: every node's function, made once."""

    def __init__(self, makers: Mapping[type, Maker]) -> None:
        self._makers = makers
        self._steps: dict[int, tuple[Expr, Step]] = {}

    def step(self, node: Expr) -> Step:
        """The function that evaluates a checked node."""
        made = self._steps.get(id(node))
        if made is None:
            made = self._steps[id(node)] = (node, self._makers[type(node)](node, self.step))
        return made[1]


def evaluate(node: Expr, env: Env) -> Any:
    """The value of a checked expression, or `Unknown`, or `Failure`."""
    return env.program.step(node)(env)


class Binding:
    """Binds a variable for a while, and puts back what it hid."""

    __slots__ = ("env", "name", "old")

    def __init__(self, env: Env, name: str) -> None:
        self.env, self.name = env, name
        self.old = (env.values.get(name), env.paths.get(name), name in env.values)

    def set(self, value: Any, path: Path | None) -> None:
        """Gives the variable a value for the next evaluation of the body."""
        self.env.values[self.name] = value
        self.env.paths[self.name] = path

    def undo(self) -> None:
        """Puts back what the variable's name meant outside."""
        value, path, was = self.old
        if was:
            self.set(value, path)
        else:
            self.env.values.pop(self.name, None)
            self.env.paths.pop(self.name, None)


def path_of(node: Expr, env: Env) -> Path | None:
    """Where the value that an access chain reads stands, or would stand; None where the node is no such chain."""
    match node:
        case Ident(name=name):
            return env.paths.get(name)
        case Select(operand=operand, field=name):
            owner = path_of(operand, env)
            return None if owner is None else (*owner, name)
        case Index(operand=operand, index=index):
            return _indexed(operand, evaluate(index, env), env)
        case _:
            return None


def item_path(holder: Any, path: Path | None, index: int) -> Path | None:
    """Where an item of a list value stands, the list itself standing at `path`."""
    if isinstance(holder, Located):
        return holder.paths[index]
    return None if path is None else (*path, index)


def bound(node: Macro, env: Env) -> tuple[Any, Path | None]:
    """The value that a macro goes over and where it stands."""
    return evaluate(node.target, env), path_of(node.target, env)


def absent(node: Select | Index, owner: Any, step: str | int, env: Env) -> Unknown:
    """What a read misses: its own path; where its owner was computed, what that was computed from."""
    path = path_of(node, env)
    if path is None:
        place = _standing(owner, env.base, ())
        path = None if place is None or not isinstance(step, (int, str)) else (*place, step)
    return Unknown(_sources(node, env) if path is None else frozenset((path,)))


def within(node: Expr, unknown: Unknown, env: Env) -> bool:
    """Whether what a node reads lies in the one thing that is not recorded.

    Records have fields that may be missing all the way; to plain CEL's maps only their own keys may be.
    """
    if isinstance(node, (Select, Index)) and is_open(node.operand.type):
        return False
    path = path_of(node, env)
    return path is not None and len(unknown.paths) == 1 and all(path[: len(gap)] == gap for gap in unknown.paths)


def _indexed(operand: Expr, index: Any, env: Env) -> Path | None:
    if not isinstance(index, (int, str)):
        return None
    owner = path_of(operand, env)
    if owner is not None:
        return (*owner, index)
    holder = evaluate(operand, env)
    if isinstance(holder, Located) and isinstance(index, int) and 0 <= index < len(holder):
        return item_path(holder, None, index)
    return None


def _standing(value: Any, holder: Any, path: Path) -> Path | None:
    """Where in the record this very list or object stands: a computed list may hold parts of the record."""
    if holder is value:
        return path
    steps = holder.items() if isinstance(holder, Mapping) else enumerate(holder) if isinstance(holder, list) else ()
    found = (_standing(value, part, (*path, step)) for step, part in steps)
    return next((place for place in found if place is not None), None)


def _sources(node: Expr, env: Env) -> frozenset[Path]:
    """The paths that a computed value was computed from."""
    path = path_of(node, env)
    if path is not None:
        return frozenset((path,) if len(path) > 1 else ())
    if isinstance(node, FactRef):
        return _sources(env.facts[node.name], env.outside())
    parts = (node.target,) if isinstance(node, Macro) else children(node)
    return frozenset(source for part in parts for source in _sources(part, env))
