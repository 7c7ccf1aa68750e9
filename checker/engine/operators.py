"""The operators on Python values: equality across numbers, arithmetic with CEL's truncation and bounds."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from checker.engine.functions import moment, span, whole
from checker.engine.unknown import Failure
from checker.values import Duration, Timestamp

_PLAIN = (int, float)


def equal(left: Any, right: Any) -> bool:
    """CEL's `==`: numbers by value, exactly; values of different types are never equal; lists and maps part by part."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return len(left) == len(right) and all(k in right and equal(v, right[k]) for k, v in left.items())
    comparable = type(left) is type(right) or (type(left) in _PLAIN and type(right) in _PLAIN)
    return comparable and bool(left == right)


def contains(item: Any, holder: Any) -> bool:
    """CEL's `in`: whether a list has an equal item, or a map the key."""
    if isinstance(holder, dict):
        return any(equal(item, key) for key in holder)
    return any(equal(item, each) for each in holder)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": contains,
}


def add(left: Any, right: Any) -> Any:
    """`+` of numbers, texts, lists, and moments and durations."""
    if isinstance(left, (Timestamp, Duration)):
        total = int(left) + int(right)
        return span(total) if isinstance(left, Duration) and isinstance(right, Duration) else moment(total)
    total = left + right
    return whole(total) if isinstance(total, int) else total


def subtract(left: Any, right: Any) -> Any:
    """`-` of numbers, moments and durations; between two moments it gives a duration."""
    if isinstance(left, (Timestamp, Duration)):
        rest = int(left) - int(right)
        return span(rest) if type(left) is type(right) else moment(rest)
    rest = left - right
    return whole(rest) if isinstance(rest, int) else rest


def multiply(left: Any, right: Any) -> Any:
    """`*` of two ints or two doubles."""
    product = left * right
    return whole(product) if isinstance(product, int) else product


def divide(left: Any, right: Any) -> Any:
    """`/`: ints are truncated towards zero; doubles follow IEEE 754."""
    if isinstance(left, int):
        if right == 0:
            return Failure("division by zero")
        quotient = abs(left) // abs(right)
        return whole(quotient if (left < 0) == (right < 0) else -quotient)
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def remainder(left: int, right: int) -> int | Failure:
    """`%` of two ints; the sign is that of the left one."""
    if right == 0:
        return Failure("division by zero")
    return abs(left) % abs(right) * (-1 if left < 0 else 1)


def negate(value: Any) -> Any:
    """`-x`."""
    return -value if isinstance(value, float) else whole(-value)


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
}
