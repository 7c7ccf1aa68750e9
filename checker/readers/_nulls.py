"""Null means absent: members that are null are dropped when a record is read."""

from __future__ import annotations

from typing import Any


def without_nulls(value: Any) -> Any:
    """The value without members that are null. A null item of a list stays, for the schema to refuse."""
    if isinstance(value, dict):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [without_nulls(each) for each in value]
    return value
