"""A program that tells what some of its nodes come to: for coverage. It is slower, and never used for a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from checker.engine.env import Env, Program, Step
from checker.engine.evaluate import MAKERS
from checker.lang.expr import Expr

Watch: TypeAlias = Callable[[Any, Env], None]
"""Is told the value of a node each time that it is evaluated."""


class Watched(Program):
    """A program of the exact evaluation; `watches` are by the id of the node."""

    def __init__(self, watches: Mapping[int, Watch]) -> None:
        super().__init__(MAKERS)
        self._watches = watches
        self._watched: dict[int, Step] = {}

    def step(self, node: Expr) -> Step:
        """The function that evaluates a checked node, and tells what it came to."""
        plain, watch = super().step(node), self._watches.get(id(node))
        if watch is None:
            return plain
        if id(node) not in self._watched:
            self._watched[id(node)] = _telling(plain, watch)
        return self._watched[id(node)]


def _telling(step: Step, watch: Watch) -> Step:
    def run(env: Env) -> Any:
        value = step(env)
        watch(value, env)
        return value

    return run
