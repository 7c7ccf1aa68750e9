"""`string.format(list)` of CEL's strings extension: %s %d %f %e %b %o %x %X and %%."""

from __future__ import annotations

import math
import re
from typing import Any

from checker.engine.bounds import TOO_LONG, Exhausted
from checker.engine.functions.convert import number_text, seconds, string_of
from checker.engine.runtime import key_value, type_name
from checker.engine.unknown import Failure
from checker.values import Duration, Timestamp, TypeValue, UInt

_PLACE = re.compile(r"%(?:(%)|(?:\.([0-9]{1,3}))?(.?))", re.DOTALL)
_PRECISION = 6
_MOST = 1_000_000
"""How many values one place may show."""
_PLAIN = (int, UInt)


def format_text(form: str, values: list[Any]) -> str | Failure:
    """The text with the values in their places; a failure where the two do not fit each other."""
    parts: list[str] = []
    at = used = 0
    for found in _PLACE.finditer(form):
        parts.append(form[at : found.start()])
        at = found.end()
        if found[1]:
            parts.append("%")
            continue
        if used >= len(values):
            return Failure("the text has more places than there are values")
        try:
            shown = _one(found[3], values[used], _PRECISION if found[2] is None else int(found[2]))
        except Exhausted:
            return TOO_LONG
        if isinstance(shown, Failure):
            return shown
        parts.append(shown)
        used += 1
    return "".join([*parts, form[at:]])


def _one(verb: str, value: Any, precision: int) -> str | Failure:
    kind = type(value)
    if verb == "s":
        return _shown(value, [_MOST])
    if kind is float and not math.isfinite(value) and verb in "dfe":
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    match verb:
        case "d" if kind in (*_PLAIN, float):
            return number_text(value) if kind is float else str(int(value))
        case "f" | "e" if kind in (*_PLAIN, float):
            return f"{float(value):.{precision}{verb}}"
        case "b" if kind in (*_PLAIN, bool):
            return f"{int(value):b}"
        case "o" if kind in _PLAIN:
            return f"{int(value):o}"
        case "x" | "X" if kind in _PLAIN:
            return f"{int(value):{verb}}"
        case "x" | "X" if kind in (str, bytes):
            digits = (value.encode() if isinstance(value, str) else value).hex()
            return digits.upper() if verb == "X" else digits
        case "d" | "f" | "e" | "b" | "o" | "x" | "X":
            return Failure(f"%{verb} cannot show a {type_name(value)}")
        case _:
            return Failure(f"%{verb} is no place for a value; there are %s %d %f %e %b %o %x %X, and %% for %")


def _shown(value: Any, room: list[int]) -> str | Failure:
    """A value in words; `room` is how many values there may still be."""
    room[0] -= 1
    if room[0] < 0:
        raise Exhausted
    match value:
        case None:
            return "null"
        case str():
            return value
        case list():
            return _joined("[]", [_shown(item, room) for item in value])
        case dict():
            entries = sorted(
                (str(_shown(key_value(stored), room)), _shown(item, room)) for stored, item in value.items()
            )
            broken = next((item for _, item in entries if isinstance(item, Failure)), None)
            return broken or _joined("{}", [f"{name}: {item}" for name, item in entries])
        case TypeValue(name=name):
            return name
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case Duration():
            return seconds(value)
        case bytes():
            return value.decode(errors="replace")
        case bool() | int() | float() | Timestamp():
            return string_of(value)
        case _:
            return Failure(f"%s cannot show a {type_name(value)}")


def _joined(brackets: str, parts: list[str | Failure]) -> str | Failure:
    broken = next((part for part in parts if isinstance(part, Failure)), None)
    return broken or brackets[0] + ", ".join(map(str, parts)) + brackets[1]
