"""Functions of numbers: CEL's math extension, and totals."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from checker.engine.bounds import UINT_LIMIT, whole
from checker.engine.unknown import Failure
from checker.values import UInt

_MASK = UINT_LIMIT - 1


def _sum(numbers: list[float]) -> float:
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):
        # A partial sum beyond the doubles, or infinities of both signs: IEEE 754 has a value for it, fsum has not.
        return float(sum(numbers))


def _listed(choose: Callable[..., Any]) -> Callable[..., Any]:
    """The greatest or least of numbers, the first among equals; a number that is none decides nothing."""

    def run(*numbers: Any) -> Any:
        given = numbers[0] if len(numbers) == 1 and isinstance(numbers[0], list) else numbers
        return choose(given) if given else Failure("an empty list has neither a greatest nor a least number")

    return run


def _rounded(round_: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: math.copysign(round_(value), value) if math.isfinite(value) else value


def _half_away(value: float) -> float:
    whole_part = math.floor(abs(value))
    return whole_part + (abs(value) - whole_part >= 0.5)


def _abs(value: Any) -> Any:
    if type(value) is float:
        return math.fabs(value)
    return value if isinstance(value, UInt) else whole(abs(value))


def _sign(value: Any) -> Any:
    if type(value) is float:
        return value if math.isnan(value) else float((value > 0) - (value < 0))
    return type(value)((value > 0) - (value < 0))


def _signed(bits: int) -> int:
    bits &= _MASK
    return bits - UINT_LIMIT if bits >> 63 else bits


def _bits(operate: Callable[[int, int], int]) -> Callable[[int, int], int]:
    return lambda left, right: type(left)(operate(int(left), int(right)))


def _shift(left: bool) -> Callable[[int, int], int | Failure]:
    def run(value: int, by: int) -> int | Failure:
        if by < 0:
            return Failure("a shift cannot be negative")
        bits = int(value) & _MASK
        moved = 0 if by > 63 else (bits << by) & _MASK if left else bits >> by
        return UInt(moved) if isinstance(value, UInt) else _signed(moved)

    return run


def _sqrt(value: Any) -> float:
    return math.sqrt(value) if value >= 0 else math.nan


NUMBERS: dict[str, Callable[..., Any]] = {
    "sum_int": lambda numbers: whole(sum(numbers)),
    "sum_double": _sum,
    "greatest": _listed(max),
    "least": _listed(min),
    "ceil": _rounded(math.ceil),
    "floor": _rounded(math.floor),
    "round": _rounded(_half_away),
    "trunc": _rounded(math.trunc),
    "abs": _abs,
    "sign": _sign,
    "is_nan": math.isnan,
    "is_inf": math.isinf,
    "is_finite": math.isfinite,
    "sqrt": _sqrt,
    "bit_and": _bits(lambda a, b: a & b),
    "bit_or": _bits(lambda a, b: a | b),
    "bit_xor": _bits(lambda a, b: a ^ b),
    "bit_not_int": lambda value: ~value,
    "bit_not_uint": lambda value: UInt(~int(value) & _MASK),
    "shift_left": _shift(True),
    "shift_right": _shift(False),
}
