"""The values of the policy language for which Python has none: timestamps, durations, uints, types and optionals.

Timestamps and durations are whole nanoseconds. They and uints are subclasses of int, so comparing them costs what
comparing ints costs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any

from checker.frozen import frozen
from checker.patterns import lazy

NANOS = 1_000_000_000
DAY = 86_400 * NANOS
EPOCH_DAY = 719_163
"""The ordinal of 1970-01-01, as `date.toordinal` counts days."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = -62_135_596_800 * NANOS
_LAST = 253_402_300_799 * NANOS + 999_999_999
_LONGEST = 315_576_000_000 * NANOS
_DATE = lazy(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFSET = lazy(r"([+-]?)([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE_TIME = lazy(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:\.([0-9]+))?"
    r"([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


class Timestamp(int):
    """A moment: nanoseconds since 1970-01-01T00:00:00Z, within the years 1 to 9999."""

    __slots__ = ()

    def datetime(self) -> datetime:
        """The moment as a UTC datetime; nanoseconds below a microsecond are cut off."""
        return _EPOCH + timedelta(microseconds=int(self) // 1000)

    def text(self) -> str:
        """RFC 3339; midnight UTC is written as its date alone."""
        if int(self) % DAY == 0:
            return self.datetime().date().isoformat()
        whole = self.datetime().replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
        nanos = int(self) % NANOS
        return f"{whole}.{nanos:09d}".rstrip("0") + "Z" if nanos else f"{whole}Z"


class Duration(int):
    """A length of time in nanoseconds; may be negative."""

    __slots__ = ()

    def text(self) -> str:
        """Whole days as `12 days`, anything else in seconds as CEL writes it (`90s`)."""
        if self and int(self) % DAY == 0:
            days = int(self) // DAY
            return f"{days} day" if abs(days) == 1 else f"{days} days"
        seconds, nanos = divmod(abs(int(self)), NANOS)
        sign = "-" if self < 0 else ""
        return f"{sign}{seconds}.{nanos:09d}".rstrip("0") + "s" if nanos else f"{sign}{seconds}s"


class UInt(int):
    """A whole number from 0 to 2^64 - 1."""

    __slots__ = ()


@frozen
class TypeValue:
    """A type as a value: what `type(x)` gives, and what `int`, `list`, … stand for."""

    name: str


@frozen
class Option:
    """An optional value: `optional.of(x)`, or none."""

    value: Any = None
    has: bool = False


NONE = Option()
"""`optional.none()`."""


def in_range(nanos: int) -> bool:
    """Whether a count of nanoseconds since 1970 lies within the years 1 to 9999."""
    return _FIRST <= nanos <= _LAST


def midnight(day: date) -> Timestamp:
    """The beginning of a day in UTC: what `today` is."""
    return Timestamp((day.toordinal() - EPOCH_DAY) * DAY)


def is_duration(nanos: int) -> bool:
    """Whether a count of nanoseconds is a duration of CEL: up to 10,000 years, so that any two moments have one."""
    return abs(nanos) <= _LONGEST


@lru_cache(maxsize=4096)
def parse_date(text: str) -> Timestamp | None:
    """`YYYY-MM-DD` as its midnight in UTC; None where the text is no date of the calendar."""
    if not _DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text).toordinal()
    except ValueError:
        return None
    return Timestamp((day - EPOCH_DAY) * DAY)


@lru_cache(maxsize=4096)
def parse_timestamp(text: str) -> Timestamp | None:
    """An RFC 3339 date-time; None where the text is none."""
    found = _DATE_TIME.fullmatch(text)
    if not found:
        return None
    day, clock, fraction, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone in 'Zz' else zone}")
        seconds = (moment - _EPOCH) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None
    nanos = seconds * NANOS + int((fraction or "0")[:9].ljust(9, "0"))
    return Timestamp(nanos) if in_range(nanos) else None


@lru_cache(maxsize=64)
def time_zone(name: str) -> tzinfo | None:
    """A time zone by its offset (`+02:00`) or its IANA name (`Europe/Berlin`; '' is UTC); None where there is none."""
    offset = _OFFSET.fullmatch(name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return None
