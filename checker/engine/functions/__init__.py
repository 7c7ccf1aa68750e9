"""The functions of the language, by the key of their signature (`checker/lang/functions.py`).

Their modules are imported when a function of theirs is first used: a run uses few of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def implementation(key: str) -> Callable[..., Any]:
    """The function with this key."""
    if key == "size":
        return len
    from checker.engine.functions.times import TIMES

    return TIMES[key] if key in TIMES else _library()[key]


@cache
def _library() -> dict[str, Callable[..., Any]]:
    from checker.engine.functions.convert import CONVERSIONS
    from checker.engine.functions.numbers import NUMBERS
    from checker.engine.functions.optionals import OPTIONALS
    from checker.engine.functions.texts import TEXTS

    return {**TEXTS, **NUMBERS, **CONVERSIONS, **OPTIONALS}
