"""Functions of optional values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.engine.unknown import Failure
from checker.values import NONE, Option


def present(value: Any) -> Option:
    """`optional.of(value)`."""
    return Option(value, True)


def _non_zero(value: Any) -> Option:
    empty = value is None or (not value and isinstance(value, (bool, int, float, str, bytes, list, dict)))
    return NONE if empty else present(value)


OPTIONALS: dict[str, Callable[..., Any]] = {
    "optional_of": present,
    "optional_of_non_zero": _non_zero,
    "optional_none": lambda: NONE,
    "has_value": lambda given: given.has,
    "first": lambda items: present(items[0]) if items else NONE,
    "last": lambda items: present(items[-1]) if items else NONE,
    "value": lambda given: given.value if given.has else Failure("the optional has no value"),
}
