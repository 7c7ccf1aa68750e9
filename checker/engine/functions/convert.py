"""Conversions between types, and `type` itself."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from checker.engine.bounds import INT_LIMIT, NO_FIT, UINT_LIMIT, unsigned, whole
from checker.engine.runtime import TYPES, type_name
from checker.engine.unknown import Failure
from checker.values import NANOS, Duration, Timestamp, UInt

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_DOUBLE = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf|infinity|nan)", re.IGNORECASE)
_BOOLS = dict.fromkeys(("1", "t", "true", "TRUE", "True"), True) | dict.fromkeys(
    ("0", "f", "false", "FALSE", "False"), False
)


def string_of(value: Any) -> str | Failure:
    """A value as CEL's `string` writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Timestamp():
            nanos = int(value) % NANOS
            text = Timestamp(value - nanos).text()
            return (f"{text}T00:00:00" if "T" not in text else text[:-1]) + _fraction(nanos) + "Z"
        case Duration():
            return seconds(value)
        case float():
            return number_text(value)
        case bytes():
            try:
                return value.decode()
            except UnicodeDecodeError:
                return Failure("the bytes are no UTF-8 text")
        case _:
            return str(value)


def number_text(value: float) -> str:
    """A double in the fewest digits that stand for it."""
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if math.isnan(value):
        return "NaN"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value)) if value or math.copysign(1, value) > 0 else "-0"
    return str(value)


def seconds(length: Duration) -> str:
    """A duration in seconds, as in `90s` or `1.500s`."""
    whole_part, nanos = divmod(abs(int(length)), NANOS)
    return f"{'-' if length < 0 else ''}{whole_part}{_fraction(nanos)}s"


def _fraction(nanos: int) -> str:
    """Parts of a second in 3, 6 or 9 digits, as Google's implementations and Protobuf's JSON write them."""
    text = f".{nanos:09d}" if nanos else ""
    while text.endswith("000"):
        text = text[:-3]
    return text


def _int_of_double(value: float) -> int | Failure:
    return int(value) if -INT_LIMIT < value < INT_LIMIT else NO_FIT


def _uint_of_double(value: float) -> UInt | Failure:
    return UInt(int(value)) if 0 <= value < UINT_LIMIT else NO_FIT


def _int_of_text(text: str) -> int | Failure:
    return whole(int(text)) if _WHOLE.fullmatch(text) else Failure(f'"{text}" is no whole number')


def _uint_of_text(text: str) -> UInt | Failure:
    return unsigned(int(text)) if _WHOLE.fullmatch(text) else Failure(f'"{text}" is no whole number')


def _double_of_text(text: str) -> float | Failure:
    return float(text) if _DOUBLE.fullmatch(text) else Failure(f'"{text}" is no number')


def _bool_of_text(text: str) -> bool | Failure:
    return _BOOLS.get(text, Failure(f'"{text}" is neither true nor false'))


CONVERSIONS: dict[str, Callable[..., Any]] = {
    "same": lambda value: value,
    "type": lambda value: TYPES[type_name(value)],
    "int_of_uint": lambda value: whole(int(value)),
    "int_of_double": _int_of_double,
    "int_of_text": _int_of_text,
    "int_of_timestamp": lambda value: int(value) // NANOS,
    "uint_of_int": unsigned,
    "uint_of_double": _uint_of_double,
    "uint_of_text": _uint_of_text,
    "double_of_number": float,
    "double_of_text": _double_of_text,
    "bool_of_text": _bool_of_text,
    "string_of": string_of,
    "bytes_of_text": str.encode,
}
