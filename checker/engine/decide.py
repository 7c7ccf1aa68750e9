"""Decision tables: which row a record's values fit, and why the rows above it do not."""

from __future__ import annotations

from typing import Any

from checker.engine.env import Compile, Env, Step, evaluate
from checker.engine.unknown import Failure, Unknown
from checker.frozen import frozen
from checker.lang.cells import Cell
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


@frozen
class Miss:
    """A row that does not fit: its number from 0, and of the inputs whose cells do not, the numbers from 0."""

    row: int
    inputs: tuple[int, ...]


@frozen
class Decided:
    """What a table came to on a record, and how."""

    outcome: str | Failure
    values: tuple[Any, ...]
    """Of the inputs, in their order; `Unknown` where one is not recorded, `Failure` where one has none."""
    row: int | None = None
    """The row that decided, from 0; None where none fits."""
    above: tuple[Miss, ...] = ()
    """The rows above it (all, where none fits), in the table's order."""


def decided(node: Decision, env: Env) -> Decided:
    """The table's outcome with the row that decided, and why the rows above it did not."""
    outcome = evaluate(node, env)
    values = tuple(evaluate(each.expr, env) for each in node.inputs)
    if isinstance(outcome, Failure):
        return Decided(outcome, values)
    above: list[Miss] = []
    for number, row in enumerate(node.rows):
        wrong = tuple(
            n for n, (cell, value) in enumerate(zip(row.cells, values, strict=True)) if not cell_fits(cell, value)
        )
        if not wrong:
            return Decided(outcome, values, number, tuple(above))
        above.append(Miss(number, wrong))
    return Decided(outcome, values, None, tuple(above))


def cell_fits(cell: Cell | None, value: Any) -> bool:
    """Whether a cell takes what an input came to."""
    if cell is None:
        return True
    return cell.unrecorded if isinstance(value, Unknown) else cell.fits(value)
