"""The exact evaluation of an expression, in three values and errors: this module defines the semantics.

Reading what is not recorded gives `Unknown`, which travels: `false && unknown` is false, `true || unknown` is true,
everything else stays unknown. What has no result (arithmetic on extreme values; as plain CEL, operators on types for
which they have no meaning) gives `Failure`, which travels the same way; where both meet, unknown wins. As plain CEL an
unknown is the error "no such field"; only the policy layer calls it unknown.
"""

from __future__ import annotations

from typing import Any

from checker.engine.bounds import Exhausted
from checker.engine.env import Compile, Env, Maker, Program, Step, absent, evaluate, path_of, within
from checker.engine.functions import implementation
from checker.engine.loops import bind, macro
from checker.engine.operators import ARITHMETIC, COMPARE, MOST_STEPS, negate, no_overload
from checker.engine.runtime import NUMBERS, fits, key, make_map
from checker.engine.unknown import Failure, Unknown, joined
from checker.lang.calls import overload, overloads
from checker.lang.expr import (
    Arithmetic,
    Bind,
    Call,
    Compare,
    Conditional,
    Decision,
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
)
from checker.lang.lattice import is_open
from checker.values import NONE, Option

_TOO_MANY = Failure(f"this compares more than {MOST_STEPS:,} values")


def _decision(node: Decision, step: Compile) -> Step:
    from checker.engine.decide import decision

    return decision(node, step)


def new_program() -> Program:
    """An empty program of this engine."""
    return Program(MAKERS)


def _literal(node: Literal, step: Compile) -> Step:
    value = node.value
    return lambda env: value


def _ident(node: Ident, step: Compile) -> Step:
    name = node.name
    nothing = Failure(f"there is no {name} here")
    if name.startswith("."):
        return lambda env: env.base.get(name[1:], nothing)
    return lambda env: env.values.get(name, nothing)


def _fact(node: FactRef, step: Compile) -> Step:
    name = node.name

    def run(env: Env) -> Any:
        known = env.known
        if name not in known:
            known[name] = evaluate(env.facts[name], env.outside())
        return known[name]

    return run


def _select(node: Select, step: Compile) -> Step:
    operand, name, optional = step(node.operand), node.field, node.optional

    def run(env: Env) -> Any:
        owner = operand(env)
        if isinstance(owner, dict):
            if name in owner:
                return Option(owner[name], True) if optional else owner[name]
            return NONE if optional else absent(node, owner, name, env)
        if type(owner) is Option:
            return _chained(owner, name) if owner.has else NONE
        if type(owner) is Unknown:
            if optional and within(node.operand, owner, env):
                return NONE
            path = path_of(node.operand, env)
            return Unknown(frozenset(((*path, name),))) if path is not None and path in owner.paths else owner
        return owner if type(owner) is Failure else no_overload(f".{name}", owner)

    return run


def _chained(owner: Option, name: str) -> Any:
    if not isinstance(owner.value, dict):
        return no_overload(f".{name}", owner.value)
    return Option(owner.value[name], True) if name in owner.value else NONE


def _has(node: Has, step: Compile) -> Step:
    operand, name = step(node.select.operand), node.select.field

    def run(env: Env) -> Any:
        owner = operand(env)
        if type(owner) is Option:
            owner = owner.value if owner.has else {}
        if type(owner) is Unknown:
            return False if within(node.select.operand, owner, env) else owner
        if type(owner) is Failure:
            return owner
        return name in owner if isinstance(owner, dict) else no_overload("has", owner)

    return run


def _index(node: Index, step: Compile) -> Step:
    operand, index, optional = step(node.operand), step(node.index), node.optional

    def run(env: Env) -> Any:
        owner, given = operand(env), index(env)
        if optional and type(owner) is Unknown and type(given) is not Unknown and within(node.operand, owner, env):
            return NONE
        lost = joined([owner, given])
        if lost is not None:
            return lost
        chained = type(owner) is Option
        if chained:
            if not owner.has:
                return NONE
            owner = owner.value
        found = _item(owner, given)
        if isinstance(found, Failure) or optional or chained:
            return found
        return found.value if found.has else absent(node, owner, given, env)

    return run


def _item(owner: Any, given: Any) -> Option | Failure:
    """The item of a list or the value of a map, if it has it."""
    if isinstance(owner, dict):
        return Option(owner[key(given)], True) if key(given) in owner else NONE
    if not isinstance(owner, list) or type(given) not in NUMBERS:
        return no_overload("[]", owner, given)
    if given != given // 1:
        return Failure("a list is indexed by a whole number")
    return Option(owner[int(given)], True) if 0 <= given < len(owner) else NONE


def _unary(node: Unary, step: Compile) -> Step:
    operand = step(node.operand)

    def run(env: Env) -> Any:
        value = operand(env)
        if type(value) is Unknown or type(value) is Failure:
            return value
        if node.op == "-":
            return negate(value)
        return not value if type(value) is bool else no_overload("!", value)

    return run


def _logic(node: Logic, step: Compile) -> Step:
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
        if not lost:
            return not deciding
        return joined(lost) or no_overload(node.op, *lost)

    return run


def _binary(node: Compare | Arithmetic, step: Compile) -> Step:
    left, right = step(node.left), step(node.right)
    operate = COMPARE[node.op] if isinstance(node, Compare) else ARITHMETIC[node.op]

    def run(env: Env) -> Any:
        a, b = left(env), right(env)
        if type(a) is Unknown or type(b) is Unknown or type(a) is Failure or type(b) is Failure:
            return joined([a, b])
        try:
            return env.counted(operate(a, b))
        except Exhausted:
            return _TOO_MANY

    return run


def _conditional(node: Conditional, step: Compile) -> Step:
    condition, yes, no = step(node.condition), step(node.yes), step(node.no)

    def run(env: Env) -> Any:
        chosen = condition(env)
        if type(chosen) is bool:
            return yes(env) if chosen else no(env)
        return joined([chosen]) or no_overload("?", chosen)

    return run


def _call(node: Call, step: Compile) -> Step:
    args = tuple(step(arg) for arg in node.args)
    if node.method and node.function in ("or", "orValue") and len(args) == 2:
        return _either(node.function, *args)
    types = tuple(arg.type for arg in node.args)
    found = None if any(map(is_open, types)) else overload(node, types)
    if found is None:
        return _open_call(node, args)
    function = implementation(found[0].key)

    def run(env: Env) -> Any:
        values = [arg(env) for arg in args]
        lost = joined(values)
        return env.counted(function(*values)) if lost is None else lost

    return run


def _either(name: str, given: Step, other: Step) -> Step:
    """`or` and `orValue`: what stands in for an optional value counts only where that has none."""

    def run(env: Env) -> Any:
        first = given(env)
        if type(first) is not Option:
            return joined([first]) or no_overload(name, first)
        if first.has:
            return first if name == "or" else first.value
        second = other(env)
        return joined([second]) or (
            no_overload(name, second) if name == "or" and type(second) is not Option else second
        )

    return run


def _open_call(node: Call, args: tuple[Step, ...]) -> Step:
    """A call whose overload is chosen by the values."""
    candidates = overloads(node, len(args))
    name = node.function

    def run(env: Env) -> Any:
        values = [arg(env) for arg in args]
        lost = joined(values)
        if lost is not None:
            return lost
        for each in candidates:
            wanted = each.args + each.args[-1:] * (len(values) - len(each.args))
            if all(map(fits, wanted, values)):
                return env.counted(implementation(each.key)(*values))
        return no_overload(name, *values) if candidates else Failure(f"there is no function {name}")

    return run


def _list(node: ListLiteral, step: Compile) -> Step:
    items = tuple(step(item) for item in node.items)

    def run(env: Env) -> Any:
        values = [item(env) for item in items]
        lost = joined(values)
        if lost is not None or not node.optional:
            return env.counted(values) if lost is None else lost
        wrong = [values[n] for n in node.optional if type(values[n]) is not Option]
        return no_overload("?", *wrong) if wrong else _kept(values, node.optional)

    return run


def _kept(values: list[Any], optional: tuple[int, ...]) -> list[Any]:
    """The values without those that are none, and the others out of their optionals."""
    kept = [(n, value) for n, value in enumerate(values) if n not in optional or value.has]
    return [value.value if n in optional else value for n, value in kept]


def _map(node: MapLiteral, step: Compile) -> Step:
    keys = tuple(step(key) for key, _ in node.entries)
    values = tuple(step(value) for _, value in node.entries)

    def run(env: Env) -> Any:
        found = [key(env) for key in keys]
        under = [value(env) for value in values]
        lost = joined(found + under)
        if lost is not None:
            return lost
        if not node.optional:
            return make_map(found, under)
        wrong = [under[n] for n in node.optional if type(under[n]) is not Option]
        if wrong:
            return no_overload("?", *wrong)
        there = [each for n, each in enumerate(found) if n not in node.optional or under[n].has]
        return make_map(there, _kept(under, node.optional))

    return run


MAKERS: dict[type, Maker] = {
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
    Macro: macro,
    Bind: bind,
    Decision: _decision,
}
