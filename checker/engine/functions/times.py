"""Functions of dates, moments and durations."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import datetime
from typing import Any

from checker.engine.bounds import moment, span
from checker.engine.unknown import Failure
from checker.lang.calls import parse_duration
from checker.values import DAY, EPOCH_DAY, NANOS, Duration, Timestamp, parse_date, parse_timestamp, time_zone


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


def _getter(read: Callable[[datetime], int]) -> Callable[..., int | Failure]:
    def run(at: Timestamp, name: str = "UTC") -> int | Failure:
        local = time_zone(name) if name != "UTC" else None
        if local is None:
            return read(at.datetime()) if name == "UTC" else Failure(f"there is no time zone {name}")
        try:
            return read(at.datetime().astimezone(local))
        except OverflowError:
            return Failure("the date lies outside the years 1 to 9999")

    return run


def _milliseconds(at: Timestamp, name: str = "UTC") -> int | Failure:
    return int(at) // 1_000_000 % 1000 if name == "UTC" or time_zone(name) else Failure(f"there is no time zone {name}")


def _units(nanos: int) -> Callable[[Duration], int]:
    return lambda length: (abs(int(length)) // nanos) * (-1 if length < 0 else 1)


def _timestamp(text: str) -> Timestamp | Failure:
    found = parse_timestamp(text)
    return Failure(f'"{text}" is no date-time as in 2026-01-31T09:00:00Z') if found is None else found


def _date(text: str) -> Timestamp | Failure:
    found = parse_date(text)
    return Failure(f'"{text}" is no date of the calendar, written YYYY-MM-DD') if found is None else found


def _duration(text: str) -> Duration | Failure:
    found = parse_duration(text)
    return Failure(f'"{text}" is no duration as in 90s or 1h30m') if found is None else found


TIMES: dict[str, Callable[..., Any]] = {
    "days": lambda number: span(number * DAY),
    "date": _date,
    "timestamp": _timestamp,
    "timestamp_of_int": lambda seconds: moment(seconds * NANOS),
    "duration": _duration,
    "add_months": add_months,
    "months_until": months_until,
    "year": _getter(lambda at: at.year),
    "month": _getter(lambda at: at.month - 1),
    "day_of_month": _getter(lambda at: at.day),
    "day_of_month_from_0": _getter(lambda at: at.day - 1),
    "day_of_week": _getter(lambda at: at.isoweekday() % 7),
    "day_of_year": _getter(lambda at: at.timetuple().tm_yday - 1),
    "hours": _getter(lambda at: at.hour),
    "minutes": _getter(lambda at: at.minute),
    "seconds": _getter(lambda at: at.second),
    "milliseconds": _milliseconds,
    "in_hours": _units(3600 * NANOS),
    "in_minutes": _units(60 * NANOS),
    "in_seconds": _units(NANOS),
    "milliseconds_of": lambda length: _units(1_000_000)(length) - 1000 * _units(NANOS)(length),
}
