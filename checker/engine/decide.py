"""Decision tables: which row a record's values fit, and why the rows above it do not."""

from __future__ import annotations

from typing import Any

from checker.engine.env import Compile, Env, Step
from checker.engine.unknown import Failure, Unknown
from checker.lang.expr import Decision

_MOST_KEPT = 1000
"""How many values of an input are remembered with the rows that they fit."""


def decision(node: Decision, step: Compile) -> Step:
    """The step that gives a table's outcome; a `Failure` where an input errs."""
    columns = tuple(_Column(node, number, step(each.expr)) for number, each in enumerate(node.inputs))
    outcomes = tuple(row.outcome for row in node.rows)
    everything = (1 << len(outcomes)) - 1

    def run(env: Env) -> Any:
        fitting = everything
        failed: Failure | None = None
        for column in columns:
            rows = column.rows(env)
            if type(rows) is Failure:
                failed = failed or rows
            else:
                fitting &= rows
        if failed is not None:
            return failed
        if fitting:
            return outcomes[(fitting & -fitting).bit_length() - 1]
        return Failure("no row of the table fits") if node.otherwise is None else node.otherwise

    return run


class _Column:
    """An input with, for each value seen, the rows that it fits, as bits."""

    __slots__ = ("_cells", "_fitting", "_step", "_unrecorded")

    def __init__(self, node: Decision, number: int, step: Step) -> None:
        self._step = step
        self._cells = [row.cells[number] for row in node.rows]
        self._unrecorded = sum(1 << n for n, cell in enumerate(self._cells) if cell is None or cell.unrecorded)
        self._fitting: dict[Any, int] = {}

    def rows(self, env: Env) -> Any:
        """The rows that the input's value fits; a `Failure` where it has none."""
        value = self._step(env)
        kind = type(value)
        if kind is Unknown:
            return self._unrecorded
        if kind is Failure:
            return value
        if value != value:
            return Failure("an input of the table is not a number")
        found = self._fitting.get(value)
        if found is None:
            found = sum(1 << n for n, cell in enumerate(self._cells) if cell is None or cell.fits(value))
            if len(self._fitting) < _MOST_KEPT:
                self._fitting[value] = found
        return found
