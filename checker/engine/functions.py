"""The functions of the language on Python values, by the keys of `checker.lang.functions`.

Each takes values of the types its signature names and gives a value, or a `Failure` on extreme arithmetic.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from checker.engine.unknown import Failure
from checker.lang.calls import parse_duration
from checker.values import DAY, EPOCH_DAY, Duration, Timestamp, in_range, is_duration, parse_date, parse_timestamp

_INT_LIMIT = 1 << 63
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_WHITE = (
    "\t\n\v\f\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


def whole(number: int) -> int | Failure:
    """An int of 64 bits, or the failure that it does not fit."""
    return number if -_INT_LIMIT <= number < _INT_LIMIT else Failure("the number does not fit into 64 bits")


def moment(nanos: int) -> Timestamp | Failure:
    """A timestamp, or the failure that it lies outside the years 1 to 9999."""
    return Timestamp(nanos) if in_range(nanos) else Failure("the date lies outside the years 1 to 9999")


def span(nanos: int) -> Duration | Failure:
    """A duration, or the failure that it is longer than 10,000 years."""
    return Duration(nanos) if is_duration(nanos) else Failure("the duration is longer than 10,000 years")


def add_months(start: Timestamp, months: int) -> Timestamp | Failure:
    """The same day and time so many months later; the last day of the month where that has no such day."""
    day, rest = divmod(int(start), DAY)
    first = Timestamp(day * DAY).datetime()
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return Failure("the date lies outside the years 1 to 9999")
    last = calendar.monthrange(year, month + 1)[1]
    begin = first.replace(year=year, month=month + 1, day=min(first.day, last))
    return moment((begin.toordinal() - EPOCH_DAY) * DAY + rest)


def months_until(start: Timestamp, end: Timestamp) -> int:
    """Whole months from start to end, negative backwards: the most for which start plus so many is not past end."""
    a, b = start.datetime(), end.datetime()
    months = (b.year - a.year) * 12 + b.month - a.month
    reached = add_months(start, months)
    if months > 0 and not isinstance(reached, Failure) and reached > end:
        return months - 1
    if months < 0 and not isinstance(reached, Failure) and reached < end:
        return months + 1
    return months


def string_of(value: Any) -> str:
    """A number, bool or timestamp as CEL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Timestamp):
        text = value.text()
        return text if "T" in text else f"{text}T00:00:00Z"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)


def _int_of_double(value: float) -> int | Failure:
    return whole(int(value)) if math.isfinite(value) else Failure("the number does not fit into 64 bits")


def _sum(numbers: list[float]) -> float:
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):
        # A partial sum beyond the doubles, or infinities of both signs: IEEE 754 has a value for it, fsum has not.
        return float(sum(numbers))


def _matches(text: str, pattern: str) -> bool:
    return _compiled(pattern).search(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    import re2

    return re2.compile(pattern)


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else list(text)


LIBRARY: dict[str, Callable[..., Any]] = {
    "size_list": len,
    "size_map": len,
    "size_string": len,
    "contains": lambda text, part: part in text,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "matches": _matches,
    "lower": lambda text: text.translate(_LOWER),
    "upper": lambda text: text.translate(_UPPER),
    "trim": lambda text: text.strip(_WHITE),
    "replace": str.replace,
    "split": _split,
    "join": "".join,
    "join_with": lambda parts, separator: separator.join(parts),
    "sum_int": lambda numbers: whole(sum(numbers)),
    "sum_double": _sum,
    "int_of_double": _int_of_double,
    "double_of_int": float,
    "string_of": string_of,
    "days": lambda number: span(number * DAY),
    "date": parse_date,
    "timestamp": parse_timestamp,
    "duration": parse_duration,
    "add_months": add_months,
    "months_until": months_until,
    "year": lambda at: at.datetime().year,
    "month": lambda at: at.datetime().month - 1,
    "day_of_month": lambda at: at.datetime().day,
    "day_of_week": lambda at: at.datetime().isoweekday() % 7,
}
