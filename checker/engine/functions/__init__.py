"""The functions of the language, by the key of their signature (`checker/lang/functions.py`).

A room of functions is imported when it is looked into: a run uses few of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

_ROOMS = {
    "times": "TIMES",
    "texts": "TEXTS",
    "numbers": "NUMBERS",
    "convert": "CONVERSIONS",
    "optionals": "OPTIONALS",
}
"""Modules of this folder, with the name of their functions; those that policies use most come first."""


@cache
def implementation(key: str) -> Callable[..., Any]:
    """The function with this key."""
    if key == "size":
        return len
    for room, name in _ROOMS.items():
        functions: dict[str, Callable[..., Any]] = getattr(import_module(f"{__name__}.{room}"), name)
        if key in functions:
            return functions[key]
    raise KeyError(key)
