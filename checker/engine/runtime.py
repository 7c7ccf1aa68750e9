"""The types that values have while an expression runs, and the keys of maps."""

from __future__ import annotations

from typing import Any

from checker.engine.unknown import Failure
from checker.frozen import frozen
from checker.types import DYN, List, Map, Optional, String, Type
from checker.values import Duration, Option, Timestamp, TypeValue, UInt

_NAMES: dict[type, str] = {
    type(None): "null_type",
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    list: "list",
    dict: "map",
    Timestamp: "google.protobuf.Timestamp",
    Duration: "google.protobuf.Duration",
    TypeValue: "type",
    Option: "optional_type",
}
TYPES: dict[str, TypeValue] = {name: TypeValue(name) for name in _NAMES.values()}
"""The types that have a name in expressions."""

NUMBERS = (int, UInt, float)


def type_name(value: Any) -> str:
    """The name of a value's type, as CEL writes it."""
    known = _NAMES.get(type(value))
    return known if known is not None else "list" if isinstance(value, list) else "map"


def fits(wanted: Type, value: Any) -> bool:
    """Whether a value may be an argument where `wanted` is declared; type variables take what their name says."""
    match wanted:
        case String():
            return type(value) is str
        case List(item=item):
            return isinstance(value, list) and (item == DYN or all(fits(item, part) for part in value))
        case Map():
            return isinstance(value, dict)
        case Optional():
            return type(value) is Option
        case _ if wanted.name == "number":
            return type(value) in NUMBERS
        case _ if wanted.name in _CLASSES:
            return type(value) is _CLASSES[wanted.name]
        case _:
            return True


_CLASSES: dict[str, type] = {
    "bool": bool,
    "int": int,
    "uint": UInt,
    "double": float,
    "bytes": bytes,
    "type": TypeValue,
    "timestamp": Timestamp,
    "duration": Duration,
    "null": type(None),
}


@frozen
class BoolKey:
    """A bool as the key of a map: for Python `True` and `1` are one key, for CEL they are two."""

    value: bool


_BOOL_KEYS = {True: BoolKey(True), False: BoolKey(False)}


def key(value: Any) -> Any:
    """A value as a dict's key; a value of a type that no key has finds nothing."""
    if type(value) is bool:
        return _BOOL_KEYS[value]
    return value if type(value) in (str, *NUMBERS) else None


def key_value(stored: Any) -> Any:
    """The value that a dict's key stands for."""
    return stored.value if type(stored) is BoolKey else stored


def make_map(keys: list[Any], values: list[Any]) -> dict[Any, Any] | Failure:
    """A map of keys and values: a key is a bool, int, uint or string, and is there once."""
    if any(type(each) not in (str, bool, int, UInt) for each in keys):
        return Failure("a key of a map is a bool, int, uint or string")
    made = dict(zip(map(key, keys), values, strict=True))
    return made if len(made) == len(keys) else Failure("a map has the same key twice")
