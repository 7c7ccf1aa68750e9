"""Null means absent: members that are null are dropped when a record is read."""

from __future__ import annotations

from typing import Any

_HOLDERS = (dict, list)


def without_nulls(value: Any) -> Any:
    """The value, members that are null taken out of it. A null item of a list stays, for the schema to refuse."""
    parts = [value]
    for part in parts:
        if type(part) is dict:
            if None in part.values():
                for key in [key for key, each in part.items() if each is None]:
                    del part[key]
            parts.extend([each for each in part.values() if type(each) in _HOLDERS])
        elif type(part) is list:
            parts.extend([each for each in part if type(each) in _HOLDERS])
    return value
