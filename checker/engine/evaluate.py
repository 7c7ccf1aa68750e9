"""The exact evaluation of an expression, in three values and errors: this module defines the semantics.

Reading what is not recorded gives `Unknown`, which travels: `false && unknown` is false, `true || unknown` is true,
everything else stays unknown. Arithmetic on extreme values gives `Failure`, which travels the same way; where both
meet, unknown wins. As plain CEL an unknown is the error "no such field"; only the policy layer calls it unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from checker.engine.functions import LIBRARY
from checker.engine.operators import ARITHMETIC, COMPARE, negate
from checker.engine.unknown import Failure, Unknown, joined
from checker.lang.calls import overload
from checker.lang.expr import (
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    FactRef,
    Has,
    Ident,
    Index,
    ListLiteral,
    Literal,
    Logic,
    Macro,
    MapLiteral,
    Select,
    Unary,
    children,
)
from checker.model import Path


class Located(list[Any]):
    """A list that `filter` made: it remembers where in the record each of its items stands."""

    __slots__ = ("paths",)

    def __init__(self, items: list[Any], paths: list[Path | None]) -> None:
        super().__init__(items)
        self.paths = paths


class Program:
    """Expressions made ready to run: every node's function, made once."""

    def __init__(self) -> None:
        self._steps: dict[int, tuple[Expr, _Step]] = {}

    def step(self, node: Expr) -> _Step:
        """The function that evaluates a checked node."""
        made = self._steps.get(id(node))
        if made is None:
            made = self._steps[id(node)] = (node, _MAKE[type(node)](node, self.step))
        return made[1]


@dataclass(slots=True)
class Env:
    """What an expression sees during one evaluation."""

    program: Program
    base: Mapping[str, Any]
    """The variables outside of every macro: the record under its kind's name, and `today`."""
    facts: Mapping[str, Expr] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    """Facts that have been evaluated."""
    values: dict[str, Any] = field(init=False)
    """Every variable's value, those of macros included."""
    paths: dict[str, Path | None] = field(init=False)
    """Where each variable's value stands; the record itself stands at its own name."""

    def __post_init__(self) -> None:
        self.values = dict(self.base)
        self.paths = {name: (name,) for name in self.base}

    def outside(self) -> Env:
        """What a fact sees: the same record, and no variable of a macro."""
        return Env(self.program, self.base, self.facts, self.known)


_Step: TypeAlias = Callable[[Env], Any]
_Compile: TypeAlias = Callable[[Expr], _Step]


def evaluate(node: Expr, env: Env) -> Any:
    """The value of a checked expression, or `Unknown`, or `Failure`."""
    return env.program.step(node)(env)


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


class Binding:
    """Binds a macro's variable for a while, and puts back what it hid."""

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


def _absent(node: Select | Index, owner: Any, step: str | int, env: Env) -> Unknown:
    """What a read misses: its own path; where its owner was computed, what that was computed from."""
    path = path_of(node, env)
    if path is None:
        place = _standing(owner, env.base, ())
        path = None if place is None else (*place, step)
    return Unknown(_sources(node, env) if path is None else frozenset((path,)))


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


def _within(path: Path | None, unknown: Unknown) -> bool:
    """Whether a path leads through the one thing that is not recorded."""
    return path is not None and len(unknown.paths) == 1 and all(path[: len(gap)] == gap for gap in unknown.paths)


def _literal(node: Literal, step: _Compile) -> _Step:
    value = node.value
    return lambda env: value


def _ident(node: Ident, step: _Compile) -> _Step:
    name = node.name
    return lambda env: env.values[name]


def _fact(node: FactRef, step: _Compile) -> _Step:
    name = node.name

    def run(env: Env) -> Any:
        known = env.known
        if name not in known:
            known[name] = evaluate(env.facts[name], env.outside())
        return known[name]

    return run


def _select(node: Select, step: _Compile) -> _Step:
    operand, name = step(node.operand), node.field

    def run(env: Env) -> Any:
        owner = operand(env)
        if type(owner) is Unknown:
            path = path_of(node.operand, env)
            return Unknown(frozenset(((*path, name),))) if path is not None and path in owner.paths else owner
        if type(owner) is Failure:
            return owner
        try:
            return owner[name]
        except KeyError:
            return _absent(node, owner, name, env)

    return run


def _has(node: Has, step: _Compile) -> _Step:
    operand, name = step(node.select.operand), node.select.field

    def run(env: Env) -> Any:
        owner = operand(env)
        if type(owner) is Unknown:
            return False if _within(path_of(node.select.operand, env), owner) else owner
        return owner if type(owner) is Failure else name in owner

    return run


def _index(node: Index, step: _Compile) -> _Step:
    operand, index = step(node.operand), step(node.index)

    def run(env: Env) -> Any:
        owner, key = operand(env), index(env)
        lost = joined([owner, key])
        if lost is not None:
            return lost
        if isinstance(owner, list):
            return owner[key] if 0 <= key < len(owner) else _absent(node, owner, key, env)
        return owner[key] if key in owner else _absent(node, owner, key, env)

    return run


def _unary(node: Unary, step: _Compile) -> _Step:
    operand = step(node.operand)

    def run(env: Env) -> Any:
        value = operand(env)
        if type(value) is Unknown or type(value) is Failure:
            return value
        return not value if node.op == "!" else negate(value)

    return run


def _logic(node: Logic, step: _Compile) -> _Step:
    operands = tuple(step(operand) for operand in node.operands)
    deciding = node.op == "||"

    def run(env: Env) -> Any:
        lost: list[object] = []
        for operand in operands:
            value = operand(env)
            if value is deciding:
                return deciding
            if type(value) is not bool:
                lost.append(value)
        return joined(lost) if lost else not deciding

    return run


def _binary(node: Compare | Arithmetic, step: _Compile) -> _Step:
    left, right = step(node.left), step(node.right)
    operate = COMPARE[node.op] if isinstance(node, Compare) else ARITHMETIC[node.op]

    def run(env: Env) -> Any:
        a, b = left(env), right(env)
        if type(a) is Unknown or type(b) is Unknown or type(a) is Failure or type(b) is Failure:
            return joined([a, b])
        return operate(a, b)

    return run


def _conditional(node: Conditional, step: _Compile) -> _Step:
    condition, yes, no = step(node.condition), step(node.yes), step(node.no)

    def run(env: Env) -> Any:
        chosen = condition(env)
        return chosen if type(chosen) is not bool else yes(env) if chosen else no(env)

    return run


def _call(node: Call, step: _Compile) -> _Step:
    args = tuple(step(arg) for arg in node.args)
    signature = overload(node, tuple(arg.type for arg in node.args))
    assert signature is not None, "a checked call has an overload"
    function = LIBRARY[signature.key]

    def run(env: Env) -> Any:
        values = [arg(env) for arg in args]
        lost = joined(values)
        return function(*values) if lost is None else lost

    return run


def _list(node: ListLiteral, step: _Compile) -> _Step:
    items = tuple(step(item) for item in node.items)

    def run(env: Env) -> Any:
        values = [item(env) for item in items]
        lost = joined(values)
        return values if lost is None else lost

    return run


def _map(node: MapLiteral, step: _Compile) -> _Step:
    keys = tuple(step(key) for key, _ in node.entries)
    values = tuple(step(value) for _, value in node.entries)

    def run(env: Env) -> Any:
        found = [key(env) for key in keys]
        under = [value(env) for value in values]
        lost = joined(found + under)
        if lost is not None:
            return lost
        made = dict(zip(found, under, strict=True))
        return made if len(made) == len(found) else Failure("a map has the same key twice")

    return run


def _macro(node: Macro, step: _Compile) -> _Step:
    body = None if node.body is None else step(node.body)
    transform = None if node.transform is None else step(node.transform)
    finish = _FINISH[node.name]
    deciding = {"exists": True, "all": False}.get(node.name)

    def run(env: Env) -> Any:
        holder, path = bound(node, env)
        if type(holder) is Unknown or type(holder) is Failure:
            return holder
        binding = Binding(env, node.variable)
        tests: list[Any] = []
        made: list[Any] = []
        try:
            for number, item in enumerate(holder):
                binding.set(item, item_path(holder, path, number) if isinstance(holder, list) else None)
                tests.append(True if body is None else body(env))
                if tests[-1] is deciding:
                    return deciding
                if transform is not None and tests[-1] is True:
                    made.append(transform(env))
        finally:
            binding.undo()
        lost = joined([*tests, *made])
        return finish(holder, path, tests, made) if lost is None else lost

    return run


def _filtered(holder: Any, path: Path | None, tests: list[Any], made: list[Any]) -> Any:
    kept = [number for number, test in enumerate(tests) if test]
    items = list(holder)
    if isinstance(holder, dict):
        return [items[number] for number in kept]
    return Located([items[number] for number in kept], [item_path(holder, path, number) for number in kept])


_FINISH: dict[str, Callable[[Any, Path | None, list[Any], list[Any]], Any]] = {
    "exists": lambda holder, path, tests, made: False,
    "all": lambda holder, path, tests, made: True,
    "exists_one": lambda holder, path, tests, made: tests.count(True) == 1,
    "filter": _filtered,
    "map": lambda holder, path, tests, made: made,
}

_MAKE: dict[type, Callable[[Any, _Compile], _Step]] = {
    Literal: _literal,
    Ident: _ident,
    FactRef: _fact,
    Select: _select,
    Has: _has,
    Index: _index,
    Unary: _unary,
    Logic: _logic,
    Compare: _binary,
    Arithmetic: _binary,
    Conditional: _conditional,
    Call: _call,
    ListLiteral: _list,
    MapLiteral: _map,
    Macro: _macro,
}
