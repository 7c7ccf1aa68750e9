"""The classes into which the values of an input fall: no cell of its column tells two values of a class apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from checker.frozen import frozen
from checker.lang.cells import NOT_RECORDED, Cell, shown_value
from checker.types import BOOL, DOUBLE, INT, TIMESTAMP, UINT, String, Type
from checker.values import DAY, Timestamp, parse_date, parse_timestamp

_ENDS: dict[Type, tuple[int, int]] = {INT: (-(2**63), 2**63 - 1), UINT: (0, 2**64 - 1)}
_FIRST, _LAST = parse_date("0001-01-01"), parse_timestamp("9999-12-31T23:59:59.999999999Z")


@frozen
class Domain:
    """The classes of one input: a value of each, and whether it may be not recorded (then the last class)."""

    name: str
    values: tuple[Any, ...]
    unrecorded: bool

    @property
    def whole(self) -> int:
        """All classes, as bits."""
        return (1 << (len(self.values) + self.unrecorded)) - 1

    def taken(self, cell: Cell | None) -> int:
        """The classes that a cell takes, as bits."""
        if cell is None:
            return self.whole
        bits = sum(1 << n for n, value in enumerate(self.values) if cell.fits(value))
        return bits | (1 << len(self.values) if self.unrecorded and cell.unrecorded else 0)

    def shown(self, bits: int) -> str:
        """One of the classes, as a message names it."""
        first = (bits & -bits).bit_length() - 1
        if first == len(self.values):
            return f"{self.name} {NOT_RECORDED}"
        return f"{self.name} {shown_value(self.values[first])}"


def domain(name: str, type_: Type, unrecorded: bool, cells: Iterable[Cell | None]) -> Domain:
    """The classes of an input of this type, as its column's cells divide them."""
    named = {test.value for cell in cells if cell for tests in cell.alternatives for test in tests}
    if isinstance(type_, String):
        values = type_.values if type_.values is not None else (*sorted(named), _other(named))
    elif type_ == BOOL:
        values = (True, False)
    else:
        values = tuple(_doubles(sorted(named)) if type_ == DOUBLE else _whole(sorted(named), type_))
    return Domain(name, tuple(values), unrecorded)


def _other(named: Iterable[str]) -> str:
    """A text that no cell names."""
    known, other = set(named), "another text"
    while other in known:
        other += " still"
    return other


def _whole(cuts: Sequence[int], type_: Type) -> Iterator[int]:
    """Each cut, and a value between any two, before the first and after the last, where there is one."""
    if type_ == TIMESTAMP:
        assert _FIRST is not None
        assert _LAST is not None
        first, last = int(_FIRST), int(_LAST)
    else:
        first, last = _ENDS[type_]
    yield from cuts
    for low, high in pairwise([first - 1, *(int(cut) for cut in cuts), last + 1]):
        if high - low > 1:
            yield _between(low, high, type_)


def _between(low: int, high: int, type_: Type) -> int:
    """A value between two: the one that people would name."""
    if type_ != TIMESTAMP:
        return high - 1 if low < 0 < high - 1 or low < _ENDS[type_][0] else low + 1
    day = high - DAY if high % DAY == 0 and high - DAY > low else low + DAY - low % DAY
    return Timestamp(day if low < day < high else low + 1)


def _doubles(cuts: Sequence[float]) -> Iterator[float]:
    yield from cuts
    for low, high in pairwise([-math.inf, *cuts, math.inf]):
        inside = _inside(low, high)
        if inside is not None:
            yield inside


def _inside(low: float, high: float) -> float | None:
    """A number between two; next to infinity, infinity itself counts."""
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - 1 if high - 1 < high else -math.inf
    if math.isinf(high):
        return low + 1 if low + 1 > low else math.inf
    middle = low + (high - low) / 2
    near = math.nextafter(low, math.inf)
    return middle if low < middle < high else near if near < high else None
