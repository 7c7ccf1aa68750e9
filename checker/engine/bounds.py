"""What fits into a type of the language, or the failure that it does not."""

from __future__ import annotations

from checker.engine.unknown import Failure
from checker.values import Duration, Timestamp, UInt, in_range, is_duration

INT_LIMIT = 1 << 63
UINT_LIMIT = 1 << 64
LONGEST = 1 << 22
"""How long a text, bytes or a list may be that an operator or a function makes."""
NO_FIT = Failure("the number does not fit into 64 bits")

TOO_LONG = Failure(f"what this makes would be longer than {LONGEST:,}")


class Exhausted(Exception):
    """A comparison of nested lists or maps takes more steps than any record needs."""


def whole(number: int) -> int | Failure:
    """An int of 64 bits."""
    return number if -INT_LIMIT <= number < INT_LIMIT else NO_FIT


def unsigned(number: int) -> UInt | Failure:
    """A uint of 64 bits."""
    if number < 0:
        return Failure("a uint cannot be negative")
    return UInt(number) if number < UINT_LIMIT else NO_FIT


def moment(nanos: int) -> Timestamp | Failure:
    """A timestamp within the years 1 to 9999."""
    return Timestamp(nanos) if in_range(nanos) else Failure("the date lies outside the years 1 to 9999")


def span(nanos: int) -> Duration | Failure:
    """A duration of at most 10,000 years."""
    return Duration(nanos) if is_duration(nanos) else Failure("the duration is longer than 10,000 years")
