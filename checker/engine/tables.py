"""Why a decision table gave its outcome, as reasons: the row that decided, and what the rows above it wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checker.engine.decide import Decided, Miss, decided
from checker.engine.hidden import Hidden
from checker.engine.show import show
from checker.engine.unknown import Failure, Masked, Unknown
from checker.lang.expr import Decision
from checker.model import Reason

if TYPE_CHECKING:
    from checker.engine.explain import Explainer

MOST_ROWS = 8
"""How many of the rows above the one that decided are told."""


def table_reasons(node: Decision, explainer: Callable[[str], Explainer]) -> tuple[Reason, ...]:
    """The row that decided, what it asked and found, and why the rows above it did not decide.

    `explainer` makes what explains an input from the input's text.
    """
    first = explainer("")
    found = without_hidden(decided(node, first.env), node, first.hidden)
    if isinstance(found.outcome, Failure):
        return (Reason(found.outcome.message),)
    if found.row is None:
        told = Reason(f"no row of {node.table} fits, so otherwise: {show(found.outcome)}")
    else:
        asked = [n for n, cell in enumerate(node.rows[found.row].cells) if cell is not None]
        under = tuple(_input(node, n, found.row, found.values[n], explainer) for n in asked)
        told = Reason(f"{row_name(node, found.row)} of {node.table} gives {show(found.outcome)}", children=under)
    near = nearest(found.above, MOST_ROWS)
    misses = (Reason(f"{row_name(node, miss.row)}: {'; '.join(unfit(node, miss, found.values))}") for miss in near)
    rest = len(found.above) - len(near)
    more = (Reason(f"… and {rest} more rows above that do not fit"),) if rest else ()
    return (told, *misses, *more)


def without_hidden(found: Decided, node: Decision, hidden: Hidden) -> Decided:
    """What a table came to, as it may be shown."""
    hidden(node)
    values = zip(node.inputs, found.values, strict=True)
    shown = (Masked() if hidden(given.expr) and not isinstance(value, Unknown) else value for given, value in values)
    return replace(found, values=tuple(shown))


def nearest(misses: Sequence[Miss], most: int) -> list[Miss]:
    """Those of which the fewest cells do not fit, in the table's order."""
    chosen = sorted(misses, key=lambda miss: (len(miss.inputs), -miss.row))[:most]
    return sorted(chosen, key=lambda miss: miss.row)


def row_name(node: Decision, number: int) -> str:
    """A row as people find it: by its line of a CSV file, by its number in a policy."""
    line = node.rows[number].line
    return f"line {line}" if line else f"row {number + 1}"


def unfit(node: Decision, miss: Miss, values: Sequence[Any]) -> Iterator[str]:
    """Of each cell that does not fit, what was found and what it wants."""
    for number in miss.inputs:
        cell = node.rows[miss.row].cells[number]
        assert cell is not None
        yield f"{equation(node.inputs[number].name, values[number])}, wanted {cell.text}"


def equation(name: str, value: Any) -> str:
    """`name = value`, or that it is not recorded."""
    return f"{name} is not recorded" if isinstance(value, Unknown) else f"{name} = {show(value)}"


def _input(node: Decision, number: int, row: int, value: Any, explainer: Callable[[str], Explainer]) -> Reason:
    """What a cell of the row that decided found, with its place, and beneath it what it was computed from."""
    given, cell = node.inputs[number], node.rows[row].cells[number]
    inner = explainer(given.text)
    text = equation(given.name, value)
    if cell is not None and not isinstance(value, (Unknown, Masked)) and cell.text != show(value).strip('"'):
        text = f"{text}, which fits {cell.text}"
    under = () if isinstance(value, Unknown) else inner.parts(given.expr)
    return inner.reason(given.expr, text, under)
