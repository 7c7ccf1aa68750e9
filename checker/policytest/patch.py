"""JSON Merge Patch (RFC 7396): how a case says in what its record differs from the base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merge(target: Any, patch: Any) -> Any:
    """The target as the patch changes it; neither is modified.

    A mapping is merged member by member, null removes a member, and anything else (a list too) replaces what was there.
    """
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), value)
    return merged
