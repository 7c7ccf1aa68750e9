"""Values near those that are written out: numbers and days moved by one, other texts that may stand in a place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

from checker.engine.functions import implementation
from checker.engine.functions.convert import seconds
from checker.types import String, Type
from checker.values import DAY, Duration, Timestamp, UInt, in_range, is_duration, parse_date, parse_timestamp


def moved(value: int | float) -> Iterator[str]:
    """A number one higher and one lower, as an expression has it; where there is none, nothing."""
    for step in (1, -1):
        near = value + step
        if isinstance(value, float):
            if math.isfinite(near) and near != value:
                yield repr(near)
        elif isinstance(value, UInt):
            if near >= 0:
                yield f"{near}u"
        else:
            yield str(near)


def moved_text(function: str, value: str) -> Iterator[str]:
    """The text of a day, a moment or a duration one day later and one day earlier, for the function that reads it."""
    found: object = None
    if function in ("date", "timestamp"):
        found = parse_date(value) if function == "date" else parse_timestamp(value)
    elif function == "duration":
        found = implementation("duration")(value)
    for step in (DAY, -DAY):
        if isinstance(found, Timestamp) and in_range(found + step):
            day = Timestamp(found + step).text()
            yield day if function == "date" or "T" in day else f"{day}T00:00:00Z"
        elif isinstance(found, Duration) and is_duration(found + step):
            yield seconds(Duration(found + step))


def another(value: str, type_: Type, without: Sequence[object] = ()) -> str | None:
    """The next text that the type lists, and that is not among others; any other text where it lists none."""
    if not isinstance(type_, String) or type_.values is None:
        return f"{value}~"
    values = type_.values
    start = values.index(value) + 1 if value in values else 0
    order = (*values[start:], *values[:start])
    return next((each for each in order if each != value and each not in without), None)


def quoted(text: str) -> str:
    """A text as an expression has it."""
    return json.dumps(text, ensure_ascii=False)
