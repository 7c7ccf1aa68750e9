"""Whether boxes cover a box: what the checks of a decision table come to.

The values of each input fall into a few classes that no cell tells apart. A row is then a box: for each input the set
of classes that its cell takes, as the bits of an int. What a box lacks is found by cutting it along the row that fits
it best, and looking at what is left: work that grows with how much rows overlap, not with the product of the inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

Box: TypeAlias = tuple[int, ...]

MOST_WORK = 20_000_000
"""How many cells may be held against a box while one table is checked; about three seconds."""


class TooMuch(Exception):
    """The table cannot be checked within MOST_WORK."""


class Cover:
    """Looks for what rows leave uncovered, and counts the work of doing so."""

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most

    def gap(self, box: Box, rows: Sequence[Box]) -> Box | None:
        """A part of the box that no row meets; None where the rows cover it. Raises TooMuch."""
        open_: list[tuple[Box, Sequence[Box]]] = [(box, rows)]
        while open_:
            here, above = open_.pop()
            self.left -= (len(above) + 1) * len(here)
            if self.left < 0:
                raise TooMuch
            near = [row for row in above if _meet(row, here)]
            if not near:
                return here
            best, cuts = min(((row, _cuts(row, here)) for row in near), key=lambda pair: len(pair[1]))
            rest = [row for row in near if row is not best]
            inner = list(here)
            for column in cuts:
                outside = list(inner)
                outside[column] &= ~best[column]
                open_.append((tuple(outside), rest))
                inner[column] &= best[column]
        return None


def overlaps(rows: Sequence[Box]) -> Iterator[tuple[int, int, Box]]:
    """Every two rows that meet, and where."""
    for (n, one), (m, other) in combinations(enumerate(rows), 2):
        if _meet(one, other):
            yield n, m, tuple(a & b for a, b in zip(one, other, strict=True))


def _meet(one: Box, other: Box) -> bool:
    return all(a & b for a, b in zip(one, other, strict=True))


def _cuts(row: Box, box: Box) -> list[int]:
    """The inputs of which the row takes a part of the box only."""
    return [n for n, (a, b) in enumerate(zip(row, box, strict=True)) if b & ~a]
