"""Macros over lists, maps and optionals, and `cel.bind`: what gives variables their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from checker.engine.env import MOST_STEPS, Binding, Compile, Env, Located, Step, bound, item_path, path_of
from checker.engine.operators import no_overload
from checker.engine.runtime import key, key_value
from checker.engine.unknown import Failure, Unknown, joined
from checker.lang.expr import Bind, Macro
from checker.record import Path
from checker.values import NONE, Option

_TOO_MANY = Failure(f"this takes more than {MOST_STEPS:,} steps")


def bind(node: Bind, step: Compile) -> Step:
    """`cel.bind`: a value that is lost is lost only where the body reads it."""
    value, body = step(node.value), step(node.body)

    def run(env: Env) -> Any:
        found, path = value(env), path_of(node.value, env)
        binding = Binding(env, node.variable)
        try:
            binding.set(found, path)
            return body(env)
        finally:
            binding.undo()

    return run


def macro(node: Macro, step: Compile) -> Step:
    """Every macro: runs the body for each item, and makes the result of what came out."""
    if node.name in ("optMap", "optFlatMap"):
        return _optional(node, step)
    body = None if node.body is None else step(node.body)
    transform = None if node.transform is None else step(node.transform)
    finish = _FINISH[node.name]
    deciding = {"exists": True, "all": False}.get(node.name)

    def run(env: Env) -> Any:
        holder, path = bound(node, env)
        if type(holder) is Unknown or type(holder) is Failure:
            return holder
        if not isinstance(holder, (list, dict)):
            return no_overload(node.name, holder)
        bindings = [Binding(env, name) for name in node.variables]
        tests: list[Any] = []
        made: list[Any] = []
        try:
            for values, paths in rounds(holder, path, len(bindings)):
                env.steps += 1
                if env.steps > MOST_STEPS:
                    return _TOO_MANY
                for binding, value, place in zip(bindings, values, paths, strict=True):
                    binding.set(value, place)
                test = True if body is None else body(env)
                if test is deciding:
                    return deciding
                tests.append(test if type(test) is bool else joined([test]) or no_overload(node.name, test))
                if transform is not None and test is True:
                    made.append(transform(env))
        finally:
            for binding in bindings:
                binding.undo()
        lost = joined([*tests, *made])
        return finish(holder, path, tests, made) if lost is None else lost

    return run


def rounds(holder: Any, path: Path | None, variables: int) -> Iterator[tuple[tuple[Any, ...], tuple[Path | None, ...]]]:
    """The values of a macro's variables, and where they stand, for each item in turn."""
    if isinstance(holder, dict):
        for stored, value in holder.items():
            place = None if path is None else (*path, stored)
            yield ((key_value(stored), value), (None, place)) if variables == 2 else ((key_value(stored),), (None,))
        return
    for number, item in enumerate(holder):
        place = item_path(holder, path, number)
        yield ((number, item), (None, place)) if variables == 2 else ((item,), (place,))


def _optional(node: Macro, step: Compile) -> Step:
    assert node.transform is not None
    transform = step(node.transform)

    def run(env: Env) -> Any:
        given, path = bound(node, env)
        if type(given) is Unknown or type(given) is Failure:
            return given
        if type(given) is not Option:
            return no_overload(node.name, given)
        if not given.has:
            return NONE
        binding = Binding(env, node.variable)
        try:
            binding.set(given.value, path)
            made = transform(env)
        finally:
            binding.undo()
        lost = joined([made])
        if lost is not None:
            return lost
        if node.name == "optMap":
            return Option(made, True)
        return made if type(made) is Option else no_overload(node.name, made)

    return run


def _filtered(holder: Any, path: Path | None, tests: list[Any], made: list[Any]) -> Any:
    kept = [number for number, test in enumerate(tests) if test]
    if isinstance(holder, dict):
        items = [key_value(stored) for stored in holder]
        return [items[number] for number in kept]
    return Located([holder[number] for number in kept], [item_path(holder, path, number) for number in kept])


def _mapped(holder: Any, path: Path | None, tests: list[Any], made: list[Any]) -> Any:
    keys = list(holder) if isinstance(holder, dict) else [key(number) for number in range(len(holder))]
    return dict(zip((each for each, test in zip(keys, tests, strict=True) if test), made, strict=True))


def _entries(holder: Any, path: Path | None, tests: list[Any], made: list[Any]) -> Any:
    result: dict[Any, Any] = {}
    for entry in made:
        if not isinstance(entry, dict):
            return no_overload("transformMapEntry", entry)
        if any(stored in result for stored in entry):
            return Failure("a map has the same key twice")
        result |= entry
    return result


_FINISH: dict[str, Callable[[Any, Path | None, list[Any], list[Any]], Any]] = {
    "exists": lambda holder, path, tests, made: False,
    "all": lambda holder, path, tests, made: True,
    "exists_one": lambda holder, path, tests, made: tests.count(True) == 1,
    "filter": _filtered,
    "map": lambda holder, path, tests, made: made,
    "transformList": lambda holder, path, tests, made: made,
    "transformMap": _mapped,
    "transformMapEntry": _entries,
}
