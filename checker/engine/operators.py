"""The operators on values: equality across numbers, order, arithmetic with CEL's truncation and bounds.

They take values of any type: where an operator has no meaning for two types, the result is a failure.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from checker.engine.bounds import INT_LIMIT, LONGEST, NO_FIT, TOO_LONG, Exhausted, moment, span, unsigned, whole
from checker.engine.runtime import NUMBERS, key, type_name
from checker.engine.unknown import Failure
from checker.values import Duration, Option, Timestamp, UInt

MOST_STEPS = 1_000_000
"""How many parts of lists and maps are compared with each other at most."""
_ORDERED = (bool, str, bytes, Timestamp, Duration)


def no_overload(op: str, *values: Any) -> Failure:
    """The failure that an operator or function has no meaning for values of these types."""
    return Failure(f"{op} has no meaning for {' and '.join(map(type_name, values))}")


def equal(left: Any, right: Any) -> bool:
    """CEL's `==`: numbers by value, exactly; values of different types are never equal; lists and maps part by part."""
    if isinstance(left, (list, dict)):
        return _same(left, right, [0])
    if type(left) is Option and type(right) is Option:
        return left.has == right.has and equal(left.value, right.value)
    comparable = type(left) is type(right) or (type(left) in NUMBERS and type(right) in NUMBERS)
    return comparable and bool(left == right)


def _same(left: Any, right: Any, steps: list[int]) -> bool:
    """Equality part by part; lists that hold one list twice, and again, have more parts than memory would hold."""
    steps[0] += 1
    if steps[0] > MOST_STEPS:
        raise Exhausted
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_same(a, b, steps) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return len(left) == len(right) and all(k in right and _same(v, right[k], steps) for k, v in left.items())
    return not isinstance(left, (list, dict)) and equal(left, right)


def contains(item: Any, holder: Any) -> bool | Failure:
    """CEL's `in`: whether a list has an equal item, or a map the key."""
    if isinstance(holder, dict):
        wanted = key(item)
        return no_overload("in", item, holder) if wanted is None else wanted in holder
    return any(equal(item, each) for each in holder) if isinstance(holder, list) else no_overload("in", item, holder)


def _ordering(op: str, compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | Failure]:
    def run(left: Any, right: Any) -> bool | Failure:
        if type(left) in NUMBERS and type(right) in NUMBERS:
            return compare(left, right)
        if type(left) is type(right) and type(left) in _ORDERED:
            return compare(left, right)
        return no_overload(op, left, right)

    return run


COMPARE: dict[str, Callable[[Any, Any], bool | Failure]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": _ordering("<", operator.lt),
    "<=": _ordering("<=", operator.le),
    ">": _ordering(">", operator.gt),
    ">=": _ordering(">=", operator.ge),
    "in": contains,
}


def add(left: Any, right: Any) -> Any:
    """`+` of numbers, texts, bytes, lists, and moments and durations."""
    if isinstance(left, list) and isinstance(right, list):
        return left + right if len(left) + len(right) <= LONGEST else TOO_LONG
    if isinstance(left, (Timestamp, Duration)) and isinstance(right, (Timestamp, Duration)):
        if isinstance(left, Timestamp) and isinstance(right, Timestamp):
            return no_overload("+", left, right)
        total = int(left) + int(right)
        return span(total) if type(left) is type(right) else moment(total)
    if type(left) is type(right) and type(left) in (str, bytes):
        return left + right if len(left) + len(right) <= LONGEST else TOO_LONG
    if type(left) is float and type(right) is float:
        return left + right
    return _whole("+", left, right, operator.add)


def subtract(left: Any, right: Any) -> Any:
    """`-` of numbers, moments and durations; between two moments it gives a duration."""
    if isinstance(left, (Timestamp, Duration)) and isinstance(right, (Timestamp, Duration)):
        if isinstance(left, Duration) and isinstance(right, Timestamp):
            return no_overload("-", left, right)
        rest = int(left) - int(right)
        return span(rest) if type(left) is type(right) else moment(rest)
    if type(left) is float and type(right) is float:
        return left - right
    return _whole("-", left, right, operator.sub)


def multiply(left: Any, right: Any) -> Any:
    """`*` of two ints, uints or doubles."""
    if type(left) is float and type(right) is float:
        return left * right
    return _whole("*", left, right, operator.mul)


def divide(left: Any, right: Any) -> Any:
    """`/`: whole numbers are truncated towards zero; doubles follow IEEE 754."""
    if type(left) is float and type(right) is float:
        if right == 0:
            undefined = left == 0 or math.isnan(left)
            return math.nan if undefined else math.copysign(math.inf, left) * math.copysign(1, right)
        return left / right
    return _whole("/", left, right, _quotient)


def remainder(left: Any, right: Any) -> Any:
    """`%` of two ints or uints; the sign is that of the left one. Where `/` does not fit, neither does this."""
    if type(left) is int and type(right) is int and right == -1 and left == -INT_LIMIT:
        return NO_FIT
    return _whole("%", left, right, lambda a, b: abs(a) % abs(b) * (-1 if a < 0 else 1))


def _quotient(left: int, right: int) -> int:
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _whole(op: str, left: Any, right: Any, operate: Callable[[int, int], int]) -> Any:
    if type(left) is not type(right) or type(left) not in (int, UInt):
        return no_overload(op, left, right)
    if op in "/%" and right == 0:
        return Failure("division by zero")
    result = operate(int(left), int(right))
    return whole(result) if type(left) is int else unsigned(result)


def negate(value: Any) -> Any:
    """`-x`."""
    if type(value) is float:
        return -value
    return whole(-value) if type(value) is int else no_overload("-", value)


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
}
